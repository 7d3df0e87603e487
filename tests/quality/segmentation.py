"""`python -m tests.quality segmentation GOLD.conllu`: words against a treebank's, by their spans.

What is segmented is the `# text` line; a gold word may hold spaces. F1 counts every word and
mark, multi_F1 words of several syllables. Spans are compared in the text without white space.
The same is measured of the text in capitals, decomposed (NFD) and with the other placement of
tones; the last line has the figures of the text as written, and the greatest change by each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.analysis.segment import Model, segment_all
from indexer.analysis.train import Sentence, capitals, conllu

_TONED = re.compile("(o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])(?![a-zà-ỹ])", re.IGNORECASE)
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True, slots=True)
class Score:
    f1: float
    multi: float


Span = tuple[int, int]
Reading = Callable[[str], str]


def main(args: Sequence[str]) -> None:
    gold = list(conllu(Path(args[0])))
    plain = score(gold)
    readings: dict[str, list[Sentence]] = {
        "upper": [capitals(sentence) for sentence in gold],
        "NFD": [changed(sentence, decomposed) for sentence in gold],
        "tones": [changed(sentence, replaced) for sentence in gold],
    }
    line = f"F1 {plain.f1:.4f} multi_F1 {plain.multi:.4f}"
    for name, sentences in readings.items():
        other = score(sentences)
        print(f"{name} F1 {other.f1:.4f} multi_F1 {other.multi:.4f}")
        line += f" {name}_change {other.f1 - plain.f1:.4f}"
    print(line)


def score(gold: Sequence[Sentence], model: Model | None = None) -> Score:
    found = segment_all([sentence.text for sentence in gold], model)
    counts = [0] * 6
    for sentence, spans in zip(gold, found, strict=True):
        words = [sentence.text[start:end] for start, end in spans.tolist()]
        for at, several in ((0, False), (3, True)):
            expected, given = squeezed(sentence.words, several=several), squeezed(words, several=several)
            for place, size in enumerate((len(expected & given), len(expected), len(given)), at):
                counts[place] += size
    return Score(*(2 * counts[at] / (counts[at + 1] + counts[at + 2]) for at in (0, 3)))


def squeezed(words: Iterable[str], *, several: bool) -> set[Span]:
    """Spans in the text without white space; of words of several syllables only, where asked."""
    spans, at = set[Span](), 0
    for word in words:
        size = len("".join(word.split()))
        if not several or " " in word.strip():
            spans.add((at, at + size))
        at += size
    return spans


def changed(sentence: Sentence, reading: Reading) -> Sentence:
    return Sentence(reading(sentence.text), tuple(reading(word) for word in sentence.words))


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def replaced(text: str) -> str:
    """The text with its tones in the other place: hoà as hòa, thuý as thúy."""
    return _TONED.sub(lambda found: _moved(found.group()), text)


def _moved(rhyme: str) -> str:
    letters = unicodedata.normalize("NFD", rhyme)
    tone = next(char for char in letters if char in _TONES)
    bare = letters.replace(tone, "")
    return unicodedata.normalize("NFC", bare[0] + tone + bare[1:])

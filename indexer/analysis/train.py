"""Segmented texts and a word list -> the model of `segment`: `python -m indexer.analysis.train DATA`.

Logistic regression in two passes, each with AdaGrad and with half of the features left out at
random: first over many sentences that a machine segmented, then over the few that people did.
Every sentence is also read in capitals, and those of people with a small first letter. One process,
four minutes; the same data give the same model.
"""

import lzma
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.analyzer import terms
from indexer.analysis.gaps import LONGEST, ROWS, Dictionary, Rows, dictionary, features, joinable, runs
from indexer.analysis.pieces import Bools, split
from indexer.analysis.segment import MODEL, Model
from indexer.analysis.streams import folds_of

Weights = NDArray[np.float32]

_BATCH = 64
_SEEDS = 3  # the second pass runs so often; its weights are averaged
_REPLAY = 0.25  # of a gold sentence: machine-made ones that stay in the second pass, so that it forgets less
_UPPER = 0.5  # weight of a gold sentence in capitals
_FIRST = 0.5  # the same of one whose first letter is small, so that what a capital means there is learned less
_SCALE = 24  # weights are stored as whole numbers of 1/24


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    words: tuple[str, ...]  # in order; between them white space or nothing


class Examples(NamedTuple):
    """A line a gap that could be joined."""

    rows: Rows
    joined: Bools
    weight: Weights


@dataclass(frozen=True, slots=True)
class Pass:
    rate: float
    decay: float  # of the rate, an epoch
    epochs: int
    dropout: float
    start: float  # of the sums of squared gradients: the higher, the more it trusts what it starts from


FIRST = Pass(rate=0.15, decay=0.6, epochs=3, dropout=0.2, start=1.0)
SECOND = Pass(rate=0.2, decay=0.8, epochs=6, dropout=0.5, start=0.3)


def conllu(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file; a word may hold spaces."""
    text, words = "", list[str]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# text"):
            text = line.partition("=")[2].strip()
        elif not line and words:
            yield Sentence(text, tuple(words))
            words = []
        elif line.partition("\t")[0].isdigit():
            words.append(line.split("\t")[1])


def underscored(path: Path) -> Iterator[Sentence]:
    """The sentences of a file with a sentence a line, words between spaces, their syllables joined by "_"."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            words = [word.replace("_", " ").strip() or word for word in line.split()]
            yield Sentence(" ".join(words), tuple(words))


def vocabulary(path: Path, *, bare: bool = False) -> NDArray[np.uint32]:
    """The places of a word list's words in the dictionary, ascending; `bare`: of their folded spellings."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pieces = [split(" ".join(folds_of(terms(line)[0])) if bare else line.strip()) for line in lines]
    places = {int(runs(word.hash, len(word.hash))[0]) for word in pieces if 2 <= len(word.hash) <= LONGEST}
    return np.array(sorted(places), np.uint32)


def examples(sentences: Iterable[Sentence], known: Dictionary, weight: float = 1.0) -> Examples:
    rows, joined = list[Rows](), list[Bools]()
    for sentence in sentences:
        pieces = split(sentence.text)
        if len(pieces.start) > 1:
            open_ = joinable(pieces.shape)
            rows.append(features(pieces, known).T[open_])
            joined.append(~np.isin(pieces.end[:-1], _ends(sentence))[open_])
    truth = np.concatenate(joined)
    return Examples(np.concatenate(rows), truth, np.full(len(truth), weight, np.float32))


def capitals(sentence: Sentence) -> Sentence:
    return Sentence(_upper(sentence.text), tuple(_upper(word) for word in sentence.words))


def uncapped(sentence: Sentence) -> Sentence:
    """With a small first letter."""
    texts = [text[:1].lower() + text[1:] for text in (sentence.text, sentence.words[0])]
    return Sentence(texts[0], (texts[1], *sentence.words[1:]))


def fit(weights: Weights, given: Examples, plan: Pass, seed: int) -> Weights:
    """Weights that tell the given examples apart, from these on: an average over the second half of the way."""
    chance = np.random.Generator(np.random.PCG64(seed))
    weights, squares = weights.copy(), np.full(len(weights), plan.start, np.float32)
    total, parts = np.zeros(len(weights), np.float64), 0
    for epoch in range(plan.epochs):
        order = chance.permutation(len(given.joined))
        for quarter in np.array_split(order, 4):
            for at in range(0, len(quarter), _BATCH):
                chosen = quarter[at : at + _BATCH]
                kept = chance.random((len(chosen), given.rows.shape[1]), dtype=np.float32) >= plan.dropout
                rows, slope = _slopes(weights, given, chosen, kept.astype(np.float32) / np.float32(1 - plan.dropout))
                np.add.at(squares, rows, slope * slope)
                np.subtract.at(weights, rows, plan.rate * plan.decay**epoch * slope / np.sqrt(squares[rows]))
            if 2 * epoch >= plan.epochs:
                total += weights
                parts += 1
    return np.asarray(total / parts, np.float32)


def taught_by_machine(silver: Sequence[Sentence], known: Dictionary) -> Weights:
    """The first pass; every second sentence is read in capitals too."""
    lines = examples(silver, known), examples(map(capitals, silver[::2]), known)
    return fit(np.zeros(1 << ROWS, np.float32), _together(*lines), FIRST, seed=0)


def taught_by_people(
    weights: Weights, gold: Sequence[Sentence], silver: Sequence[Sentence], known: Dictionary
) -> Weights:
    """The second pass, from these weights on."""
    capped, small = examples(map(capitals, gold), known, _UPPER), examples(map(uncapped, gold), known, _FIRST)
    people = _together(examples(gold, known), capped, small)
    total = np.zeros(1 << ROWS, np.float64)
    for seed in range(_SEEDS):
        chance = np.random.Generator(np.random.PCG64(seed))
        size = min(int(_REPLAY * len(gold)), len(silver))
        replay = [silver[int(place)] for place in chance.choice(len(silver), size, replace=False)]
        total += fit(weights, _together(people, examples(replay, known)), SECOND, seed)
    return np.asarray(total / _SEEDS, np.float32)


def model(weights: Weights, known: Dictionary) -> Model:
    """What `segment` reads with, its weights in whole numbers."""
    return Model(np.clip(np.round(weights * _SCALE), -127, 127).astype(np.int8), known, known)


@dataclass(frozen=True, slots=True)
class Material:
    """What a model is made of, as it lies in a folder."""

    places: NDArray[np.uint32]  # of the word list's words in the dictionary
    bare: NDArray[np.uint32]  # of the same without tones and marks
    gold: tuple[Sentence, ...]
    silver: tuple[Sentence, ...]


def material(folder: Path) -> Material:
    words = folder / "wordlists/rdrsegmenter_VnVocab.Apache2.txt"
    return Material(
        vocabulary(words),
        vocabulary(words, bare=True),
        tuple(
            sentence for part in ("train", "dev") for sentence in conllu(folder / f"wordseg/vi_vtb-ud-{part}.conllu")
        ),
        tuple(underscored(folder / "wordseg/silver_rdrsegmenter.txt.xz")),
    )


def main(folder: Path, target: Path) -> None:
    given = material(folder)
    known = dictionary(given.places)
    weights = taught_by_people(taught_by_machine(given.silver, known), given.gold, given.silver, known)
    made = model(weights, known)
    np.savez_compressed(target, weights=made.weights, words=given.places, bare=given.bare)
    print(f"{target}: {target.stat().st_size:,} bytes, {np.count_nonzero(made.weights):,} weights")


def _ends(sentence: Sentence) -> list[int]:
    """Where the words end, in the text."""
    ends, at = list[int](), 0
    for word in sentence.words:
        at = sentence.text.index(word, at) + len(word)
        ends.append(at)
    return ends


def _upper(text: str) -> str:
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


def _slopes(weights: Weights, given: Examples, chosen: NDArray[np.int64], scale: Weights) -> tuple[Rows, Weights]:
    """Rows of the features that stay in, and the slope of the loss for each."""
    rows = given.rows[chosen]
    score = np.clip((weights[rows] * scale).sum(axis=1), -30, 30)
    slope = (1 / (1 + np.exp(-score)) - given.joined[chosen]) * given.weight[chosen]
    inside = scale > 0
    return rows[inside], np.broadcast_to(slope[:, None].astype(np.float32), rows.shape)[inside]


def _together(*parts: Examples) -> Examples:
    return Examples(*(np.concatenate(lines) for lines in zip(*parts, strict=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parent / MODEL)

"""`python -m tests.quality crossvalidation DATA`: the segmenter on sentences that it was not trained on.

A fifth of the treebank at a time is kept from training, in stretches of neighbours, since the
sentences of an article share names and words; the figures are means over the five, the last one half
of their 95 % interval. `agreement` is F1 against the machine on lines of its own, kept from both passes.
DATA is the folder that `python -m indexer.analysis.train` takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import mean, stdev

from indexer.analysis.gaps import dictionary
from indexer.analysis.train import capitals, material, model, taught_by_machine, taught_by_people
from tests.quality.segmentation import score

FOLDS = 5
_STRETCHES = 20  # of 126 sentences, dealt to the folds in turn
_KEPT = 17  # every 17th line of the machine: 2,987
_T = 2.776  # Student's t for five figures, 95 %


def main(args: Sequence[str]) -> None:
    given = material(Path(args[0]))
    known = dictionary(given.places)
    unread = given.silver[::_KEPT]
    silver = [line for place, line in enumerate(given.silver) if place % _KEPT]
    start = taught_by_machine(silver, known)
    dealt = [place * _STRETCHES // len(given.gold) % FOLDS for place in range(len(given.gold))]
    figures = dict[str, list[float]]()
    for fold in range(FOLDS):
        kept, rest = (
            [sentence for sentence, at in zip(given.gold, dealt, strict=True) if (at == fold) is held]
            for held in (True, False)
        )
        made = model(taught_by_people(start, rest, silver, known), known)
        plain, upper = score(kept, made), score([capitals(sentence) for sentence in kept], made)
        found = {"F1": plain.f1, "multi_F1": plain.multi, "upper_F1": upper.f1, "agreement": score(unread, made).f1}
        print(f"fold {fold}", *(f"{name} {value:.4f}" for name, value in found.items()), flush=True)
        for name, value in found.items():
            figures.setdefault(name, []).append(value)
    means = [f"{name} {mean(values):.4f}" for name, values in figures.items()]
    print(*means, f"interval {_T * stdev(figures['F1']) / FOLDS**0.5:.4f}")

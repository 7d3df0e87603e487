"""`python -m tests.quality crossvalidation DATA`: the segmenter on sentences that it was not trained on.

A fifth of the treebank at a time is kept from training; the figures are means over the five.
DATA is the folder that `python -m indexer.analysis.train` takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import mean

import numpy as np

from indexer.analysis.gaps import dictionary
from indexer.analysis.train import capitals, material, model, taught_by_machine, taught_by_people
from tests.quality.segmentation import score

FOLDS = 5


def main(args: Sequence[str]) -> None:
    given = material(Path(args[0]))
    known = dictionary(given.places)
    start = taught_by_machine(given.silver, known)
    order = np.random.Generator(np.random.PCG64(0)).permutation(len(given.gold)).tolist()
    plain, upper = [], []
    for fold in range(FOLDS):
        kept = [given.gold[place] for place in order[fold::FOLDS]]
        rest = [given.gold[place] for at, place in enumerate(order) if at % FOLDS != fold]
        made = model(taught_by_people(start, rest, given.silver, known), known)
        plain.append(score(kept, made))
        upper.append(score([capitals(sentence) for sentence in kept], made))
        print(
            f"fold {fold} F1 {plain[-1].f1:.4f} multi_F1 {plain[-1].multi:.4f} upper_F1 {upper[-1].f1:.4f}", flush=True
        )
    print(
        f"F1 {mean(one.f1 for one in plain):.4f} multi_F1 {mean(one.multi for one in plain):.4f}",
        f"upper_F1 {mean(one.f1 for one in upper):.4f}",
    )

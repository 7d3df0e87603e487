"""Vietnamese text -> tokens with spans of the original text."""

from indexer.analysis.analyzer import VERSION, analyze, folds, holds, worded, words
from indexer.analysis.days import MONTHS, Day, days
from indexer.analysis.normalize import BARE, is_marked, is_vietnamese, spellings, without_tone, written
from indexer.analysis.sketch import ALIKE, bands, similarity, sketch
from indexer.analysis.streams import GAP, head_term, streams, word_term
from indexer.analysis.token import Token

__all__ = [
    "ALIKE",
    "BARE",
    "GAP",
    "MONTHS",
    "VERSION",
    "Day",
    "Token",
    "analyze",
    "bands",
    "days",
    "folds",
    "head_term",
    "holds",
    "is_marked",
    "is_vietnamese",
    "similarity",
    "sketch",
    "spellings",
    "streams",
    "without_tone",
    "word_term",
    "worded",
    "words",
    "written",
]

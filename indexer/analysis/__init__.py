"""Vietnamese text -> tokens with spans of the original text."""

from indexer.analysis.analyzer import VERSION, analyze, folds, holds
from indexer.analysis.normalize import BARE, is_marked, is_vietnamese, spellings, written
from indexer.analysis.streams import GAP, streams, word_term, words
from indexer.analysis.token import Token

__all__ = [
    "BARE",
    "GAP",
    "VERSION",
    "Token",
    "analyze",
    "folds",
    "holds",
    "is_marked",
    "is_vietnamese",
    "spellings",
    "streams",
    "word_term",
    "words",
    "written",
]

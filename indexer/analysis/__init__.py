"""Vietnamese text -> tokens with spans of the original text."""

from indexer.analysis.analyzer import VERSION, analyze, folds, holds, parted, worded, words
from indexer.analysis.days import MONTHS, Forms
from indexer.analysis.forms import forms
from indexer.analysis.normalize import (
    BARE,
    folded,
    is_marked,
    is_precise,
    is_vietnamese,
    may_bear,
    readings,
    spellings,
    toned,
    unmarked,
    without_tone,
    written,
)
from indexer.analysis.runs import disjoint, longest_first
from indexer.analysis.segment import toned_words
from indexer.analysis.sketch import ALIKE, bands, similarity, sketch
from indexer.analysis.streams import GAP, folds_of, head_term, streams_of, word_term
from indexer.analysis.token import Token

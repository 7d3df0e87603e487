"""Vietnamese text -> tokens with spans of the original text."""

from indexer.analysis.analyzer import VERSION, analyze
from indexer.analysis.normalize import BARE, is_marked, spellings
from indexer.analysis.token import Token

__all__ = ["BARE", "VERSION", "Token", "analyze", "is_marked", "spellings"]

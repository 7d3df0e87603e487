"""Vietnamese text -> tokens with spans of the original text."""

from indexer.analysis.analyzer import VERSION, Token, analyze
from indexer.analysis.normalize import BARE, is_marked, spellings

__all__ = ["BARE", "VERSION", "Token", "analyze", "is_marked", "spellings"]

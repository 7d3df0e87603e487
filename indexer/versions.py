"""A stored article and one that comes later under its id -> the same, its next version, or another article."""

from dataclasses import replace
from itertools import pairwise

from indexer.engine import Analysed, stored
from indexer.extract import identity
from indexer.model import Article, Document, Version

MAX_VERSIONS = 20  # former texts that are kept of one article
EDITED = 0.3  # share of the shorter text's word pairs from which two texts with one link are one article


def text(article: Article) -> int:
    """A number that articles with the same title and body share, within one process."""
    return hash((article.title, article.body))


def is_same(before: Document, made: Document) -> bool:
    """Whether nothing but where and when it was read, its group and its former texts differ."""
    article = replace(before.article, origin=made.article.origin)
    return replace(before, article=article, group=made.group, versions=made.versions) == made


def is_edit(before: Article, after: Article) -> bool:
    """Whether two texts with one link are one article: portals give one link to many."""
    if before.title == after.title:
        return True
    one, other = _pairs(before), _pairs(after)
    return len(one & other) >= EDITED * min(len(one), len(other))


def _pairs(article: Article) -> set[tuple[str, str]]:
    words = f"{article.title} {article.body}".casefold().split()
    return set(pairwise(words))


def updated(before: Document, made: Analysed) -> Analysed:
    """In the group of before, and with the former text among its versions, if it was another one."""
    versions = before.versions
    if text(before.article) != text(made.document.article):
        article = before.article
        versions = (*versions, Version(article.title, article.body, article.origin.ingested))[-MAX_VERSIONS:]
    return _with(made, replace(made.document, group=before.group, versions=versions))


def with_own_id(made: Analysed) -> Analysed:
    """Called by its content, as its link is that of another article."""
    article = made.document.article
    origin = replace(article.origin, notes=(*article.origin.notes, f"{article.url} is the link of another article too"))
    article = replace(article, id=identity.identify("", article.title, article.body), origin=origin)
    return _with(made, replace(made.document, article=article))


def _with(made: Analysed, document: Document) -> Analysed:
    return Analysed(document, stored.dump(document), made.texts)

"""Two languages: Vietnamese is the source, English is complete."""

from __future__ import annotations

import re
import unicodedata

import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo

from tests import catalog
from tests.fixture_f import documents
from tests.web import tree

PAGES = [
    "/",
    "/search",
    "/search?q=thue&ministry=bo-tai-chinh&x_person=ta-quan-hung&date=2025",
    "/search?q=BCT&az=person&more=ministry",
    "/search?q=zzz&date=_none",
    "/search?from=2025-04-01&to=2025-05-01",
    "/search?from=2025-05-01&to=2025-04-01",
    "/article/a01?q=thuế",
    "/article/a12",
    "/person/ho-dieu-lam",
    "/ministry/bo-y-te",
    "/coverage",
    "/quality",
    "/help",
    "/nowhere",
]
VIETNAMESE = re.compile(r"đ|[aeiouy][\u0300-\u0303\u0306\u0309\u031b\u0323]")  # in NFD: tones, and ă â ê ô ơ ư

ARTICLES = documents()
QUOTED = {  # what labels may quote: names, titles, the query, the site
    *(name for document in ARTICLES for name in (*document.persons, *document.ministries, document.article.title)),
    *("thuế", "tìm tin", "bộ công thương", "“bộ”"),
}


def test_no_text_lacks_its_english():
    said, held = catalog.said(), {message.id: message.string for message in catalog.held() if message.id}
    assert said == set(held)
    assert [text for text, english in held.items() if not english or english in (text, (text,))] == ["A–Z"]


def test_the_compiled_catalog_is_in_step():
    """In every text; the head names the compiler and its version, which may be another here."""
    with (catalog.FOLDER / "messages.mo").open("rb") as file:
        assert texts(read_mo(file)) == texts(catalog.held()), "run python -m tests.catalog"


def texts(english: Catalog) -> set[tuple[str, ...]]:
    """Every text behind its source, both with their plurals; without the head."""
    pairs = [(message.id, message.string) for message in english if message.id]
    return {tuple(text for side in pair for text in ([side] if isinstance(side, str) else side)) for pair in pairs}


def test_english_keeps_the_places_of_values():
    for message in catalog.held():
        texts = [message.string] if isinstance(message.string, str) else message.string
        source = message.id if isinstance(message.id, str) else message.id[0]
        for text in texts if message.id else []:
            assert set(re.findall(r"%\((\w+)\)", text)) == set(re.findall(r"%\((\w+)\)", source)), source


def said(url: str) -> list[str]:
    """The words that a page says in its own language."""
    page = tree(url)
    for part in page.select('[lang="vi"], script'):
        part.decompose()
    labels = [str(tag[name]) for tag in page.find_all(True) for name in ("aria-label", "title") if tag.get(name)]
    return [*(text.strip() for text in page.body.find_all(string=True)), *labels]


@pytest.mark.parametrize("url", PAGES)
def test_in_english_only_articles_and_names_are_vietnamese(url: str):
    """UX 70"""
    told = said(f"{url}{'&' if '?' in url else '?'}lang=en")
    marked = [text for text in told if VIETNAMESE.search(unicodedata.normalize("NFD", text.lower()))]
    assert len(told) > 20
    assert [text for text in marked if not any(quoted in text for quoted in QUOTED)] == []

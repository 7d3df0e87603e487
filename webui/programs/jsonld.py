"""A document, or the site -> what search engines read of it: schema.org as JSON-LD."""

from typing import Any

from flask import url_for

from indexer import Document
from webui.links import source_link

CONTEXT = "https://schema.org"
TYPES = {"person": "Person", "ministry": "GovernmentOrganization"}


def article_data(document: Document) -> dict[str, Any]:
    article = document.article
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": article.title,
        "inLanguage": article.language,
        "url": url_for("article", id=article.id, lang=None, _external=True),
        "mentions": [{"@type": kind, "name": name} for facet, kind in TYPES.items() for name in document.values(facet)],
    }
    if article.published:
        at = article.published.at
        data["datePublished"] = at.isoformat() if article.published.timed else at.date().isoformat()
    if article.source:
        data["publisher"] = {"@type": "Organization", "name": article.source}
    if article.author:
        data["author"] = [{"@type": "Person", "name": name} for name in article.author.split(", ")]
    if link := source_link(article):
        data["isBasedOn"] = link
    return data


def site_data(name: str) -> dict[str, Any]:
    home = url_for("home", lang=None, _external=True)
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": name,
        "url": home,
        "inLanguage": "vi",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{home}search?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }

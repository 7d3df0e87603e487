"""Document <-> the bytes that engines store."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from indexer.model import HANOI, Article, Document, Mention, Origin, Published


def dump(document: Document) -> bytes:
    """UTF-8 JSON; `load` gives an equal document back."""
    return json.dumps(asdict(document), ensure_ascii=False, default=_iso, separators=(",", ":")).encode()


def load(stored: bytes) -> Document:
    data = json.loads(stored)
    article = data["article"]
    published = article.pop("published")
    origin = article.pop("origin")
    return Document(
        Article(**article, published=_published(published) if published else None, origin=Origin(**origin)),
        tuple(data["persons"]),
        tuple(data["ministries"]),
        date.fromisoformat(data["likely"]) if data["likely"] else None,
        tuple(Mention(**mention) for mention in data["mentions"]),
        data.get("group", ""),
    )


def _published(data: dict[str, Any]) -> Published:
    at = datetime.fromisoformat(data.pop("at")).astimezone(HANOI)
    return Published(at, **data)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot store {value!r}")

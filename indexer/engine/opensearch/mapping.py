"""What an index of ours is, and what a document is in it."""

import json
from datetime import UTC, datetime, timedelta

from indexer.analysis import GAP, VERSION, folds
from indexer.clauses import STREAMS
from indexer.engine import stored
from indexer.engine.analysed import BORDER, Analysed
from indexer.engine.opensearch.address import Address
from indexer.engine.opensearch.client import Json
from indexer.model import Document
from indexer.request import VALUE_FACETS

LAYOUT = 2  # grows whenever the mapping changes
META = {"analyzer": VERSION, "layout": LAYOUT}
SAFE_COPIES = 2  # on as many nodes is what was acknowledged
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEYWORD = {"type": "keyword"}
_COUNTED = {"type": "keyword", "eager_global_ordinals": True}  # made ready by the commit, not by its first reader
_UNSEARCHED = {"type": "keyword", "index": False}  # values to list, on disk
_TERMS = {"type": "text", "analyzer": "whitespace", "position_increment_gap": GAP}


def index(address: Address) -> Json:
    """The body that makes an index. A commit refreshes, nothing else does: reads see whole commits."""
    copies = address.replicas + 1
    return {
        "settings": {
            "number_of_shards": address.shards,
            "number_of_replicas": address.replicas,
            "refresh_interval": "-1",
            "write.wait_for_active_shards": min(copies, SAFE_COPIES),
            "unassigned.node_left.delayed_timeout": "5s",  # so that writes go on soon after the loss of a node
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": META,
            "_source": {"includes": ["document"]},
            "properties": {
                "id": _KEYWORD,
                "document": {"type": "keyword", "index": False, "doc_values": False},
                "time": {"type": "long"},
                "day": {"type": "date", "format": "strict_date"},
                "likely": {"type": "date", "format": "strict_date"},
                "source": _UNSEARCHED,
                "group": _COUNTED,
                **dict.fromkeys(STREAMS, _TERMS),
                **{vocabulary(stream): _UNSEARCHED for stream in STREAMS},
                **dict.fromkeys(VALUE_FACETS, _COUNTED),
                **{folded(facet): {**_TERMS, "norms": False} for facet in VALUE_FACETS},
            },
        },
    }


def vocabulary(stream: str) -> str:
    """The field that lists the terms of a stream, each once a document."""
    return f"{stream}_terms"


def folded(facet: str) -> str:
    """The field that holds the folded syllables of a facet's values."""
    return f"{facet}_folds"


def fields(held: Analysed) -> bytes:
    """The source of a document, as a line of JSON."""
    document = held.document
    found: Json = {
        "id": document.id,
        "document": held.stored.decode(),
        "time": time(document),
        "day": document.day.isoformat() if document.day else None,
        "likely": document.likely.isoformat() if document.likely else None,
        "source": document.article.source or None,
        "group": document.group or None,
    }
    for stream in STREAMS:
        parts = held.text(stream).split(BORDER)
        found[stream] = parts
        found[vocabulary(stream)] = sorted({term for part in parts for term in part.split()})
    for facet in VALUE_FACETS:
        found[facet] = document.values(facet)
        found[folded(facet)] = [" ".join(folds(value)) for value in document.values(facet)]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def document(hit: Json) -> Document:
    """What was stored, from a hit of a search or the answer of a get."""
    return stored.load(hit["_source"]["document"].encode())


def outline(hit: Json) -> stored.Outline:
    return stored.outline(hit["_source"]["document"].encode())


def time(document: Document) -> int | None:
    """Microseconds since 1970."""
    published = document.article.published
    return (published.at - _EPOCH) // timedelta(microseconds=1) if published else None

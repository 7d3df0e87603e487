"""A link or a content in, a short stable id out."""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

ID_LENGTH = 16  # hex digits: 64 bits, so that ten million articles collide once in 370,000 archives

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|zarsrc|gidzl")


def link(text: str) -> str:
    """The text where it is an absolute http(s) link, its scheme in small letters; else nothing."""
    text = text.strip()
    parts = _parts(text)
    if not parts or re.search(r'[\s<>"\x00-\x1f\x7f\ud800-\udfff]', text):
        return ""
    return parts.scheme + text[len(parts.scheme) :]


def host(url: str) -> str:
    """The site of a link: the outlet's name where none is told."""
    parts = _parts(url)
    return parts.netloc.lower().removeprefix("www.") if parts else ""


def best(stated: Sequence[str]) -> str:
    """The first that is a link, else the first that holds something."""
    return next(filter(link, stated), "") or next(filter(None, stated), "")


def dropped(stated: str) -> tuple[str, ...]:
    """What to tell the operator of a stated link that is none."""
    return (f"link dropped: {stated.strip()[:100]!r} is not http(s)",) if stated.strip() and not link(stated) else ()


def identify(url: str, title: str, body: str) -> str:
    """The same id for the same link; without one that names an article, for the same title and body."""
    key = _canonical(url) if names_article(url) else f"{title}\n{body}".casefold()
    return hashlib.sha256(key.encode()).hexdigest()[:ID_LENGTH]


def names_article(url: str) -> bool:
    """Whether the link is more than a site: some portals call every page by the link of their front page."""
    parts = _parts(url)
    return bool(parts and (parts.path.strip("/") or parts.query))


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.netloc else None


def _canonical(url: str) -> str:
    """Without what differs between two links to one page: scheme, "www.", tracking, fragment, last slash."""
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    return f"{host(url)}{parts.path.rstrip('/')}?{urlencode(query)}"

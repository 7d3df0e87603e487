"""The English catalog: `python -m tests.catalog` takes in what the sources say anew, and compiles it."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent / "webui"
FOLDER = ROOT / "translations/en/LC_MESSAGES"
METHODS = [("**.py", "python"), ("templates/**", "jinja2")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "later": None, "QueryError": None, "many": (1, 1)}
CREATED = datetime(2026, 11, 25, tzinfo=UTC)  # a day of its own would part every two branches
Message = str | tuple[str, ...]


def said() -> set[Message]:
    """All texts that the sources mark as translated."""
    return {message for _file, _line, message, _comments, _context in _extracted()}


def held() -> Catalog:
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def compiled(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def _extracted() -> list[tuple[str, int, Message, list[str], str | None]]:
    found = list(extract_from_dir(ROOT, METHODS, keywords=KEYWORDS))
    query = extract_from_file("python", ROOT.parent / "indexer/query.py", keywords=KEYWORDS)
    found += [("query.py", *entry) for entry in query]
    return [entry for entry in found if entry[2]]


def _main() -> int:
    catalog = held()
    fresh = Catalog(locale="en", creation_date=CREATED)
    for file, _line, message, _comments, _context in sorted(_extracted(), key=lambda entry: (entry[0], entry[1])):
        before = catalog.get(message if isinstance(message, str) else message[0])
        fresh.add(message, before.string if before else "", locations=[(file, 0)])
    fresh.header_comment = "# English of timtin's pages. Its source texts stand in the code, in Vietnamese."
    with (FOLDER / "messages.po").open("wb") as file:
        write_po(file, fresh, width=120, omit_header=False, include_lineno=False)
    (FOLDER / "messages.mo").write_bytes(compiled(held()))
    missing = [message.id for message in held() if message.id and not message.string]
    for text in missing:
        print("no English for", text)
    return bool(missing)


if __name__ == "__main__":
    sys.exit(_main())

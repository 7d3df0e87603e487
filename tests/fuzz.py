"""`python -m tests.fuzz query|html|encoding|file SECONDS FOLDER`: bytes, led by coverage, until one is not answered.

Needs atheris (`pip install .[fuzz]`). FOLDER keeps the corpus. Anything but an answer or an error of
ours ends the run, as does an input that takes longer than `_PATIENCE`; what is found becomes a case.

Under atheris each query takes some 15 kB that are never given back (without it none: 96 to 99 MB over 24,000), so that
libFuzzer's limit of 2 GB ends a run of `query` after some 130,000: the same FOLDER goes on where it ended.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["indexer"]):
    from indexer.engine.whoosh import WhooshEngine
    from indexer.errors import ExtractError, QueryError
    from indexer.extract import Skipped, articles
    from indexer.extract.encoding import decode
    from indexer.highlight import marked, snippet
    from indexer.model import Article
    from indexer.query import parse
    from indexer.request import SearchRequest
    from tests.test_engines import ARCHIVE

_PATIENCE = 5  # seconds for one input, with instruments
_LONGEST = 4096  # bytes of an input
_SEEDS = Path(__file__).parent.parent / "seeds"

_folder = Path(tempfile.mkdtemp())
_engine = WhooshEngine(_folder / "index")


def query(raw: bytes) -> None:
    """Every text is read or refused; what is read is answered and can be marked in a text."""
    try:
        asked = parse(raw.decode("utf-8", "surrogatepass"))
    except (QueryError, UnicodeDecodeError):  # refused; no text
        return
    result = _engine.search(SearchRequest(asked))
    assert result.total >= len(result.hits)
    for hit in result.hits:
        article = hit.document.article
        for passage in (marked(article.title, asked, title=True), snippet(article.body, asked)):
            ends = [end for mark in passage.marks for end in mark]
            assert ends == sorted(ends) and (not ends or 0 <= ends[0] <= ends[-1] <= len(passage.text))


def html(raw: bytes) -> None:
    _articles(raw, _folder / "page.html")


def file(raw: bytes) -> None:
    """A file whose name says nothing of its format."""
    _articles(raw, _folder / "file")


def _articles(raw: bytes, path: Path) -> None:
    path.write_bytes(raw)
    for found in articles([path]):
        assert isinstance(found, Article | Skipped)
        if isinstance(found, Article):
            assert found.body.strip() and found.title.strip()
            assert not found.url or found.url.startswith(("http://", "https://"))
            (found.title + found.body).encode()  # no half of a surrogate pair


def encoding(raw: bytes) -> None:
    with suppress(ExtractError):
        decode(raw).text.encode()


def main() -> None:
    name, seconds, folder = sys.argv[1:4]
    target = {"query": query, "html": html, "encoding": encoding, "file": file}[name]
    corpus = Path(folder)
    corpus.mkdir(parents=True, exist_ok=True)
    for path in _SEEDS.rglob("*"):
        if path.is_file() and name != "query":
            (corpus / path.name).write_bytes(path.read_bytes())
    if name == "query":
        _engine.rebuild(ARCHIVE)
        (corpus / "all").write_text('"thuế xin"~2 OR (title:thu* -vắc) person:"an" date:2024-06 NOT thue~ ~:*', "utf-8")
    options = [f"-max_total_time={seconds}", f"-timeout={_PATIENCE}", f"-max_len={_LONGEST}", str(corpus)]
    atheris.Setup([sys.argv[0], *options], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

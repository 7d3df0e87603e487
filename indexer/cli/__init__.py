"""The command line: a verb a task. Results on stdout, troubles on stderr, exit 0 only if all went well."""

import errno
import json
import os
import signal
import sys
from contextlib import closing

import click

from indexer import groups
from indexer.analysis import analyze
from indexer.cli import build, curation, upkeep
from indexer.config import effective, load_settings
from indexer.engine import Engine, configured
from indexer.errors import BuildInterrupted, ConfigError, EngineError, TimtinError
from indexer.model import Document
from indexer.request import VALUE_FACETS, SearchRequest, SearchResult
from indexer.search import open_searcher

BODY = 1 << 16  # bytes of a request's body that are read before the page that refuses it; larger ones are not
INTERRUPTED = 128 + signal.SIGINT  # as shells have it
PORT = click.IntRange(1, 65_535)
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


class _Commands(click.Group):
    """Shows commands in the order of a newcomer's day; turns our errors, and the system's, into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, BuildInterrupted) as error:
            if told := str(error):
                click.echo(f"error: {told}", err=True)
            sys.exit(INTERRUPTED)
        except TimtinError as error:
            click.echo(f"error: {error}", err=True)
        except OSError as error:
            if error.errno == errno.EPIPE:  # who reads has enough: click ends in silence
                raise
            sys.stdout = None  # else it is tried again at the end
            click.echo(f"error: {error.filename or 'output'}: {error.strerror or error}", err=True)
        sys.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(package_name="timtin")
def main() -> None:
    """Build a news index, search it, see how a text is analysed, serve the pages.

    Where the index is and more is set by environment variables, such as TIMTIN_ENGINE=whoosh:var/index.
    """


main.add_command(build.build)


@main.command()
@click.argument("ids", nargs=-1, required=True)
def delete(ids: tuple[str, ...]) -> None:
    """Remove articles by their IDS."""
    with _engine() as engine:
        missing = [id for id in ids if not isinstance(engine.get(id), Document)]
        click.echo(f"{groups.delete(engine, ids)} deleted")
    for id in missing:
        click.echo(f"error: no article {id!r}", err=True)
    if missing:
        sys.exit(1)


@main.command()
@click.argument("query", nargs=-1)
@click.option("--limit", default=10, type=click.IntRange(1, 1000), help="Results to print.")
@_AS_JSON
def search(query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search from the terminal; without QUERY, list the newest articles."""
    with closing(open_searcher(load_settings())) as searcher:
        result = searcher.search(SearchRequest(searcher.parse(" ".join(query)), size=limit))
    click.echo(json.dumps(_plain(result), ensure_ascii=False, indent=1) if as_json else _listing(result))


@main.command(name="analyze")
@click.argument("text")
@_AS_JSON
def analyze_text(text: str, as_json: bool) -> None:
    """Print the terms of TEXT, one token a line: span, as written, folded, toned."""
    tokens = analyze(text)
    if as_json:
        click.echo(json.dumps([token._asdict() for token in tokens], ensure_ascii=False))
        return
    for token in tokens:
        click.echo(f"{token.start}-{token.end}\t{text[token.start : token.end]}\t{token.fold}\t{token.syl}")


@main.command()
@_AS_JSON
def stats(as_json: bool) -> None:
    """Say what the index holds."""
    with _engine() as engine:
        years = engine.search(SearchRequest(size=0)).facet("date")
        held = {
            "articles": engine.count(),
            "generation": engine.generation(),
            "without a date": years.none,
            "years": {bucket.value: bucket.count for bucket in years.buckets},
            **{f"{facet} values": sum(1 for _ in engine.terms(facet)) for facet in VALUE_FACETS},
        }
    if as_json:
        click.echo(json.dumps(held))
        return
    for name, value in held.items():
        click.echo(f"{name}: {', '.join(f'{k} ({n})' for k, n in value.items()) if isinstance(value, dict) else value}")


@main.command()
@_AS_JSON
def config(as_json: bool) -> None:
    """Print the settings in force; passwords are hidden."""
    held = effective(load_settings())
    click.echo(json.dumps(held) if as_json else "\n".join(f"{name}={value}" for name, value in held.items()))


@main.command()
@click.option("--host", default=lambda: load_settings().host, show_default="TIMTIN_HOST or 127.0.0.1")
@click.option("--port", default=lambda: load_settings().port, type=PORT, show_default="TIMTIN_PORT or 8000")
def serve(host: str, port: int) -> None:
    """Serve the search pages with waitress."""
    import waitress  # noqa: PLC0415  only here, and webui stands above this module

    from webui import create_app  # noqa: PLC0415

    settings = load_settings()
    searcher = open_searcher(settings)
    try:
        searcher.generation()
    except EngineError as error:  # the pages say so too, until the command was run
        click.echo(f"warning: {error}", err=True)
    app = create_app(searcher, settings)
    threads = os.cpu_count() or 4
    try:
        server = waitress.create_server(app, host=host, port=port, threads=threads, max_request_body_size=BODY)
    except (OSError, ValueError) as error:  # ValueError: the host has no address
        why = error.strerror if isinstance(error, OSError) else "no such host"
        raise ConfigError(f"cannot listen on {host!r}, port {port} ({why}): choose others by --host, --port") from error
    click.echo(f"tìm tin: http://{f'[{host}]' if ':' in host else host}:{port}")
    server.run()


for _command in (*curation.commands, *upkeep.commands):
    main.add_command(_command)


def _engine() -> closing[Engine]:
    return closing(configured(load_settings()))


def _plain(result: SearchResult) -> dict[str, object]:
    return {
        "total": result.total,
        "hits": [{**_fields(hit.document), "score": hit.score, "snippet": hit.snippet.text} for hit in result.hits],
        "facets": {
            facet.name: {"values": {bucket.value: bucket.count for bucket in facet.buckets}, "none": facet.none}
            for facet in result.facets
        },
    }


def _fields(document: Document) -> dict[str, object]:
    article = document.article
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published.at.isoformat() if article.published else None,
        "source": article.source,
        "url": article.url,
        "persons": document.persons,
        "ministries": document.ministries,
    }


def _listing(result: SearchResult) -> str:
    lines = [f"{result.total} articles"]
    for hit in result.hits:
        day = hit.document.day.isoformat() if hit.document.day else "no date   "
        lines += ["", f"{day}  {hit.document.article.title}  [{hit.document.id}]", f"            {hit.snippet.text}"]
    facets = [facet for facet in result.facets if facet.buckets]
    told = [f"{facet.name}: {', '.join(f'{b.value} ({b.count})' for b in facet.buckets)}" for facet in facets]
    return "\n".join([*lines, "", *told])

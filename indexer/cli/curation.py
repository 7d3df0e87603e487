"""The commands of the curator of names: what a file names and why, and which names no list knows."""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from indexer import extract, pipeline
from indexer.config import load_settings
from indexer.engine import configured
from indexer.entities.roster import people
from indexer.model import Article, Document

MIN_ARTICLES = 5  # fewer may be a slip of one outlet
COLUMNS = ("kind", "value", "place", "as written", "role", "why")


@click.command(name="entities")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def find(file: Path, as_json: bool) -> None:
    """Print what FILE names: persons, bodies, dates, document numbers, each with its place and the reason."""
    failed = False
    for found in extract.articles([file]):
        if isinstance(found, extract.Skipped):
            click.echo(f"skipped {found.name}: {found.reason}", err=True)
            failed = True
        elif as_json:
            click.echo(json.dumps({"name": found.origin.name, **_plain(found)}, ensure_ascii=False))
        else:
            click.echo(_table(found))
    if failed:
        sys.exit(1)


@click.command(name="new-names")
@click.option("--least", default=MIN_ARTICLES, type=click.IntRange(1), help="Articles that have the name.")
def new_names(least: int) -> None:
    """List persons of the index whom the list of known persons lacks, by falling number of articles."""
    with closing(configured(load_settings())) as engine:
        for name, articles, role in _unknown(engine.scan(), least):
            click.echo(f"{articles}\t{name}\t{role}")


commands = (find, new_names)


def _unknown(documents: Iterable[Document], least: int) -> Iterator[tuple[str, int, str]]:
    """Name, number of articles and commonest role of each person that no list has; ties by name."""
    articles: Counter[str] = Counter()
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        articles.update(document.persons)
        for mention in document.mentions:
            if mention.kind == "person" and mention.role:
                roles[mention.value][mention.role] += 1
    for name, count in sorted(articles.items(), key=lambda item: (-item[1], item[0])):
        if count >= least and not people(name):
            commonest = roles[name].most_common(1)
            yield name, count, commonest[0][0] if commonest else ""


def _plain(article: Article) -> dict[str, object]:
    found = pipeline.named(article)
    return {
        "published": article.published.day.isoformat() if article.published else None,
        "likely": found.likely.isoformat() if found.likely else None,
        "persons": found.persons,
        "ministries": found.ministries,
        "mentions": [{**asdict(one.mention), "why": one.why} for one in found.evidence],
    }


def _table(article: Article) -> str:
    found = pipeline.named(article)
    rows = [COLUMNS] + [
        (m.kind, m.value, f"{m.field} {m.start}-{m.end}", m.surface, m.role, one.why)
        for one in found.evidence
        for m in [one.mention]
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    likely = f"no date, maybe {found.likely}" if found.likely else "no date"
    when = f"published {article.published.day}" if article.published else likely
    return "\n".join([f"{article.origin.name}: {when}", *lines])

"""The command `timtin build`: paths in, an index and what became of every file out."""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import IO, Any, NoReturn

import click

from indexer.build import build as build_index
from indexer.config import load_settings
from indexer.engine import configured
from indexer.report import Progress, Report, Told

EVERY = 5.0  # seconds between two lines of progress where there is no terminal
SHOWN = 50  # skipped or doubled files that are named on the terminal; the report names all
REASONS = 5  # of what was skipped, that are counted
PART = re.compile("[#!]")  # behind it a name says which line of a dump, which member of an archive


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False, allow_dash=True))
@click.option("--rebuild", is_flag=True, help="Replace all that the index holds, all or nothing.")
@click.option("--workers", type=click.IntRange(1), show_default="one a core", help="Processes that read and analyse.")
@click.option(
    "--report",
    "target",
    type=click.File("w", "utf-8", lazy=False),  # what cannot be written is told before the work, not after it
    help="Write what became of every article, as JSONL.",
)
@click.option("--strict", is_flag=True, help="End with status 1 if anything was skipped, be it one line of a dump.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def build(paths: tuple[Path, ...], rebuild: bool, workers: int | None, **telling: Any) -> None:
    """Index every article below PATHS ("-": standard input): adds new ones, updates changed ones.

    The status is 0 if every file gave an article, 1 if a file gave none, 130 after Ctrl-C.
    """
    with closing(configured(load_settings())) as engine, _progress() as told:
        report = build_index(paths, engine, rebuild=rebuild, workers=workers, progress=told)
    _tell(report, **telling)


def _tell(report: Report, *, target: IO[str] | None, strict: bool, as_json: bool) -> NoReturn:
    if target:
        target.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in report.rows())
        target.flush()  # click closes it without a word on what could not be written
    _name_troubles(report)
    if as_json:
        click.echo(json.dumps({"counts": report.counts(), "rates": report.rates(), "outcomes": list(report.rows())}))
    else:
        _print(report)
    sys.exit(_status(report, strict=strict))


def _status(report: Report, *, strict: bool) -> int:
    """1 where a file gave nothing; parts of dumps and archives may do so unless it is `strict`."""
    files: defaultdict[str, set[str]] = defaultdict(set)
    for outcome in report.outcomes:
        files[PART.split(outcome.name)[0]].add(outcome.state)
    return int(any("skipped" in states if strict else states == {"skipped"} for states in files.values()))


def _name_troubles(report: Report) -> None:
    troubles = [outcome for outcome in report.outcomes if outcome.state in ("skipped", "duplicate") or outcome.notes]
    for outcome in troubles[:SHOWN]:
        click.echo(f"{outcome.state} {outcome.name}: {outcome.reason or '; '.join(outcome.notes)}", err=True)
    if len(troubles) > SHOWN:
        click.echo(f"and {len(troubles) - SHOWN} more: --report FILE names all", err=True)


def _print(report: Report) -> None:
    click.echo(", ".join(f"{count} {state}" for state, count in report.counts().items()))
    for reason, count in list(report.reasons().items())[:REASONS]:
        click.echo(f"skipped {count}: {reason}", err=True)
    if report.near:
        click.echo(f"{len(report.near)} are near-duplicates of earlier articles", err=True)
    rates = ", ".join(f"{stage} {rate:,.0f}" for stage, rate in report.rates().items())
    if rates:
        click.echo(f"articles a second, of each stage in one process: {rates}", err=True)
    else:
        click.echo("no article was found: check the paths", err=True)


@contextmanager
def _progress() -> Iterator[Told]:
    """A bar on a terminal, else a line now and then; both on stderr."""
    if not (sys.stderr and sys.stderr.isatty()):  # None where it is closed
        yield _lines()
        return
    start = monotonic()
    with click.progressbar(length=1, label="indexing", file=sys.stderr, item_show_func=lambda told: told) as bar:

        def told(now: Progress) -> None:
            rate = now.articles / max(monotonic() - start, 1e-3)
            bar.length = max(now.of_bytes, now.bytes, 1)
            bar.update(now.bytes - bar.pos, f"{now.files} of {now.of_files} files, {rate:.0f} articles/s")

        yield told


def _lines() -> Told:
    start = last = monotonic()

    def told(now: Progress) -> None:
        nonlocal last
        done = now.files == now.of_files
        if done or monotonic() - last >= EVERY:
            last = monotonic()
            spent = max(last - start, 1e-3)
            left = spent / now.bytes * (now.of_bytes - now.bytes) if now.bytes else 0.0
            click.echo(
                f"read {now.files} of {now.of_files} files, {now.articles} articles, "
                f"{now.articles / spent:.0f} a second, {max(left, 0):.0f} s left",
                err=True,
            )

    return told

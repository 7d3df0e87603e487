"""The commands that look after an index: check, backup and restore its folder, copy it to another engine."""

import sys
from contextlib import closing
from pathlib import Path

import click

from indexer.config import load_settings
from indexer.engine import configured, index_folder
from indexer.errors import ConfigError, IndexMissing
from indexer.transfer import transfer

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
def check() -> None:
    """Verify every file of the index against its checksum, and that it can be read."""
    from indexer.engine.whoosh import WhooshEngine  # noqa: PLC0415  only where the index is a folder

    engine = WhooshEngine(_index())
    faults = engine.generations.faults()
    for fault in faults:
        click.echo(f"error: {fault}", err=True)
    if faults:
        sys.exit(1)
    current = engine.generations.current()
    click.echo(
        f"{current.root}: generation {current.number}, {len(current.files)} files, {current.size} bytes, "
        f"{engine.count()} articles: all as committed"
    )


@click.command()
@click.argument("dest", type=_FOLDER)
def backup(dest: Path) -> None:
    """Copy the index to DEST, an empty folder or an earlier backup; writing may go on meanwhile."""
    from indexer.engine.whoosh.copies import copy as copy_folder  # noqa: PLC0415
    from indexer.engine.whoosh.generations import Generations  # noqa: PLC0415

    if dest.exists() and any(dest.iterdir()) and not (dest / "current.json").exists():
        raise ConfigError(f"{dest} holds other files: expected an empty folder, a new one or an earlier backup")
    copied = copy_folder(Generations(_apart(dest)), Generations(dest))
    click.echo(f"{dest}: generation {copied.number}, {len(copied.files)} files")


@click.command()
@click.argument("source", type=_FOLDER)
def restore(source: Path) -> None:
    """Replace the index by the backup in SOURCE, all or nothing; the pages may be served meanwhile."""
    from indexer.engine.whoosh.copies import restore as restored  # noqa: PLC0415
    from indexer.engine.whoosh.generations import Generations  # noqa: PLC0415

    try:
        copied = restored(Generations(source), Generations(_apart(source), wait=load_settings().lock_wait))
    except IndexMissing as error:
        raise ConfigError(f"no backup at {source}: expected a folder that timtin backup made") from error
    click.echo(f"{copied.root}: generation {copied.number}, {len(copied.files)} files")


@click.command()
@click.argument("source")
@click.argument("target")
def copy(source: str, target: str) -> None:
    """Make the engine TARGET hold what SOURCE holds, such as whoosh:var/index opensearch://HOST:9200/NAME.

    Sends what is missing or differs, removes the rest, and compares both in the end. A run that was
    ended is gone on with by the same command.
    """
    if source == target:
        raise ConfigError("SOURCE and TARGET are the same engine: expected two")
    settings = load_settings()
    with closing(configured(settings, source)) as here, closing(configured(settings, target)) as there:
        done = transfer(here, there)
    click.echo(
        f"{done.sent} sent, {done.removed} removed, {done.unchanged} unchanged; "
        f"{done.sent + done.unchanged} articles in both, SHA-256 {done.digest}"
    )


def _apart(other: Path) -> Path:
    """The folder of the index, which `other` is not, nor in it."""
    index = _index()
    if index.resolve() in (other.resolve(), *other.resolve().parents):
        raise ConfigError(f"{other} is the index {index} itself, or in it: expected a folder of its own")
    return index


def _index() -> Path:
    return index_folder(load_settings().engine)


commands = (check, backup, restore, copy)

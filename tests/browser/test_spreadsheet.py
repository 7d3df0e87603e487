"""Exports in a spreadsheet that readers have: LibreOffice, where it is installed."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Searcher
from tests.fixture_f import documents
from tests.memory import MemoryEngine
from webui import create_app

pytestmark = pytest.mark.browser
TITLES = ("Nguyễn Hồng Diên", "=1+1", "@SUM(1)", "Ễ, Ặ; Ổ")
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1"  # comma, quote, UTF-8, from the first line
AS_ASKED = "--infilter=CSV:44,34,76,1"  # what its dialog proposes for a file that begins with EF BB BF


def exported(form: str, folder: Path) -> Path:
    engine, held = MemoryEngine(), documents()[0]
    engine.add(replace(held, article=replace(held.article, id=f"t{n}", title=title)) for n, title in enumerate(TITLES))
    file = folder / f"export.{form}"
    file.write_bytes(create_app(Searcher(engine)).test_client().get(f"/{file.name}").data)
    return file


def shown(file: Path) -> list[str]:
    """The titles that LibreOffice shows."""
    profile = f"-env:UserInstallation={file.parent.as_uri()}/profile"
    asked = [AS_ASKED] if file.suffix == ".csv" else []
    made = ["--convert-to", AS_SHOWN, "--outdir", str(file.parent / "shown"), str(file)]
    subprocess.run(["soffice", profile, "--headless", *asked, *made], check=True, capture_output=True, timeout=120)
    with (file.parent / "shown/export.csv").open(encoding="utf-8", newline="") as rows:
        return [row[1] for row in csv.reader(rows)][1:]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize(("form", "guard"), [("csv", "'"), ("xlsx", "")])
def test_a_spreadsheet_shows_the_letters_and_computes_nothing(form: str, guard: str, tmp_path: Path):
    """UX 67"""
    wanted = [guard + title if title[0] in "=@" else title for title in TITLES]
    assert shown(exported(form, tmp_path)) == wanted

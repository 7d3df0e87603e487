"""Environment -> Settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import ConfigError, Settings, load_settings, open_searcher
from indexer.config import effective
from indexer.entities.register import register
from indexer.entities.roster import roster


def load(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_without_variables_the_defaults_hold(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("TIMTIN_ENGINE", raising=False)
    assert load_settings() == Settings(engine="whoosh:var/index", page_size=10, host="127.0.0.1", port=8000)


def test_every_setting_is_the_variable_of_its_name(monkeypatch: pytest.MonkeyPatch):
    assert load(monkeypatch, TIMTIN_ENGINE="whoosh:/srv/index", TIMTIN_PAGE_SIZE="20").page_size == 20


def test_a_wrong_value_stops_the_start_with_name_and_value(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ConfigError, match="TIMTIN_PORT='eighty' is wrong"):
        load(monkeypatch, TIMTIN_PORT="eighty")


def test_a_wrong_value_is_told_with_what_was_expected_and_the_default(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ConfigError, match=r"TIMTIN_METRICS='maybe' .* valid boolean.*; the default is False"):
        load(monkeypatch, TIMTIN_METRICS="maybe")


def test_the_settings_in_force_can_be_set_as_they_are_told(monkeypatch: pytest.MonkeyPatch):
    settings = Settings(site_name="tin", hosts="tin.example", bodies=None)
    assert load(monkeypatch, **effective(settings)) == settings


@pytest.mark.parametrize("setting", ["bodies", "persons"])
def test_a_list_that_cannot_be_read_stops_the_start(setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own = tmp_path / "own"
    own.write_text("root:x:0:0\n")
    settings = load(monkeypatch, **{f"TIMTIN_{setting.upper()}": str(own)})
    for known in (register, roster):
        known.cache_clear()
    with pytest.raises(ConfigError, match=f"{own} line 1: "):
        open_searcher(settings)


def test_a_value_that_is_no_line_of_text_stops_the_start(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ConfigError, match=r"TIMTIN_SITE_NAME='tin\\udcff' is wrong: expected one line of text"):
        load(monkeypatch, TIMTIN_SITE_NAME="tin\udcff")


def test_a_value_out_of_range_stops_the_start(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ConfigError, match="TIMTIN_PAGE_SIZE='0' is wrong"):
        load(monkeypatch, TIMTIN_PAGE_SIZE="0")


@pytest.mark.parametrize("name", ["TIMTIN_ENGIN", "timtin_engin"])
def test_an_unknown_variable_stops_the_start_with_its_name(name: str, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ConfigError, match=f"{name} is no setting of timtin"):
        load(monkeypatch, **{name: "whoosh:x"})


@pytest.mark.parametrize("password", ["geheim", "ge/heim", "ge@heim", "@geheim", "ge:heim@"])
def test_the_settings_in_force_are_told_without_passwords(password: str):
    """UX 127"""
    told = effective(Settings(engine=f"opensearch://timtin:{password}@host:9200/articles", page_size=20))
    assert told["TIMTIN_ENGINE"] == "opensearch://timtin:***@host:9200/articles"
    assert told["TIMTIN_PAGE_SIZE"] == "20"
    assert "heim" not in str(told)

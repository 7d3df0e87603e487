"""Environment -> Settings. A wrong or unknown TIMTIN_ variable stops the start with its name."""

import os
import re
from typing import Annotated

from pydantic import BeforeValidator, Field, FilePath, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexer.errors import ConfigError

PREFIX = "TIMTIN_"
TIMEOUT = 1.8  # seconds, so that a page is there within two

_PASSWORD = re.compile(r"(//[^/@:]*):.*@")  # up to the last @: a password may hold / and @ itself

_OwnFile = Annotated[
    FilePath | None, BeforeValidator(lambda path: path or None)
]  # empty is none, as `effective` has it


class Settings(BaseSettings):
    """What an operator may set, each by the variable of its name: TIMTIN_ENGINE, TIMTIN_PORT, ..."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    engine: str = Field(
        "whoosh:var/index", description="where the documents are: whoosh:FOLDER, opensearch://HOST:9200/NAME"
    )
    lock_wait: float = Field(
        10, ge=0, description="seconds that a second writer of an index folder waits for the first"
    )
    timeout: float = Field(TIMEOUT, gt=0, description="seconds that the searches of a request may take")
    cache: int = Field(32, ge=0, le=4096, description="megabytes of answers that each process keeps; 0: none")
    site_name: str = Field("tìm tin", description="the name in titles and in the masthead")
    page_size: int = Field(10, ge=1, le=100, description="results a page")
    host: str = Field("127.0.0.1", description="address that `timtin serve` listens on")
    bodies: _OwnFile = Field(None, description="the operator's own rows of the register of bodies")
    persons: _OwnFile = Field(None, description="the operator's own list of known persons")
    port: int = Field(8000, ge=1, le=65535, description="port that `timtin serve` listens on")
    hosts: str = Field("", description="names of the site, with commas; private IP addresses always are")
    proxies: int = Field(0, ge=0, le=9, description="how many proxies in front may tell X-Forwarded-*")
    hsts: int = Field(0, ge=0, description="seconds of Strict-Transport-Security on answers over https; 0: none")
    metrics: bool = Field(False, description="whether /metrics answers")
    rate_limit: str = Field("", description="how often one address may ask, such as 5/second;100/minute")
    cors: str = Field("", description="origins whose pages may read our JSON, with commas, or *")
    log_queries: bool = Field(False, description="whether log lines hold what was asked")
    log_addresses: bool = Field(False, description="whether log lines hold the asker's address")


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        ConfigError: a variable is unknown or has a wrong value; the message has its name.
    """
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name not in known)
    if unknown:
        raise ConfigError(f"{unknown[0]} is no setting of timtin: known are {', '.join(sorted(known))}")
    for name in known:
        if not os.environ.get(name, "").isprintable():
            raise ConfigError(f"{name}={os.environ[name]!r} is wrong: expected one line of text in UTF-8")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        name, default = f"{PREFIX}{field.upper()}", Settings.model_fields[field].default
        raise ConfigError(f"{name}={first['input']!r} is wrong: {first['msg']}; the default is {default}") from error


def effective(settings: Settings) -> dict[str, str]:
    """Every variable with its value in force, as it would be set; passwords are hidden."""
    values = {f"{PREFIX}{name.upper()}": str("" if value is None else value) for name, value in settings}
    return {name: _PASSWORD.sub(r"\1:***@", value) for name, value in values.items()}

"""An engine URL -> Address: where the cluster is, who asks, and how the index is laid out."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from indexer.errors import ConfigError

FORM = "opensearch[s]://[USER:PASSWORD@]HOST[:PORT][,HOST...]/NAME[?shards=3&replicas=1&ca=FILE]"
_PORT = 9200
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")  # what OpenSearch allows, without dots
_BOUNDS = {"shards": (1, 1024), "replicas": (0, 20)}


@dataclass(frozen=True, slots=True)
class Address:
    """Prints without secrets."""

    hosts: tuple[tuple[str, int], ...]
    name: str  # of the alias that stands for the current index
    tls: bool = False
    ca: str = ""  # file of the authority that signed the cluster's certificates; empty: the system's
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    shards: int = 3  # of an index made from now on, as `replicas`
    replicas: int = 1

    @classmethod
    def parse(cls, url: str, environment: Mapping[str, str] = os.environ) -> Address:
        """
        Raises:
            ConfigError: the URL has another form; the message does not repeat it, since it may hold a password.
        """
        place = urlsplit(url)
        user, _, hosts = place.netloc.rpartition("@")
        name = place.path.removeprefix("/")
        options = dict(parse_qsl(place.query, keep_blank_values=True))
        if not hosts or not _NAME.fullmatch(name):
            raise ConfigError(f"the engine's URL needs a host and a name of [a-z0-9_-]: expected {FORM}")
        if not Path(options.get("ca", ".")).exists():
            raise ConfigError(f"ca={options['ca']} in the engine's URL: expected a file with certificates")
        name_of_user, _, password = user.partition(":")
        return cls(
            tuple(_host(host) for host in hosts.split(",")),
            name,
            place.scheme == "opensearchs",
            options.pop("ca", ""),
            unquote(name_of_user),
            unquote(password) or environment.get("OPENSEARCH_PASSWORD", ""),
            environment.get("OPENSEARCH_API_KEY", ""),
            **_numbers(options),
        )

    def __str__(self) -> str:
        hosts = ",".join(f"{host}:{port}" for host, port in self.hosts)
        return f"opensearch{'s' * self.tls}://{hosts}/{self.name}"


def _host(text: str) -> tuple[str, int]:
    found = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::([0-9]{1,5}))?", text)
    if not found or not 0 < int(found[2] or _PORT) < 1 << 16:
        raise ConfigError(f"{text!r} is no host of an engine's URL: expected HOST or HOST:PORT")
    return found[1].strip("[]"), int(found[2] or _PORT)


def _numbers(options: Mapping[str, str]) -> dict[str, int]:
    for name, text in options.items():
        if name not in _BOUNDS:
            raise ConfigError(f"{name!r} is no option of an engine's URL: expected {FORM}")
        low, high = _BOUNDS[name]
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ConfigError(f"{name}={text} in the engine's URL: expected a number from {low} to {high}")
    return {name: int(text) for name, text in options.items()}

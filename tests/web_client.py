"""What the tests of real servers share: plain requests over a socket."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]  # names in lower case
    text: str


def fetch(url: str, method: str = "GET", **headers: str) -> Answer:
    """One request on a connection of its own."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=20)
    try:
        connection.request(method, url.removeprefix(f"http://{parts.netloc}"), headers=headers)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, text)
    finally:
        connection.close()


def fetch_all(urls: Iterable[str], threads: int = 8) -> list[Answer]:
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(fetch, urls))


def wait_until_listening(port: int, server: subprocess.Popen[bytes], patience: float) -> None:
    deadline = time.monotonic() + patience
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"{server.args!r} does not listen; its exit status is {server.poll()}")


def send_raw(base: str, request: bytes) -> bytes:
    """What comes back for bytes that need not be HTTP, until the server closes or is silent for half a second."""
    parts = urlsplit(base)
    answer = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        try:
            connection.sendall(request)
            while more := connection.recv(65_536):
                answer += more
                connection.settimeout(0.5)
        except (TimeoutError, ConnectionError):
            pass
    return answer

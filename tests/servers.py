"""The servers of the tests, each with `wsgi:application` mounted at /tin and two processes where it has processes.

`python -m tests.servers` installs those that pip and apt can bring, names what cannot be run, and why.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web_client import wait_until_listening

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PREFIX = "/tin"
PATIENCE = 20  # seconds for a server to start or end
COMMANDS = {
    "gunicorn": "{bin}/gunicorn --workers=2 --bind=127.0.0.1:{port} wsgi:application",
    "waitress": "{bin}/waitress-serve --threads=4 --listen=127.0.0.1:{port} --url-prefix={prefix} wsgi:application",
    "uwsgi": "{bin}/uwsgi --http-socket=127.0.0.1:{port} --master --processes=2 --threads=4 --need-app --die-on-term"
    " --disable-logging --manage-script-name --mount={mount}=wsgi:application",
    "mod_wsgi": "{bin}/mod_wsgi-express start-server wsgi.py --host=127.0.0.1 --port={port} --processes=2 --threads=4"
    " --locale=C.UTF-8 --log-to-terminal --server-root={folder}/apache --mount-point={mount}",
    "wsgiref": "{bin}/python -m tests.reference_server {port} {prefix}",
}
INSTALL = {
    "uwsgi": ["{bin}/python -m pip install --quiet --disable-pip-version-check pyuwsgi"],
    "mod_wsgi": [
        "apt-get update -q",
        "apt-get install -y -q --no-install-recommends apache2 apache2-dev",
        "{bin}/python -m pip install --quiet --disable-pip-version-check mod_wsgi",
    ],
}
AS_SOMEBODY = "unshare --user --map-user=1000 --map-group=1000 "  # Apache does not run as root


def missing(name: str) -> str:
    """Why the server cannot be run here, or nothing."""
    program = COMMANDS[name].split()[0].format(bin=BIN)
    if not Path(program).exists():
        return f"{Path(program).name} is not installed"
    if name == "mod_wsgi" and _is_root() and subprocess.run([*AS_SOMEBODY.split(), "true"], check=False).returncode:
        return "Apache does not run as root, and this machine has no user namespaces"
    return ""


def install(name: str) -> None:
    """Tries to bring it; the reason of a failure is on stderr."""
    for command in INSTALL.get(name, []):
        if command.startswith("apt-get") and (shutil.which("apxs") or not _is_root()):
            continue
        words = command.format(bin=BIN).split()
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(words, check=False, stdout=sys.stderr, timeout=600, env=environment)


@contextmanager
def running(
    name: str, folder: Path, *, prefix: str = PREFIX, **environment: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The server's address with its prefix, and its process. `folder` is for what it writes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = COMMANDS[name].format(bin=BIN, port=port, prefix=prefix, mount=prefix or "/", folder=folder)
    if name == "mod_wsgi" and _is_root():
        command = AS_SOMEBODY + command
    if name == "gunicorn" and prefix:
        environment["SCRIPT_NAME"] = prefix
    with (folder / f"{name}.log").open("wb") as log:
        server = subprocess.Popen(command.split(), cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log)
    try:
        wait_until_listening(port, server, PATIENCE)
        yield f"http://127.0.0.1:{port}{prefix}", server
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def main() -> None:
    for name in COMMANDS:
        if missing(name):
            install(name)
    lacking = {name: reason for name in COMMANDS if (reason := missing(name))}
    for name, reason in lacking.items():
        print(f"SERVER NOT TESTED: {name}: {reason}")
    print(f"{len(COMMANDS) - len(lacking)} of {len(COMMANDS)} servers can be tested")


if __name__ == "__main__":
    main()

"""`python -m tests.reference_server PORT PREFIX`: Python's own WSGI server, its validator, and our application."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.validate import validator

from wsgi import application


class Threading(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


def mounted(prefix: str) -> Any:
    valid = validator(application)

    def at_prefix(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(f"{prefix}/"):
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = prefix, path.removeprefix(prefix)
        return valid(environ, start_response)

    return at_prefix


def main() -> None:
    port, prefix = sys.argv[1:]
    server = make_server("127.0.0.1", int(port), mounted(prefix), Threading, Quiet)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    server.serve_forever()


main()

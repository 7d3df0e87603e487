"""What a server answers by itself, before or after the application -> as safe and as named as all others."""

import sys
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask, WSGITask

from webui.middleware.headers import SECURITY
from webui.middleware.logs import refused


def register() -> None:
    """Of gunicorn, where it runs this process, and of waitress; others have no place for it."""
    if gunicorn := sys.modules.get("gunicorn.util"):
        gunicorn.write_error = _by_gunicorn  # type: ignore[attr-defined]
    HTTPChannel.error_task_class, HTTPChannel.task_class, HTTPChannel.parser_class = _Refusal, _Task, _Parser


def _by_gunicorn(client: Any, status: int, reason: str, why: str) -> None:
    if status == 500 and why:  # an address beside the prefix of SCRIPT_NAME; failures of the application have no words
        status, reason = 404, "Not Found"
    status, reason, headers, text = _answer(status, reason)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status} {reason}\r\nContent-Length: {len(text)}\r\nConnection: close\r\n{lines}\r\n"
    sys.modules["gunicorn.util"].write_nonblock(client, head.encode("ascii") + text)


class _Refusal(ErrorTask):  # type: ignore[misc]
    def execute(self) -> None:
        error = self.request.error
        status, reason, headers, text = _answer(error.code, error.reason)
        self.status = f"{status} {reason}"
        self.response_headers.extend(headers.items())
        self.set_close_on_finish()
        self.content_length = len(text)
        self.write(text)


class _Task(WSGITask):  # type: ignore[misc]
    def get_environment(self) -> dict[str, Any]:
        """With the coding of a body, which waitress takes off: an empty one is a body too.

        What follows such a body is not read: with a Content-Length beside it, another server may
        have seen another end of it (RFC 9112, 6.1).
        """
        environ: dict[str, Any] = super().get_environment()
        if not self.request.chunked:
            return environ
        self.set_close_on_finish()
        return {**environ, "HTTP_TRANSFER_ENCODING": "chunked"}

    def build_response_header(self) -> bytes:
        """Of an answer of unknown length; waitress would end it with an empty chunk, to HEAD too."""
        header: bytes = super().build_response_header()
        if self.request.command == "HEAD":
            self.chunked_response = False
        return header


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    def parse_header(self, header_plus: bytes) -> None:
        """Where no body is told of, waitress would wait for it without end, if the client expects to be asked."""
        super().parse_header(header_plus)
        if not self.content_length and not self.chunked:
            self.expect_continue = False


def _answer(status: int, reason: str) -> tuple[int, str, dict[str, str], bytes]:
    """No page, for the reader's language is not known."""
    if status == 501:  # an unknown coding of a body: bodies are refused in any coding
        status, reason = 400, "Bad Request"
    name = refused(status)
    held = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", "X-Request-Id": name, **SECURITY}
    return status, reason, held, f"{status} {reason} ({name})\n".encode("ascii")

"""Requests and failures -> one JSON object a line on stderr, under the name that an error page tells.

A line holds no query and no address unless the settings say so. Letters outside ASCII are escaped, so that
nothing a reader sends can begin a line of its own or reach the operator's terminal.
"""

import json
import logging
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from indexer import Settings


class _JsonLines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(_line(record) + "\n")  # one call: lines of threads do not mix


_HANDLER = _JsonLines()


def register(app: Flask, settings: Settings) -> None:
    """Names every request `g.request_id`, and logs it once its response is sent.

    Stands before all other rooms: whatever answers, even with a refusal, answers under a name.
    """
    logger = logging.getLogger(app.name)  # before `app.logger`, which adds a handler of its own where none is
    logger.addHandler(_HANDLER)
    logger.setLevel(logging.INFO)
    logger.propagate = False

    @app.before_request
    def name_the_request() -> None:
        g.started = time.perf_counter()
        g.request_id = _name()

    @app.after_request
    def tell_the_name(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        fields, started = _fields(response, settings), g.started

        @response.call_on_close
        def log() -> None:
            fields["ms"] = round((time.perf_counter() - started) * 1000, 1)
            logger.info("request", extra={"fields": fields})

        return response


def refused(status: int) -> str:
    """Names and logs a request that a server refuses by itself; what was asked is not known."""
    name = _name()
    logging.getLogger(__package__).info("request", extra={"fields": {"request": name, "status": status}})
    return name


def route() -> str:
    """The rule that the request's path follows: one of few words, whatever the reader typed."""
    return request.url_rule.rule if request.url_rule else "-"


def _name() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(3))


def _fields(response: Response, settings: Settings) -> dict[str, Any]:
    fields = {
        "request": g.request_id,
        "method": request.method,
        "route": route(),
        "status": response.status_code,
        "total": g.get("total"),  # how many articles a search found
    }
    if "refused" in g:
        fields["refused"] = g.refused
    if settings.log_queries:
        fields["query"] = request.query_string.decode("ascii", "backslashreplace")
    if settings.log_addresses:
        fields["address"] = request.remote_addr
    return fields


def _line(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    line = {"at": at, "level": record.levelname.lower(), "event": record.getMessage()}
    if has_request_context() and "request_id" in g:
        line["request"] = g.request_id
    line |= getattr(record, "fields", {})
    if record.exc_info:
        line["trace"] = logging.Formatter().formatException(record.exc_info)
    return json.dumps(line)

"""For the operator's watch: /healthz says that the process answers, /readyz that it can search."""

from __future__ import annotations

from flask import Flask, Response, jsonify

from indexer import EngineError, Searcher

RETRY_SECONDS = 10  # an index is built in minutes, and moved into place in seconds


def register(app: Flask, searcher: Searcher) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @app.get("/readyz")
    def readyz() -> Response:
        """503 with the command to run when there is no index, or one of another version."""
        try:
            return jsonify(status="ready", generation=searcher.generation(), articles=searcher.count())
        except EngineError as error:
            response = jsonify(status="not ready", reason=str(error))
            response.status_code = 503
            response.headers["Retry-After"] = str(RETRY_SECONDS)
            return response

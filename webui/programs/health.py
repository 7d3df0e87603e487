"""For the operator's watch: /healthz says that the process answers, /readyz that it can search."""

from dataclasses import dataclass

from flask import Flask, Response, jsonify

from indexer import EngineError, Searcher
from webui.programs.openapi import JSON, answers

RETRY_SECONDS = 10  # an index is built in minutes, and moved into place in seconds


@dataclass(frozen=True, slots=True)
class Health:
    status: str


@dataclass(frozen=True, slots=True)
class Ready:
    status: str
    generation: int
    articles: int


@dataclass(frozen=True, slots=True)
class NotReady:
    status: str
    reason: str  # with the command to run


def register(app: Flask, searcher: Searcher) -> None:
    @app.get("/healthz")
    @answers({JSON: Health})
    def healthz() -> Response:
        """The process answers."""
        return jsonify(Health("ok"))

    @app.get("/readyz")
    @answers({JSON: Ready}, also={503: {JSON: NotReady}})
    def readyz() -> Response:
        """Whether it can search: 503 with the command to run when there is no index, or one of another version."""
        try:
            return jsonify(Ready("ready", searcher.generation(), searcher.count()))
        except EngineError as error:
            response = jsonify(NotReady("not ready", str(error)))
            response.status_code = 503
            response.headers["Retry-After"] = str(RETRY_SECONDS)
            return response

"""A response -> its Server-Timing: milliseconds of query, facets, snippets and rendering, and of all together."""

import time

from flask import Flask, Response, g

from indexer import start_clock, stop_clock


def register(app: Flask) -> None:
    @app.before_request
    def start() -> None:
        g.phases = start_clock()

    @app.teardown_request
    def stop(_error: BaseException | None) -> None:
        stop_clock()

    @app.after_request
    def tell(response: Response) -> Response:
        g.took = time.perf_counter() - g.started
        times = {**g.phases, "total": g.took}
        response.headers["Server-Timing"] = ", ".join(f"{name};dur={took * 1000:.1f}" for name, took in times.items())
        return response

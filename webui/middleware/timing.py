"""A response -> its Server-Timing: milliseconds of query, facets, snippets and rendering, and of all together."""

import time
from typing import Any

from flask import Flask, Response, before_render_template, g, template_rendered

from indexer import phase, start_clock, stop_clock


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

    before_render_template.connect(_begin, app)
    template_rendered.connect(_end, app)


def _begin(_app: Flask, **_: Any) -> None:
    g.rendering = phase("render")
    g.rendering.__enter__()


def _end(_app: Flask, **_: Any) -> None:
    g.rendering.__exit__(None, None, None)

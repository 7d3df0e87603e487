"""A Searcher -> a WSGI application: the web front end of timtin. Everything is a GET and a page without script."""

from flask import Flask

from indexer import Searcher, Settings
from webui import (
    caching,
    errors,
    filters,
    guard,
    headers,
    health,
    language,
    logs,
    machines,
    memory,
    metrics,
    rates,
    refusals,
    timing,
    views,
)


def create_app(searcher: Searcher, settings: Settings | None = None) -> Flask:
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    settings = settings or Settings()
    memory.share()
    refusals.register()
    logs.register(app, settings)
    metrics.register(app, searcher, settings)
    timing.register(app)
    guard.register(app, settings)
    headers.register(app, searcher, settings)
    rates.register(app, settings)
    for room in (language, errors, filters):
        room.register(app)
    caching.register(app, searcher)
    health.register(app, searcher)
    for routes in (views, machines):
        routes.register(app, searcher, settings)
    return app

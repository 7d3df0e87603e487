"""A Searcher -> a WSGI application: the web front end of timtin. Everything is a GET and a page without script."""

from flask import Flask

from indexer import Searcher, Settings
from webui import errors, filters, language, middleware, views
from webui.programs import health, views as programs


def create_app(searcher: Searcher, settings: Settings | None = None) -> Flask:
    app = Flask(__name__, static_folder=None)  # `middleware.headers` names its files by what they hold
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    settings = settings or Settings()
    middleware.register(app, searcher, settings)
    for words in (language, errors, filters):
        words.register(app)
    health.register(app, searcher)
    for routes in (views, programs):
        routes.register(app, searcher, settings)
    return app

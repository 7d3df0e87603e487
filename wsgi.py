"""The environment (TIMTIN_*) -> `application`, for any WSGI server: `gunicorn wsgi:application`."""

from indexer import load_settings, open_searcher
from webui import create_app

_settings = load_settings()
application = create_app(open_searcher(_settings), _settings)

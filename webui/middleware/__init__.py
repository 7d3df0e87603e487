"""What stands around every request, of pages and of programs alike."""

from flask import Flask

from indexer import Searcher, Settings
from webui.middleware import allocator, etags, guard, headers, logs, metrics, rates, servers, timing


def register(app: Flask, searcher: Searcher, settings: Settings) -> None:
    """In the order in which they see a request; they see its response the other way round."""
    allocator.share()
    servers.register()
    logs.register(app, settings)
    metrics.register(app, searcher, settings)
    timing.register(app)
    guard.register(app, settings)
    headers.register(app, searcher, settings)
    rates.register(app, settings)
    etags.register(app, searcher)

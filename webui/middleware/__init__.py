"""What stands around every request, of pages and of programs alike."""

from flask import Flask

from indexer import ConfigError, Searcher, Settings
from webui.middleware import allocator, etags, guard, headers, logs, servers, timing


def register(app: Flask, searcher: Searcher, settings: Settings) -> None:
    """In the order in which they see a request; they see its response the other way round.

    Raises:
        ConfigError: a setting asks for a library that is not installed, or cannot be read.
    """
    allocator.share()
    servers.register()
    logs.register(app, settings)
    if settings.metrics:
        _metrics(app, searcher)
    timing.register(app)
    guard.register(app, settings)
    headers.register(app, searcher, settings)
    if settings.rate_limit:
        _rates(app, settings.rate_limit)
    etags.register(app, searcher)


def _metrics(app: Flask, searcher: Searcher) -> None:
    try:
        from webui.middleware import metrics  # noqa: PLC0415  an extra
    except ModuleNotFoundError:
        raise ConfigError("TIMTIN_METRICS needs prometheus-client: pip install 'timtin[metrics]'") from None
    metrics.register(app, searcher)


def _rates(app: Flask, rate: str) -> None:
    try:
        from webui.middleware import rates  # noqa: PLC0415  an extra
    except ModuleNotFoundError:
        raise ConfigError("TIMTIN_RATE_LIMIT needs Flask-Limiter: pip install 'timtin[limits]'") from None
    rates.register(app, rate)

"""How often one address may ask -> 429 with Retry-After above it. Off unless TIMTIN_RATE_LIMIT names a rate."""

from flask import Flask, Response, request

from indexer import ConfigError, Settings

FREE = ("static", "feed", "robots", "sitemap_all", "sitemap_part", "healthz", "readyz", "metrics")  # endpoints


def register(app: Flask, settings: Settings) -> None:
    """Raises: ConfigError: Flask-Limiter is not installed, or the rate cannot be read."""
    if not settings.rate_limit:
        return
    try:
        from flask_limiter import Limiter  # noqa: PLC0415  an extra
        from flask_limiter.util import get_remote_address  # noqa: PLC0415
        from limits import parse_many  # noqa: PLC0415
    except ImportError:
        raise ConfigError("TIMTIN_RATE_LIMIT needs Flask-Limiter: pip install 'timtin[limits]'") from None
    try:
        parse_many(settings.rate_limit)
    except ValueError:
        raise ConfigError(
            f"TIMTIN_RATE_LIMIT={settings.rate_limit!r} is no rate: expected one such as 5/second;100/minute"
        ) from None

    @app.after_request  # before the limiter's own, and so called after it
    def wait(response: Response) -> Response:
        """It rounds down: within the last second to 0, which is no wait."""
        if response.headers.get("Retry-After") == "0":
            response.headers["Retry-After"] = "1"
        return response

    limiter = Limiter(
        get_remote_address,
        app=app,
        application_limits=[settings.rate_limit],
        storage_uri="memory://",
        headers_enabled=True,
    )
    limiter.request_filter(lambda: request.endpoint in FREE)

"""How often one address may ask -> 429 with Retry-After above it."""

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse_many

from indexer import ConfigError

FREE = ("static", "feed", "robots", "sitemap_all", "sitemap_part", "healthz", "readyz", "metrics")  # endpoints


def register(app: Flask, rate: str) -> None:
    """Raises: ConfigError: the rate cannot be read."""
    try:
        parse_many(rate)
    except ValueError:
        raise ConfigError(f"TIMTIN_RATE_LIMIT={rate!r} is no rate: expected one such as 5/second;100/minute") from None

    @app.after_request  # before the limiter's own, and so called after it
    def wait(response: Response) -> Response:
        """It rounds down: within the last second to 0, which is no wait."""
        if response.headers.get("Retry-After") == "0":
            response.headers["Retry-After"] = "1"
        return response

    limiter = Limiter(
        get_remote_address, app=app, application_limits=[rate], storage_uri="memory://", headers_enabled=True
    )
    limiter.request_filter(lambda: request.endpoint in FREE)

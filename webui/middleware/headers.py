"""Response -> the same with the headers that keep a reader safe, that keep static files in his cache, and that
name the generation he was answered from."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request, send_from_directory

from indexer import ConfigError, EngineError, Searcher, Settings

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SHARED = ("application/jsonl", "application/x-ndjson")
STATIC = Path(__file__).parent.parent / "static"
HASH = 12  # digits in the address of a static file
FOREVER = "public, max-age=31536000, immutable"
_ORIGIN = re.compile(r"\*|https?://[a-z0-9_.-]+(:[0-9]{1,5})?")  # as browsers write it: small letters, no path


def register(app: Flask, searcher: Searcher, settings: Settings) -> None:
    @app.get("/static/<path:filename>")
    @app.get(f"/static/<string(length={HASH}):version>/<path:filename>")
    def static(filename: str, version: str = "") -> Response:
        response = send_from_directory(STATIC, filename)
        if version == _version():
            response.headers["Cache-Control"] = FOREVER
        return response

    @app.url_defaults
    def name_the_version(endpoint: str, values: dict[str, Any]) -> None:
        """Links to static files carry a hash of all of them, so that what a style sheet names carries it too."""
        if endpoint == "static":
            values.setdefault("version", _version())

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers.update(SECURITY)
        if request.is_secure and settings.hsts:
            response.headers["Strict-Transport-Security"] = f"max-age={settings.hsts}"
        if response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    @app.after_request
    def name_the_generation(response: Response) -> Response:
        try:
            response.headers["X-Timtin-Generation"] = str(g.get("generation") or searcher.generation())
        except EngineError:
            pass  # where there is no index, there is no generation
        except Exception:  # whatever is broken: an answer never loses its other headers
            app.logger.exception("generation unknown")
        return response

    _share(app, _origins(settings.cors))


def _origins(setting: str) -> frozenset[str]:
    origins = frozenset(origin.strip() for origin in setting.split(",") if origin.strip())
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ConfigError(f"TIMTIN_CORS: {origin!r} is no origin: expected such as https://example.vn, or *")
    return origins


def _share(app: Flask, origins: frozenset[str]) -> None:
    @app.after_request
    def share(response: Response) -> Response:
        """JSON alone, and only with the pages of origins that the settings name."""
        if origins and (response.is_json or response.mimetype in SHARED):
            response.vary.add("Origin")
            origin = request.headers.get("Origin", "")
            if origin and (origin in origins or "*" in origins):
                response.headers["Access-Control-Allow-Origin"] = origin if origin in origins else "*"
                response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


@cache
def _version() -> str:
    found = sha256()
    for path in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        found.update(path.read_bytes())
    return found.hexdigest()[:HASH]

"""Response -> the same with the headers that keep a reader safe, and that keep static files in his cache."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOREVER = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    static = Path(app.static_folder or "")

    @app.url_defaults
    def name_the_version(endpoint: str, values: dict[str, Any]) -> None:
        """Links to static files carry their content's hash, but for fonts, which never change under one name."""
        if endpoint == "static" and not values["filename"].startswith("fonts/"):
            values.setdefault("v", _version(static / values["filename"]))

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers.update(SECURITY)
        if request.endpoint == "static" and ("v" in request.args or request.path.endswith(".woff2")):
            response.headers["Cache-Control"] = FOREVER
        return response


@cache
def _version(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]

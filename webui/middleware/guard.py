"""What a public site refuses before it reads on: strange hosts, methods that write, bodies, endless addresses.

Refusals are told by the ordinary error pages. What the pages never use (cookies, ranges, conditions of a change) is
taken out of the request, so that nothing can depend on it.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, g, request
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, RequestEntityTooLarge, RequestURITooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from indexer import ConfigError, Settings

METHODS = ("GET", "HEAD", "OPTIONS")
MAX_PATH = 2_048  # bytes; ids and slugs have at most some two hundred
MAX_QUERY = 131_072  # bytes; below it a question that is too long gets the page that says its limit
MAX_PARAMETERS = 60  # every chosen value is a link that repeats all parameters
MAX_FILTERS = 2_048  # bytes of all parameters but q: every link of a page repeats them
MAX_HEADER = 4_096  # bytes; longer ones count as not sent
WEIGHED = ("HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
CONDITIONS = ("HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
UNUSED = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE", *CONDITIONS)
SCHEMES = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_SSL")

_NAME = re.compile(r"\*|\[[0-9a-f:.]+\]|[a-z0-9_.-]+")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:[0-9]{1,5})?", re.IGNORECASE)
_PREFIX = re.compile(r"(/[\w.~-]+)*/?", re.ASCII)
_REFUSED = "timtin.refused"

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Any], Iterable[bytes]]


def register(app: Flask, settings: Settings) -> None:
    """Guards `app`. Only as many proxies as the settings name may tell another address, host or prefix."""
    count = settings.proxies
    guarded = _guarded(app.wsgi_app, _names(settings.hosts), proxied=count > 0)
    if count:
        guarded = ProxyFix(guarded, x_for=count, x_proto=count, x_host=count, x_prefix=count)
    app.wsgi_app = guarded  # type: ignore[assignment,method-assign]
    app.url_map.merge_slashes = False  # "//host/.." is no address of ours, and never redirects

    @app.before_request
    def refuse() -> None:
        refusal = request.environ.get(_REFUSED)
        if refusal:
            g.refused = refusal.description
            raise refusal


def _guarded(inner: Wsgi, names: tuple[str, ...], *, proxied: bool) -> Wsgi:
    """Where no proxy may tell the scheme, who tells one has plain http: uWSGI takes his word for it."""

    def guarded(environ: Environ, start_response: Any) -> Iterable[bytes]:
        for name in UNUSED:
            environ.pop(name, None)
        environ.setdefault("REQUEST_METHOD", "")  # uWSGI passes on what is hardly HTTP
        environ["PATH_INFO"] = environ.get("PATH_INFO") or "/"  # below a prefix its own address is home too
        if not proxied and any(name in environ for name in SCHEMES):
            environ["wsgi.url_scheme"] = "http"
        for name in WEIGHED:
            if len(environ.get(name, "")) > MAX_HEADER:
                del environ[name]
        environ[_REFUSED] = _method(environ) or _body(environ) or _address(environ) or _origin(environ, names)
        return inner(environ, start_response)

    return guarded


def _method(environ: Environ) -> HTTPException | None:
    allowed = environ["REQUEST_METHOD"] in METHODS
    return None if allowed else MethodNotAllowed(valid_methods=METHODS, description="method refused")


def _body(environ: Environ) -> HTTPException | None:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not re.fullmatch("[0-9]{1,18}", length):
        return BadRequest("Content-Length is no number")
    chunked = "HTTP_TRANSFER_ENCODING" in environ
    return RequestEntityTooLarge("request body refused") if int(length) or chunked else None


def _address(environ: Environ) -> HTTPException | None:
    query = environ.get("QUERY_STRING", "")
    if len(environ["PATH_INFO"]) > MAX_PATH or len(query) > MAX_QUERY:
        return RequestURITooLarge("address too long")
    parameters = query.split("&")
    if len(parameters) > MAX_PARAMETERS:
        return BadRequest("too many parameters")
    filters = sum(len(parameter) for parameter in parameters if not parameter.startswith("q="))
    return BadRequest("filters too long") if filters > MAX_FILTERS else None


def _origin(environ: Environ, names: tuple[str, ...]) -> HTTPException | None:
    """What links are made of: host, prefix and scheme. A refused one is replaced, so that no page repeats it."""
    refusal = None
    if "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = "localhost"
        refusal = BadRequest("no host") if environ.get("SERVER_PROTOCOL") == "HTTP/1.1" else None  # RFC 9112, 3.2
    if not _is_known(environ["HTTP_HOST"], names):
        environ["HTTP_HOST"] = "localhost"
        refusal = BadRequest("host refused: TIMTIN_HOSTS does not name it")
    if not _PREFIX.fullmatch(environ.get("SCRIPT_NAME", "")):
        environ["SCRIPT_NAME"] = ""
        refusal = BadRequest("prefix refused")
    if environ["wsgi.url_scheme"] not in ("http", "https"):
        environ["wsgi.url_scheme"] = "http"
        refusal = BadRequest("scheme refused")
    return refusal


def _names(hosts: str) -> tuple[str, ...]:
    names = tuple(name.strip().lower() for name in hosts.split(",") if name.strip())
    for name in names:
        if not _NAME.fullmatch(name):
            raise ConfigError(f"TIMTIN_HOSTS: {name!r} is no host: expected names such as tin.example.vn, without port")
    return names


def _is_known(host: str, names: tuple[str, ...]) -> bool:
    """Whether the host is localhost, a private IP address, one of `names`, or below one that begins with a dot."""
    match = _HOST.fullmatch(host)
    if not match:
        return False
    name = match[1].lower().removesuffix(".")
    return name == "localhost" or _is_private(name) or any(_covers(known, name) for known in names)


def _covers(known: str, name: str) -> bool:
    return known in ("*", name) or (known.startswith(".") and f".{name}".endswith(known))


def _is_private(name: str) -> bool:
    """An address that no stranger can have; links to any other are made only for those who named it."""
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return not (getattr(address, "ipv4_mapped", None) or address).is_global

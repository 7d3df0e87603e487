"""The headers of a request -> the form and the language that its answer is wanted in; Vary tells caches of them."""

from collections.abc import Iterable

from flask import Response, after_this_request, request


def wants_json() -> bool:
    """Whether `format=json` or the Accept header asks for it."""
    if request.args.get("format"):
        return request.args["format"] == "json"
    vary("Accept")
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def wanted_language(known: Iterable[str], default: str) -> str:
    """The one of `known` that the browser likes best; `default` where it likes none of them."""
    vary("Accept-Language")
    return request.accept_languages.best_match(known, default)


def vary(header: str) -> None:
    """The answer hangs on this header of the request."""

    @after_this_request
    def tell(response: Response) -> Response:
        response.vary.add(header)
        return response

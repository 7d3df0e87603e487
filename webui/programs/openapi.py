"""What each route takes and answers, said where its view stands -> the description of all as OpenAPI 3.1.

Nothing is written twice: paths are read from the routes, schemas from the dataclasses that views answer with,
words from the views' docstrings, parameters from `parameters`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, TypeVar

from flask import Flask, request
from msgspec.json import schema_components
from werkzeug.routing import Rule

from webui.parameters import MEANINGS
from webui.programs.api import Problem

HTML, JSON, PROBLEM = "text/html", "application/json", "application/problem+json"
FAILED = "an error; programs that ask for JSON get it as application/problem+json"
PLACE = "#/components/schemas/{name}"
View = TypeVar("View", bound=Callable[..., Any])
Content = Mapping[str, Any]  # media type -> type of the value
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contract:
    takes: tuple[str, ...] = ()  # names of query parameters
    answers: Content = field(default_factory=lambda: {"*/*": str})
    also: Mapping[int, Content] = field(default_factory=dict)  # status other than 200 -> its answers


def answers(
    content: Content, takes: tuple[str, ...] = (), also: Mapping[int, Content] | None = None
) -> Callable[[View], View]:
    """A view that takes these query parameters, and answers with one of these media types."""

    def note(view: View) -> View:
        view.contract = Contract(takes, content, also or {})  # type: ignore[attr-defined]
        return view

    return note


def taken(view: Callable[..., Any]) -> tuple[str, ...]:
    """The query parameters that it takes."""
    return _said(view).takes


def description(app: Flask, site: str) -> Json:
    rules = sorted((rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"), key=lambda rule: rule.rule)
    known: dict[str, Json] = {}
    paths = {re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule): _operation(app, rule, known) for rule in rules}
    for schema in known.values():
        schema |= {"required": [*schema["properties"]], "additionalProperties": False}
    return {
        "openapi": "3.1.0",
        "info": {"title": site, "version": version("timtin"), "license": {"name": "see the source"}},
        "servers": [{"url": request.script_root or "/"}],
        "paths": {path: {"get": operation} for path, operation in paths.items()},
        "components": {"schemas": known},
    }


def _said(view: Callable[..., Any]) -> Contract:
    return getattr(view, "contract", Contract())


def _operation(app: Flask, rule: Rule, known: dict[str, Json]) -> Json:
    """Args: known: schemas by name, to which those of this route are added."""
    view = app.view_functions[rule.endpoint]
    said = _said(view)
    told = {
        "200": ("found", said.answers),
        **{str(status): (HTTPStatus(status).phrase.lower(), also) for status, also in said.also.items()},
        "default": (FAILED, {PROBLEM: Problem, HTML: str}),
    }
    return {
        "operationId": rule.endpoint,
        "summary": (view.__doc__ or rule.endpoint.capitalize()).strip().split("\n")[0],
        "parameters": [*_in_path(rule), *_in_query(said)],
        "responses": {status: _response(*answer, known) for status, answer in told.items()},
    }


def _response(meaning: str, answers: Content, known: dict[str, Json]) -> Json:
    content = {}
    for media, kind in answers.items():
        (schema,), parts = schema_components([kind], ref_template=PLACE)
        known |= parts
        content[media] = {"schema": schema}
    return {"description": meaning, "content": content}


def _in_path(rule: Rule) -> Iterator[Json]:
    for name in sorted(rule.arguments):
        choices = re.search(rf"<any\(([^)]*)\):{name}>", rule.rule)
        kind: Json = (
            {"type": "integer", "minimum": 0} if f"<int:{name}>" in rule.rule else {"type": "string", "minLength": 1}
        )
        if choices:
            kind["enum"] = [choice.strip() for choice in choices[1].split(",")]
        yield {"name": name, "in": "path", "required": True, "schema": kind}


def _in_query(said: Contract) -> Iterator[Json]:
    for name in said.takes:
        meaning = MEANINGS[name]
        kind: Json = {"type": "string", **meaning.schema}
        if meaning.repeated:
            kind = {"type": "array", "items": kind}
        yield {"name": name, "in": "query", "description": meaning.text, "schema": kind}

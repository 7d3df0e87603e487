"""The routes of an application -> their description as OpenAPI 3.1.

Nothing is written twice: paths are read from the routes, schemas from the dataclasses that views answer with,
words from the views' docstrings, parameters from `parameters`.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, get_args, get_origin, get_type_hints

from flask import Flask, request
from werkzeug.routing import Rule

from webui import contract
from webui.contract import Contract, Problem
from webui.parameters import MEANINGS

SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}
PROBLEM = "application/problem+json"
Json = dict[str, Any]


def description(app: Flask, site: str) -> Json:
    rules = sorted((rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"), key=lambda rule: rule.rule)
    known: dict[str, Json] = {}
    return {
        "openapi": "3.1.0",
        "info": {"title": site, "version": version("timtin"), "license": {"name": "see the source"}},
        "servers": [{"url": request.script_root or "/"}],
        "paths": {_path(rule): {"get": _operation(app, rule, known)} for rule in rules},
        "components": {"schemas": {**known, "Problem": _properties(Problem, known)}},
    }


def _path(rule: Rule) -> str:
    return re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule)


def _operation(app: Flask, rule: Rule, known: dict[str, Json]) -> Json:
    view = app.view_functions[rule.endpoint]
    said = contract.of(view)
    return {
        "operationId": rule.endpoint,
        "summary": (view.__doc__ or rule.endpoint.capitalize()).strip().split("\n")[0],
        "parameters": [*_in_path(rule), *_in_query(said)],
        "responses": {
            "200": {"description": "found", "content": _content(said.answers, known)},
            **{str(status): _other(status, said.also[status], known) for status in said.also},
            "default": {
                "description": "an error; programs that ask for JSON get it as application/problem+json",
                "content": {
                    PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}},
                    contract.HTML: {"schema": {"type": "string"}},
                },
            },
        },
    }


def _other(status: int, answers: Mapping[str, Any], known: dict[str, Json]) -> Json:
    return {"description": HTTPStatus(status).phrase.lower(), "content": _content(answers, known)}


def _content(answers: Mapping[str, Any], known: dict[str, Json]) -> Json:
    return {media: {"schema": schema(kind, known)} for media, kind in answers.items()}


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


def schema(kind: Any, known: dict[str, Json]) -> Json:
    """The JSON Schema of a type's values. Those of dataclasses are put among `known` and referred to."""
    if kind in SCALARS:
        return {"type": SCALARS[kind]}
    if is_dataclass(kind):
        name = str(getattr(kind, "__name__", kind))
        if name not in known:
            known[name] = {}  # its own parts may refer to it
            known[name] = _properties(kind, known)
        return {"$ref": f"#/components/schemas/{name}"}
    origin, inner = get_origin(kind), get_args(kind)
    if origin is types.UnionType:
        return {"anyOf": [{"type": "null"} if part is type(None) else schema(part, known) for part in inner]}
    if origin is tuple and inner[1:] == (Ellipsis,):
        return {"type": "array", "items": schema(inner[0], known)}
    return {}


def _properties(kind: Any, known: dict[str, Json]) -> Json:
    parts = {name: schema(part, known) for name, part in get_type_hints(kind).items()}
    return {"type": "object", "properties": parts, "required": [*parts], "additionalProperties": False}

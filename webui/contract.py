"""What a route takes and answers, said where the view stands: `openapi` reads it from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
HTML, JSON = "text/html", "application/json"
UNSAID: Mapping[str, Any] = {"*/*": str}


@dataclass(frozen=True, slots=True)
class Contract:
    takes: tuple[str, ...] = ()  # names of query parameters
    answers: Mapping[str, Any] = field(default_factory=lambda: UNSAID)  # media type -> type of the value
    also: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)  # status other than 200 -> its answers


@dataclass(frozen=True, slots=True)
class Problem:
    """What programs read of an error, by RFC 9457."""

    type: str  # stable: names the kind of error
    status: int
    title: str
    detail: str
    request: str  # the id of the request


def answers(
    content: Mapping[str, Any], takes: tuple[str, ...] = (), also: Mapping[int, Mapping[str, Any]] | None = None
) -> Callable[[View], View]:
    """A view that takes these query parameters, and answers with one of these media types."""

    def note(view: View) -> View:
        view.contract = Contract(takes, content, also or {})  # type: ignore[attr-defined]
        return view

    return note


def of(view: Callable[..., Any]) -> Contract:
    return getattr(view, "contract", Contract())

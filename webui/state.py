"""The words of a URL -> SearchState -> the same URL again, and the SearchRequest that it asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict

from indexer import NONE, VALUE_FACETS, Filters, Op, Period, Searcher, SearchRequest, Sort
from webui import parameters
from webui.language import text as _
from webui.parameters import CHOICES, LIKELY, NAMES, ordered

FEW, MANY = 10, 80  # values listed of a facet, closed and opened by "Xem thêm": a page stays below 120 kB
EVERY = 1_000_000  # values asked for where all are looked at

TEXTS = ("q", "find_person", "find_ministry", "copies")  # parameters by what they hold
LISTS = ("more", "az")
SWITCHES = ("exact", "lineage", "group")
CALLED = {"since": "from", "until": "to"}  # parameters that have another name than their field


@dataclass(frozen=True, slots=True)
class SearchState:
    """What the reader asked for. Names are slugs; tuples are sorted and hold each word once."""

    q: str = ""
    person: tuple[str, ...] = ()
    x_person: tuple[str, ...] = ()
    ministry: tuple[str, ...] = ()
    x_ministry: tuple[str, ...] = ()
    person_op: Op = "any"
    ministry_op: Op = "any"
    date: str = ""  # a period, NONE, or a period after LIKELY
    since: dt.date | None = None
    until: dt.date | None = None
    sort: Sort = "relevance"
    more: tuple[str, ...] = ()  # facets that list many values
    az: tuple[str, ...] = ()  # facets whose values stand in the order of the alphabet
    find_person: str = ""  # only values that hold this are listed
    find_ministry: str = ""
    expand: bool = True  # abbreviations and other names are followed
    exact: bool = False  # typed tones do not match text without tones
    lineage: bool = False  # chosen ministries stand for those that ended in them too
    group: bool = False  # near-duplicates are shown once
    copies: str = ""  # id of a group of near-duplicates: only these
    page: int = 1

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> SearchState:
        """The state that the parameters of a URL name. Empty and unknown ones are passed over.

        Raises:
            QueryError: a value that cannot be read.
        """
        read: dict[str, Any] = {name: parameters.word(args, name) for name in TEXTS}
        read |= parameters.names(args)
        read |= {name: tuple(word for word in parameters.words(args, name) if word in VALUE_FACETS) for name in LISTS}
        read |= {name: parameters.choice(args, name) for name in CHOICES}
        read |= {name: parameters.word(args, name) == "1" for name in SWITCHES}
        read["date"], read["since"], read["until"] = parameters.dates(args)
        return cls(**read, expand=parameters.word(args, "expand") != "0", page=parameters.page(args))

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The parameters that say this state, in the order of the fields, defaults left out."""
        said = [(name, getattr(self, name)) for name, default in _defaults() if getattr(self, name) != default]
        return tuple([(CALLED.get(name, name), word) for name, value in said for word in _words(value)])

    # ------------------------------------------------------------------ what is chosen

    def chosen(self, facet: str) -> tuple[str, ...]:
        return self.person if facet == "person" else self.ministry

    def excluded(self, facet: str) -> tuple[str, ...]:
        return self.x_person if facet == "person" else self.x_ministry

    def op(self, facet: str) -> Op:
        return self.person_op if facet == "person" else self.ministry_op

    def find(self, facet: str) -> str:
        return self.find_person if facet == "person" else self.find_ministry

    @property
    def undated(self) -> bool:
        return self.date == NONE or self.date.startswith(LIKELY)

    @property
    def period(self) -> Period | None:
        """The chosen time of publication."""
        return Period.parse(self.date) if self.date and not self.undated else None

    @property
    def likely(self) -> Period | None:
        """The chosen time that texts imply."""
        return Period.parse(self.date.removeprefix(LIKELY)) if self.date.startswith(LIKELY) else None

    @property
    def active(self) -> int:
        """How many filters are in use."""
        names = sum(len(self.chosen(facet)) + len(self.excluded(facet)) for facet in VALUE_FACETS)
        days = (self.since, self.until) if self.ranged else ()
        return names + sum(map(bool, (self.date, self.copies, *days)))

    @property
    def ranged(self) -> bool:
        """Whether a range of days is in use."""
        return bool(self.since or self.until) and not self.problem

    @property
    def problem(self) -> str:
        """Why the days typed as "from" and "to" are left aside, or nothing."""
        if self.undated and (self.since or self.until):
            return _(
                "“Không rõ ngày” không đi cùng một khoảng ngày: hãy bỏ một trong hai. Khoảng ngày đang được bỏ qua."
            )
        if self.since and self.until and self.since > self.until:
            return _("“Từ ngày” đang đứng sau “Đến ngày”: hãy đổi lại. Khoảng ngày đang được bỏ qua.")
        return ""

    # ------------------------------------------------------------------ neighbours: each starts at page 1

    def adding(self, name: str, slug: str) -> SearchState:
        """With one more of "person", or of "x_person", the excluded; a name is never both."""
        other = name.removeprefix("x_") if name.startswith("x_") else f"x_{name}"
        return self.dropping(other, slug).changed(**{name: ordered((*getattr(self, name), slug))})

    def dropping(self, name: str, slug: str) -> SearchState:
        return self.changed(**{name: tuple(other for other in getattr(self, name) if other != slug)})

    def on(self, date: str) -> SearchState:
        """With this date alone in the date facet."""
        return self.changed(date=date, since=None, until=None)

    def toggled(self, name: str, facet: str) -> SearchState:
        """With this facet in the list "more" or "az" if it is not there, else without it; on the same page."""
        return self.changed(**{name: ordered({facet} ^ set(getattr(self, name)))}, page=self.page)

    def at(self, page: int) -> SearchState:
        return replace(self, page=page)

    def bare(self) -> SearchState:
        return SearchState(q=self.q, sort=self.sort, expand=self.expand, exact=self.exact, group=self.group)

    def changed(self, **changes: Any) -> SearchState:
        return replace(self, **{"page": 1, **changes})

    # ------------------------------------------------------------------ what to ask

    def settled(self, searcher: Searcher) -> SearchState:
        """With the exact slug of every name: a slug that two names share becomes both of theirs."""
        changes: dict[str, Any] = {
            name: ordered(
                slug if value == slug else searcher.slug(facet, value)
                for slug in getattr(self, name)
                for value in searcher.values(facet, slug)
            )
            for name, facet in NAMES.items()
        }
        return replace(self, **changes)

    def request(self, searcher: Searcher, size: int = 10) -> SearchRequest:
        """The request for this page of `size` hits.

        Raises:
            QueryError: the text cannot be searched.
        """
        return SearchRequest(
            query=searcher.parse(self.q, expand=self.expand, exact=self.exact),
            filters=self._filters(searcher),
            sort=self.sort,
            start=(self.page - 1) * size,
            size=size,
            grouped=self.group,
            lineage=self.lineage,
            facet_size=EVERY if self.az or self.find_person or self.find_ministry else MANY if self.more else FEW,
        )

    def names(self, name: str, searcher: Searcher) -> frozenset[str]:
        """The names that are chosen, of "person", or excluded, of "x_person"."""
        return frozenset().union(*(searcher.values(NAMES[name], slug) for slug in getattr(self, name)))

    def total(self, searcher: Searcher) -> int:
        """How many articles it finds; nothing else is counted."""
        return searcher.search(replace(self.request(searcher, size=0), facet_size=0)).total

    def _filters(self, searcher: Searcher) -> Filters:
        names: dict[str, Any] = {name: self.names(name, searcher) for name in NAMES}
        return Filters(
            **names,
            person_op=self.person_op,
            ministry_op=self.ministry_op,
            date=self.period,
            since=self.since if self.ranged else None,
            until=self.until if self.ranged else None,
            undated=self.undated,
            likely=self.likely,
            group=self.copies,
        )


@cache
def _defaults() -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(SearchState))


def _words(value: object) -> tuple[str, ...]:
    """Of one parameter: each of several, a day as 2025-04-02, "1" or "0" for what is on or off."""
    if isinstance(value, tuple):
        return value
    return (str(int(value) if isinstance(value, bool) else value),)

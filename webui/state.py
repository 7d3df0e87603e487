"""The words of a URL -> SearchState -> the same URL again, and the SearchRequest that it asks for."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from indexer import NONE, VALUE_FACETS, Filters, Op, Period, QueryError, Searcher, SearchRequest, Sort
from webui.days import parse_day, parse_period, within

SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
LIKELY = "~"  # before a period: undated articles whose text implies it
FEW, MANY = 10, 500  # values listed of a facet, closed and opened by "Xem thêm"
LAST_PAGE = 1_000_000  # higher numbers are read as this one: past the end anyway


@dataclass(frozen=True, slots=True)
class SearchState:
    """What the reader asked for. Names are slugs; tuples are sorted and hold each word once."""

    q: str = ""
    person: tuple[str, ...] = ()
    ministry: tuple[str, ...] = ()
    person_op: Op = "any"
    ministry_op: Op = "any"
    x_person: tuple[str, ...] = ()
    x_ministry: tuple[str, ...] = ()
    date: str = ""  # a period, NONE, or a period after LIKELY
    since: dt.date | None = None
    until: dt.date | None = None
    sort: Sort = "relevance"
    more: tuple[str, ...] = ()  # facets that list many values
    page: int = 1

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> SearchState:
        """The state that the parameters of a URL name. Empty and unknown ones are passed over.

        Several dates become the span from the first to the last; a date given beside a part of it is passed over.

        Raises:
            QueryError: a value that cannot be read.
        """
        date, since, until = _dates(_words(args, "date"))
        typed = [parse_day(word) if (word := _word(args, name)) else None for name in ("from", "to")]
        return cls(
            q=_word(args, "q"),
            person=_words(args, "person"),
            ministry=_words(args, "ministry"),
            person_op=_op(args, "person_op"),
            ministry_op=_op(args, "ministry_op"),
            x_person=_words(args, "x_person"),
            x_ministry=_words(args, "x_ministry"),
            date=date,
            since=max((day for day in (since, typed[0]) if day), default=None),
            until=min((day for day in (until, typed[1]) if day), default=None),
            sort=_sort(args),
            more=tuple(name for name in _words(args, "more") if name in VALUE_FACETS),
            page=_page(args),
        )

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The parameters that say this state, in fixed order, defaults left out."""
        day = {"from": self.since, "to": self.until}
        return (
            *((("q", self.q),) if self.q else ()),
            *((name, slug) for facet in VALUE_FACETS for name in (facet, f"x_{facet}") for slug in getattr(self, name)),
            *((f"{facet}_op", "all") for facet in VALUE_FACETS if self.op(facet) == "all"),
            *((("date", self.date),) if self.date else ()),
            *((name, value.isoformat()) for name, value in day.items() if value),
            *((("sort", self.sort),) if self.sort != "relevance" else ()),
            *(("more", facet) for facet in self.more),
            *((("page", str(self.page)),) if self.page > 1 else ()),
        )

    def url(self) -> str:
        """The path and query of this search, below the place where the application is mounted."""
        return "/search" + (f"?{urlencode(self.pairs())}" if self.pairs() else "")

    # ------------------------------------------------------------------ what is chosen

    def chosen(self, facet: str) -> tuple[str, ...]:
        return self.person if facet == "person" else self.ministry

    def excluded(self, facet: str) -> tuple[str, ...]:
        return self.x_person if facet == "person" else self.x_ministry

    def op(self, facet: str) -> Op:
        return self.person_op if facet == "person" else self.ministry_op

    @property
    def undated(self) -> bool:
        return self.date == NONE or self.date.startswith(LIKELY)

    @property
    def active(self) -> int:
        """How many filters are in use."""
        names = sum(len(self.chosen(facet)) + len(self.excluded(facet)) for facet in VALUE_FACETS)
        return names + sum(map(bool, (self.date, self.since, self.until)))

    @property
    def problem(self) -> str:
        """Why the days typed as "from" and "to" are left aside, or nothing."""
        if self.undated and (self.since or self.until):
            return "“Không rõ ngày” không đi cùng một khoảng ngày: hãy bỏ một trong hai. Khoảng ngày đang được bỏ qua."
        if self.since and self.until and self.since > self.until:
            return "“Từ ngày” đang đứng sau “Đến ngày”: hãy đổi lại. Khoảng ngày đang được bỏ qua."
        return ""

    # ------------------------------------------------------------------ neighbours: each starts at page 1

    def adding(self, facet: str, slug: str) -> SearchState:
        rest = tuple(other for other in self.excluded(facet) if other != slug)
        return self.changed(**{facet: _sorted((*self.chosen(facet), slug)), f"x_{facet}": rest})

    def dropping(self, facet: str, slug: str) -> SearchState:
        return self.changed(**{facet: tuple(other for other in self.chosen(facet) if other != slug)})

    def excluding(self, facet: str, slug: str) -> SearchState:
        return self.dropping(facet, slug).changed(**{f"x_{facet}": _sorted((*self.excluded(facet), slug))})

    def including(self, facet: str, slug: str) -> SearchState:
        """No longer excluding it."""
        return self.changed(**{f"x_{facet}": tuple(other for other in self.excluded(facet) if other != slug)})

    def on(self, date: str) -> SearchState:
        """With this date alone in the date facet."""
        return self.changed(date=date, since=None, until=None)

    def opened(self, facet: str) -> SearchState:
        return replace(self, more=_sorted((*self.more, facet)))

    def at(self, page: int) -> SearchState:
        return replace(self, page=page)

    def bare(self) -> SearchState:
        """Without filters."""
        return SearchState(q=self.q, sort=self.sort)

    def changed(self, **changes: Any) -> SearchState:
        return replace(self, **{"page": 1, **changes})

    # ------------------------------------------------------------------ what to ask

    def settled(self, searcher: Searcher) -> SearchState:
        """With the exact slug of every name: a slug that two names share becomes both of theirs."""

        def exact(facet: str, slugs: Iterable[str]) -> tuple[str, ...]:
            return _sorted(
                slug if value in (slug, NONE) else searcher.slug(facet, value)
                for slug in slugs
                for value in searcher.values(facet, slug)
            )

        names = [(name, facet) for facet in VALUE_FACETS for name in (facet, f"x_{facet}")]
        changes: dict[str, Any] = {name: exact(facet, getattr(self, name)) for name, facet in names}
        return replace(self, **changes)

    def request(self, searcher: Searcher, size: int = 10) -> SearchRequest:
        """The request for this page of `size` hits.

        Raises:
            QueryError: the text cannot be searched.
        """
        return SearchRequest(
            query=searcher.parse(self.q),
            filters=self._filters(searcher),
            sort=self.sort,
            start=(self.page - 1) * size,
            size=size,
            facet_size=MANY if self.more else FEW,
        )

    def _filters(self, searcher: Searcher) -> Filters:
        def names(facet: str, slugs: tuple[str, ...]) -> frozenset[str]:
            return frozenset(value for slug in slugs for value in searcher.values(facet, slug))

        return Filters(
            person=names("person", self.person),
            ministry=names("ministry", self.ministry),
            person_op=self.person_op,
            ministry_op=self.ministry_op,
            x_person=names("person", self.x_person),
            x_ministry=names("ministry", self.x_ministry),
            date=Period.parse(self.date) if self.date and not self.undated else None,
            since=None if self.problem else self.since,
            until=None if self.problem else self.until,
            undated=self.undated,
            likely=Period.parse(self.date[1:]) if self.date.startswith(LIKELY) else None,
        )


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))


def _clean(text: str) -> str:
    """`text` in NFC, without control characters, with single blanks."""
    visible = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def _words(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    return _sorted(word for text in args.getlist(name) if (word := _clean(text)))


def _word(args: MultiDict[str, str], name: str) -> str:
    """The first value that is not empty."""
    return next((word for text in args.getlist(name) if (word := _clean(text))), "")


def _op(args: MultiDict[str, str], name: str) -> Op:
    word = _word(args, name) or "any"
    if word not in ("any", "all"):
        raise QueryError(f"“{word}” không phải là cách ghép hợp lệ. Hãy dùng any (một trong) hoặc all (tất cả).")
    return "all" if word == "all" else "any"


def _sort(args: MultiDict[str, str]) -> Sort:
    word = _word(args, "sort") or "relevance"
    for sort in SORTS:
        if sort == word:
            return sort
    raise QueryError(f"“{word}” không phải là cách xếp hợp lệ. Hãy dùng {', '.join(SORTS)}.")


def _page(args: MultiDict[str, str]) -> int:
    word = _word(args, "page") or "1"
    if not re.fullmatch("0*[1-9][0-9]*", word):
        raise QueryError(f"“{word}” không phải là số trang. Hãy nhập một số từ 1 trở lên.")
    return min(int(word.lstrip("0")[:9]), LAST_PAGE)


def _dates(words: tuple[str, ...]) -> tuple[str, dt.date | None, dt.date | None]:
    """The date to filter by, and the first and last day where several periods were chosen."""
    undated = [word for word in words if word == NONE or word.startswith(LIKELY)]
    periods = _narrowest(parse_period(word) for word in words if word not in undated)
    if len(periods) == 1 and not undated:
        return str(periods[0]), None, None
    first = min((period.first for period in periods), default=None)
    last = max((period.last for period in periods), default=None)
    return _common(undated) if undated else "", first, last


def _narrowest(periods: Iterable[Period]) -> list[Period]:
    """Those that hold no other."""
    every = list(periods)
    return [outer for outer in every if not any(within(inner, outer) for inner in every if inner != outer)]


def _common(undated: list[str]) -> str:
    """The narrowest date that holds all of these; NONE holds every LIKELY period."""
    periods = _narrowest(parse_period(word.removeprefix(LIKELY)) for word in undated if word != NONE)
    outer = periods[0] if periods else None
    while outer and not all(within(period, outer) for period in periods):
        outer = outer.parent
    return f"{LIKELY}{outer}" if outer else NONE

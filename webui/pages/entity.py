"""A person, a ministry or a document number -> its own page: names, offices, articles, what stands beside it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import mode

from indexer import VALUE_FACETS, Document, Facet, Office, Searcher, slugify
from webui.pages.histogram import Histogram, histogram_of
from webui.pages.hits import HitView, hit_view
from webui.pages.pager import Pager, page_count
from webui.pages.registers import Step, aliases, has_line, line, office, offices
from webui.state import SearchState

SIZE = 10  # articles a page
BESIDE = 10  # names listed that stand in the same articles
READ = 500  # newest articles read for writings and offices
SMALL = ("bo", "va")  # words that a ministry's name may be written without


@dataclass(frozen=True, slots=True)
class Held:
    """An office by the articles, from the day of the first to that of the last."""

    title: str
    since: dt.date
    until: dt.date
    times: int  # articles that name it


@dataclass(frozen=True, slots=True)
class Entity:
    """Whom or what a page is about."""

    facet: str  # "person", "ministry" or "doc": the beginning of its address
    name: str
    slug: str
    aliases: tuple[str, ...] = ()  # by the registers
    writings: tuple[str, ...] = ()  # by the articles; other than these
    held: tuple[Office, ...] = ()  # by the list of persons, latest first
    offices: tuple[Held, ...] = ()  # by the articles, latest first
    line: tuple[Step, ...] = ()  # what ended in it, and what it ended in
    whole_line: int | None = None  # articles that name it or its predecessors


@dataclass(frozen=True, slots=True)
class EntityPage:
    entity: Entity
    search: SearchState  # for its articles, the newest first
    together: SearchState  # the same, to which another name can be added
    histogram: Histogram | None
    beside: tuple[Facet, ...]  # the commonest names that stand in the same articles
    hits: tuple[HitView, ...]
    pager: Pager


def entity_page(searcher: Searcher, facet: str, name: str, page: int) -> EntityPage:
    """A person's or a ministry's. Past the end stands the last page."""
    slug = searcher.slug(facet, name)
    search = SearchState(sort="newest").adding(facet, slug)
    read, known = _read(searcher, search), aliases(facet, name)
    entity = Entity(facet, name, slug, known, tuple(_writings(read, facet, name, known)))
    if facet == "person":
        entity = replace(entity, held=tuple(offices(name)), offices=tuple(_offices(read, name)))
    else:
        whole_line = search.changed(lineage=True).total(searcher) if has_line(name) else None
        entity = replace(entity, line=tuple(line(searcher, name)), whole_line=whole_line)
    return _page(searcher, entity, search, search.changed(**{f"{facet}_op": "all"}), page)


def number_page(searcher: Searcher, slug: str, page: int) -> EntityPage | None:
    """A document's, by its number: "753-qd-ttg". None where no article names it."""
    read = _read(searcher, SearchState(q=f'"{slug.replace("-", " ")}"', sort="newest"))
    mentions = (mention for document in read for mention in document.mentions)
    name = next((one.value for one in mentions if one.kind == "number" and slugify(one.value) == slug), "")
    search = SearchState(q=f'"{name}"', sort="newest")
    return _page(searcher, Entity("doc", name, slug), search, search, page) if name else None


def _read(searcher: Searcher, search: SearchState) -> list[Document]:
    return searcher.documents(search.request(searcher, size=READ))


def _page(searcher: Searcher, entity: Entity, search: SearchState, together: SearchState, page: int) -> EntityPage:
    """Args: together: counts what stands in its articles."""
    total = search.total(searcher)
    page = min(page, page_count(total, SIZE))
    request = together.at(page).request(searcher, SIZE)
    result = searcher.search(replace(request, facet_size=BESIDE + 1))
    return EntityPage(
        entity=entity,
        search=search,
        together=together,
        histogram=histogram_of(searcher, search),
        beside=tuple(_beside(result.facet(facet), entity.name) for facet in VALUE_FACETS),
        hits=tuple(hit_view(searcher, hit, search) for hit in result.hits),
        pager=Pager(SearchState(page=page), total, SIZE),
    )


def _beside(facet: Facet, name: str) -> Facet:
    others = [bucket for bucket in facet.buckets if bucket.count and bucket.value != name]
    return replace(facet, buckets=tuple(others[:BESIDE]))


def _writings(documents: Iterable[Document], facet: str, name: str, known: Iterable[str]) -> Iterator[str]:
    """As the articles have it, but for what is known and for what differs from it in signs and small words alone."""
    said = [
        mention.surface
        for document in documents
        for mention in document.mentions
        if mention.kind == facet and mention.value == name and mention.facet
    ]
    seen = {_core(text) for text in (name, *known)}
    for surface in sorted(set(said), key=lambda text: (-said.count(text), text)):
        if _core(surface) not in seen:
            seen.add(_core(surface))
            yield surface


def _core(name: str) -> tuple[str, ...]:
    """What tells a name from others: "Bộ Tài nguyên và Môi trường" -> tai nguyen moi truong."""
    return tuple(word for word in slugify(name).split("-") if word not in SMALL)


def _offices(documents: Iterable[Document], name: str) -> Iterator[Held]:
    """From dated articles alone; capitals make no other office."""
    seen: dict[str, list[tuple[dt.date, str]]] = {}  # by the role in small letters
    for day, mentions in ((document.day, document.mentions) for document in documents if document.day):
        own = [mention for mention in mentions if (mention.kind, mention.value) == ("person", name)]
        roles = {held.lower(): held for mention in own if (held := office(mention.role))}
        for role, form in roles.items():
            seen.setdefault(role, []).append((day, form))
    latest = sorted(seen, key=lambda role: (max(seen[role])[0], role), reverse=True)
    for days, forms in (zip(*seen[role], strict=True) for role in latest):
        yield Held(mode(forms), min(days), max(days), len(days))

"""timtin's public API: the only door to indexing and searching."""

from indexer.batches import batches
from indexer.build import build
from indexer.clauses import Query
from indexer.clock import phase, start_clock, stop_clock
from indexer.config import Settings, load_settings
from indexer.engine import Brief, Engine, Outline, open_engine
from indexer.entities.bodies import slugify
from indexer.entities.register import lineage, register
from indexer.entities.roster import Office, Person, people, person
from indexer.errors import (
    BuildInterrupted,
    ConfigError,
    DiskFull,
    EngineError,
    EngineUnavailable,
    ExtractError,
    IndexDamaged,
    IndexExposed,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    NothingFound,
    QueryError,
    SearchTimeout,
    TimtinError,
)
from indexer.model import HANOI, Article, Document, Mention, Origin, Period, Published, Removed, Version
from indexer.pipeline import document
from indexer.query import MAX_LENGTH, MAX_PARTS, MAX_PHRASES, MAX_SLOP
from indexer.related import Related
from indexer.report import Outcome, Progress, Report
from indexer.request import (
    NONE,
    VALUE_FACETS,
    Bucket,
    Facet,
    Filters,
    Hit,
    Op,
    SearchRequest,
    SearchResult,
    Snippet,
    Sort,
    Suggestion,
)
from indexer.search import Searcher, open_searcher

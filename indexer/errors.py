"""Every error of timtin. A message holds the value, what was expected, and what to do.

TimtinError
├── ConfigError          a setting is wrong or unknown: for operators
├── ExtractError         a file holds no article: reported, never fatal
├── NothingFound         a rebuild would have left nothing
├── BuildInterrupted     by Ctrl-C
├── WorkersFailed        processes that read and analyse cannot be started
├── QueryError           the reader's text cannot be searched: 400, in Vietnamese
└── EngineError          could not search or store
    ├── IndexMissing     there is no index yet
    ├── IndexOutdated    written by another analyzer
    ├── IndexLocked      another process is writing
    ├── IndexDamaged     a file is not what was committed
    ├── IndexExposed     others than its owner may write to the index folder
    ├── DiskFull         no room to write; the last commit stands
    └── EngineUnavailable  the engine does not answer: 503
        └── SearchTimeout  the search took longer than a request may
"""


class TimtinError(Exception):
    """Base of all."""


class ConfigError(TimtinError):
    pass


class ExtractError(TimtinError):
    """The message is the reason alone: the report puts the file's name before it."""


class NothingFound(TimtinError):
    def __init__(self) -> None:
        super().__init__("no article was found: the index is as it was; check the paths")


class BuildInterrupted(TimtinError):
    """The message says what is stored."""


class WorkersFailed(TimtinError):
    def __init__(self) -> None:
        super().__init__("worker processes end as they start, by what they printed above: use --workers 1")


class QueryError(TimtinError):
    """The message is for the reader, in Vietnamese; front ends may say `said` in another language.

    Args:
        said: the message, with %(name)s where a value stands.
    """

    def __init__(self, said: str, **values: object) -> None:
        super().__init__(said % values if values else said)
        self.said, self.values = said, values


class EngineError(TimtinError):
    pass


class IndexMissing(EngineError):
    pass


class IndexOutdated(EngineError):
    pass


class IndexLocked(EngineError):
    pass


class IndexDamaged(EngineError):
    pass


class IndexExposed(EngineError):
    pass


class DiskFull(EngineError):
    pass


class EngineUnavailable(EngineError):
    pass


class SearchTimeout(EngineUnavailable):
    pass

"""Every error of timtin. A message holds the value, what was expected, and what to do."""


class TimtinError(Exception):
    """Base of all."""


class ConfigError(TimtinError):
    """A setting is wrong or unknown: for operators."""


class ExtractError(TimtinError):
    """A file holds no article: reported, never fatal. The message is the reason alone, without the file's name."""


class NothingFound(TimtinError):
    """A rebuild would have left nothing."""


class BuildInterrupted(TimtinError):
    """By Ctrl-C. The message says what is stored."""


class WorkersFailed(TimtinError):
    """Processes that read and analyse cannot be started."""


class QueryError(TimtinError):
    """The reader's text cannot be searched: 400. The message is in Vietnamese; front ends may say `said` in another
    language.

    Args:
        said: the message, with %(name)s where a value stands.
    """

    def __init__(self, said: str, **values: object) -> None:
        super().__init__(said % values if values else said)
        self.said, self.values = said, values


class EngineError(TimtinError):
    """Could not search or store."""


class IndexMissing(EngineError):
    """There is no index yet."""


class IndexOutdated(EngineError):
    """Written by another analyzer."""


class IndexLocked(EngineError):
    """Another process is writing."""


class IndexDamaged(EngineError):
    """A file is not what was committed."""


class IndexExposed(EngineError):
    """Others than its owner may write to the index folder."""


class DiskFull(EngineError):
    """No room to write; the last commit stands."""


class EngineUnavailable(EngineError):
    """The engine does not answer: 503."""


class SearchTimeout(EngineUnavailable):
    """The search took longer than a request may."""

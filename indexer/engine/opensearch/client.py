"""Requests to the cluster -> its answers, or an EngineError that says what to do."""

import base64
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from opensearchpy import ConnectionError as NotConnected, ConnectionTimeout, SSLError, Transport, TransportError
from opensearchpy.connection import Connection, Urllib3HttpConnection
from opensearchpy.connection_pool import ConnectionSelector

from indexer.engine.opensearch.address import Address
from indexer.errors import EngineError, EngineUnavailable, SearchTimeout

Json = dict[str, Any]

_PASSING = (429, 502, 503, 504)  # too busy, or electing: worth another try
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0  # seconds between tries, doubled each time
_LOST = ("node_disconnected", "node_not_connected", "node_closed", "no_shard_available")  # told as 500 too
_LOCKED = "read-only"  # in the reason of a cluster block that no waiting lifts
_REMEDIES: tuple[tuple[tuple[int, ...], tuple[str, ...], type[EngineError], str], ...] = (
    # statuses, words of the reason, and what to do; the first that fits
    ((401,), (), EngineUnavailable, "check user and password in TIMTIN_ENGINE, or OPENSEARCH_API_KEY"),
    (
        (),
        (_LOCKED,),
        EngineError,
        "free disk space; the cluster lifts the block, or: PUT {name}-*/_settings with null for it",
    ),
    ((403,), (), EngineUnavailable, "give this user read and write on {name}*, and monitoring"),
    ((), ("too_many_buckets",), EngineError, "raise search.max_buckets of the cluster to its default of 65535"),
    (
        (),
        ("mapper_parsing", "strict_dynamic_mapping", "illegal_argument"),
        EngineError,
        "{name} has another mapping: run timtin build --rebuild PATHS",
    ),
    (_PASSING, _LOST, EngineUnavailable, "look at GET _cluster/health and GET _cat/shards/{name}*"),
)


@dataclass(frozen=True, slots=True)
class Wait:
    answer: float  # seconds that one try may take
    patience: float = 5.0  # seconds to go on trying while the cluster is busy or has lost a node


LONG, WRITING = Wait(60.0), Wait(240.0, patience=120.0)  # for what reads much; for what must not be lost


class _SameHost(ConnectionSelector):
    """One host until it fails, so that a node that hangs costs a short wait: what reads much follows a short
    request, and goes to the node that answered it. Each client starts with another host."""

    def select(self, connections: Sequence[Connection]) -> Connection:  # type: ignore[override]  # theirs gives None
        return connections[0]


class Client:
    """Every request may be sent again: documents are stored by id, and reads change nothing.

    Args:
        timeout: seconds that each answer to a reader may take, whatever else his request asks.
    """

    def __init__(self, address: Address, timeout: float) -> None:
        self.address = address
        self.timeout = timeout
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # our errors say it, and without the URL
        tls: Json = {"use_ssl": True, "verify_certs": True, "ca_certs": address.ca or None} if address.tls else {}
        hosts = [{"host": host, "port": port} for host, port in address.hosts]
        self._transport = Transport(
            hosts,
            connection_class=Urllib3HttpConnection,
            selector_class=_SameHost,
            max_retries=0,  # ours: with pauses, and told by the best of the errors
            retry_on_status=(),  # a host that answers is no dead one, else only the hung one would be left to ask
            retry_on_timeout=True,
            headers=_authorization(address),
            **tls,
        )

    def ask(
        self,
        call: str,
        body: Json | bytes | None = None,
        *,
        params: Mapping[str, str] | None = None,
        wait: Wait | None = None,
        missing: tuple[int, ...] = (),
    ) -> Json:
        """The answer.

        Args:
            call: method and path, as in "GET /_cluster/health".
            missing: statuses that are an answer too.

        Raises:
            SearchTimeout: a try took longer.
            EngineError: the cluster refuses, or cannot be reached.
        """
        wait = wait or Wait(self.timeout)
        deadline, pause = time.monotonic() + wait.patience, _FIRST_PAUSE
        told: TransportError | None = None
        method, path = call.split(" ")
        tries = 0
        while True:
            tries += 1
            try:
                found: Json = self._transport.perform_request(
                    method, path, params, body, timeout=wait.answer, ignore=missing
                )
                return found
            except TransportError as error:
                if told is None or not isinstance(error, NotConnected):  # rather an answer than none
                    told = error
                if not self._may_pass(error, tries) or time.monotonic() + pause > deadline:
                    raise self._failure(told, wait.answer) from error
            if tries % len(self.address.hosts) == 0:  # all were asked
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    def close(self) -> None:
        self._transport.close()

    def _may_pass(self, error: TransportError, tries: int) -> bool:
        """Whether another try, of another host, is worth while."""
        if isinstance(error, SSLError):
            return False
        if isinstance(error, ConnectionTimeout):
            return tries < len(self.address.hosts)
        reason = _reason(error)
        lost = error.status_code in _PASSING or any(name in reason for name in _LOST)
        return isinstance(error, NotConnected) or (lost and _LOCKED not in reason)

    def _failure(self, error: TransportError, limit: float) -> EngineError:
        reason = _reason(error)
        if isinstance(error, SSLError) or "SSL" in reason or "CERTIFICATE" in reason:
            remedy = "expected opensearchs:// where the cluster speaks TLS, and ?ca=FILE for an authority of your own"
            return EngineUnavailable(f"no TLS connection to {self.address}: {reason}: {remedy}")
        if isinstance(error, ConnectionTimeout):
            return SearchTimeout(
                f"{self.address} gave no answer within {limit:g} seconds: see whether a node is overloaded, or raise "
                "TIMTIN_TIMEOUT"
            )
        if isinstance(error, NotConnected):
            return EngineUnavailable(
                f"cannot reach {self.address}: {reason}: check the host in TIMTIN_ENGINE, and that the cluster runs"
            )
        return explained(int(error.status_code), reason, self.address)


def _authorization(address: Address) -> Mapping[str, str]:
    """Our own, since the client's sends a password in Latin-1."""
    if address.api_key:
        return {"authorization": f"ApiKey {address.api_key}"}
    login = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
    return {"authorization": f"Basic {login}"} if address.user else {}


def document_path(index: str, id: str) -> str:
    return f"/{index}/_doc/{quote(id, safe='')}"


def explained(status: int, reason: str, address: Address) -> EngineError:
    """What an operator can do about a refusal."""
    said = f"{address} answered {status}: {reason}"
    for statuses, words, kind, remedy in _REMEDIES:
        if status in statuses or any(word in reason for word in words):
            return kind(f"{said}: {remedy.format(name=address.name)}")
    return EngineError(said)


def _reason(error: TransportError) -> str:
    """The type and the words of the innermost cause."""
    info = error.info
    if not isinstance(info, Mapping) or not isinstance(info.get("error"), Mapping):
        return str(info or error.error).split("object at")[0][-300:]
    top = info["error"]
    causes = [*top.get("root_cause", []), *([top["caused_by"]] if "caused_by" in top else []), top]
    told = [f"{cause.get('type')}: {cause.get('reason')}" for cause in causes]
    return "; ".join(dict.fromkeys(told))[:600]

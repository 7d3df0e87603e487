"""Requests to the cluster -> its answers, or an EngineError that says what to do."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from opensearchpy import ConnectionError as NotConnected
from opensearchpy import ConnectionTimeout, ImproperlyConfigured, SSLError, Transport, TransportError
from opensearchpy.connection import Urllib3HttpConnection

from indexer.engine.opensearch.address import Address
from indexer.errors import ConfigError, EngineError, EngineUnavailable

Json = dict[str, Any]

_PASSING = (429, 502, 503, 504)  # too busy, or electing: worth another try
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0  # seconds between tries, doubled each time
READING, WRITING = 5, 120  # seconds to go on trying while the cluster is busy or has lost a node
_LOCKED = "read-only"  # in the reason of a cluster block that no waiting lifts


class Client:
    """Every request may be sent again: documents are stored by id, and reads change nothing."""

    def __init__(self, address: Address) -> None:
        self.address = address
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # our errors say it, and without the URL
        headers = {"authorization": f"ApiKey {address.api_key}"} if address.api_key else None
        login = (address.user, address.password) if address.user and not headers else None
        tls: Json = {"use_ssl": True, "verify_certs": True, "ca_certs": address.ca or None} if address.tls else {}
        hosts = [{"host": host, "port": port} for host, port in address.hosts]
        try:
            self._transport = Transport(
                hosts,
                connection_class=Urllib3HttpConnection,
                max_retries=len(hosts) - 1,  # each host once; the pauses are ours
                retry_on_timeout=True,
                http_auth=login,
                headers=headers,
                **tls,
            )
        except (ImproperlyConfigured, OSError) as error:
            raise ConfigError(
                f"cannot speak TLS with {address}: {error}: expected ?ca=FILE with a certificate"
            ) from error

    def ask(
        self,
        method: str,
        path: str,
        body: Json | bytes | None = None,
        params: Mapping[str, str] | None = None,
        *,
        patience: int = READING,
        missing: tuple[int, ...] = (),
    ) -> Json:
        """The answer.

        Args:
            patience: seconds to go on trying while the cluster is busy or has lost a node.
            missing: statuses that are an answer too.

        Raises:
            EngineError: the cluster refuses, or does not answer in time.
        """
        limit = max(patience, self.address.timeout)
        deadline = time.monotonic() + patience
        pause = _FIRST_PAUSE
        while True:
            try:
                found: Json = self._transport.perform_request(method, path, params, body, timeout=limit, ignore=missing)
                return found
            except TransportError as error:
                if not _may_pass(error) or time.monotonic() + pause > deadline:
                    raise self._failure(error, limit) from error
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def close(self) -> None:
        self._transport.close()

    def _failure(self, error: TransportError, limit: float) -> EngineError:
        reason = _reason(error)
        if isinstance(error, SSLError) or "SSL" in reason or "CERTIFICATE" in reason:
            remedy = "expected opensearchs:// where the cluster speaks TLS, and ?ca=FILE for an authority of your own"
            return EngineUnavailable(f"no TLS connection to {self.address}: {reason}: {remedy}")
        if isinstance(error, ConnectionTimeout):
            return EngineUnavailable(
                f"{self.address} gave no answer within {limit:g} s: see whether a node is overloaded, or set ?timeout="
            )
        if isinstance(error, NotConnected):
            return EngineUnavailable(
                f"cannot reach {self.address}: {reason}: check the host in TIMTIN_ENGINE, and that the cluster runs"
            )
        return explained(int(error.status_code), reason, self.address)


def document_path(index: str, id: str) -> str:
    return f"/{index}/_doc/{quote(id, safe='')}"


def explained(status: int, reason: str, address: Address) -> EngineError:  # noqa: PLR0911  one return a cause
    """What an operator can do about a refusal."""
    said = f"{address} answered {status}: {reason}"
    if status == 401:
        return EngineUnavailable(f"{said}: check user and password in TIMTIN_ENGINE, or OPENSEARCH_API_KEY")
    if status == 403 and _LOCKED not in reason:
        return EngineUnavailable(f"{said}: give this user read and write on {address.name}*, and monitoring")
    if _LOCKED in reason:
        remedy = f"free disk space; the cluster lifts the block, or: PUT {address.name}-*/_settings with null for it"
        return EngineError(f"{said}: {remedy}")
    if "too_many_buckets" in reason:
        return EngineError(f"{said}: raise search.max_buckets of the cluster to its default of 65535")
    if "mapper_parsing" in reason or "strict_dynamic_mapping" in reason or "illegal_argument" in reason:
        return EngineError(f"{said}: {address.name} has another mapping: run timtin build --rebuild PATHS")
    if status in _PASSING:
        return EngineUnavailable(f"{said}: look at GET _cluster/health and GET _cat/shards/{address.name}*")
    return EngineError(said)


def _may_pass(error: TransportError) -> bool:
    if isinstance(error, SSLError | ConnectionTimeout):
        return False
    return isinstance(error, NotConnected) or (error.status_code in _PASSING and _LOCKED not in _reason(error))


def _reason(error: TransportError) -> str:
    """The type and the words of the innermost cause."""
    info = error.info
    if not isinstance(info, Mapping) or not isinstance(info.get("error"), Mapping):
        return str(info or error.error).split("object at")[0][-300:]
    top = info["error"]
    causes = [*top.get("root_cause", []), *([top["caused_by"]] if "caused_by" in top else []), top]
    told = [f"{cause.get('type')}: {cause.get('reason')}" for cause in causes]
    return "; ".join(dict.fromkeys(told))[:600]

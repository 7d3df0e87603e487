"""gunicorn for timtin, which reads this file where it is started beside it. Any line may be changed."""

from __future__ import annotations

import os
from typing import Any

workers = os.cpu_count() or 2  # searching is computing: more processes than cores gain nothing
threads = 4
worker_class = "gthread"
worker_tmp_dir = "/dev/shm"  # the sign of life of a worker is never late because of a busy disk
limit_request_line = 8190  # the most gunicorn knows: a question of 512 letters has some 4,600 bytes
forwarder_headers = ""  # prefix and scheme come from X-Forwarded-* alone, and only if TIMTIN_PROXIES counts a proxy:
secure_scheme_headers: dict[str, str] = {}  # gunicorn itself would believe any process of this machine
control_socket_disable = True  # gunicorn 25.1 and later: a socket in the home folder, which the service has not
timeout = 30
graceful_timeout = 30
keepalive = 5
max_requests = 50_000  # a worker is renewed now and then, so that no leak of any library can add up
max_requests_jitter = 5_000


def child_exit(server: Any, worker: Any) -> None:
    """Tells prometheus-client of an ended worker, where several of them share TIMTIN_METRICS."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess  # noqa: PLC0415  an extra

        multiprocess.mark_process_dead(worker.pid)

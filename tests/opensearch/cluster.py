"""Three OpenSearch nodes on loopback, each a process of its own that can be killed.

    python -m tests.opensearch.cluster

fetches the server from Maven Central once, starts the nodes, prints their engine URL and stops
them at the end of its standard input.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path
from typing import Any
from urllib.error import URLError

VERSION = os.environ.get("OPENSEARCH_VERSION", "2.19.1")  # runs on Java 11 to 21; 3 and later need 21 or newer
ARTIFACT = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "timtin" / "opensearch"
NODES = 3
SMALL = "-Xms384m -Xmx384m -XX:TieredStopAtLevel=1"  # nodes that start soon and leave the tests room
PATIENCE = 120  # seconds for the nodes to find each other
NOBODY = 65534  # OpenSearch refuses to run as root

_CONFIG = """
cluster.name: timtin-tests
node.name: {name}
path.data: {folder}/data
path.logs: {folder}/logs
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
discovery.seed_hosts: [{seeds}]
cluster.initial_cluster_manager_nodes: [n0, n1, n2]
cluster.routing.allocation.disk.threshold_enabled: false
discovery.find_peers_interval: 200ms
cluster.election.initial_timeout: 100ms
cluster.fault_detection.leader_check.interval: 500ms
cluster.fault_detection.leader_check.timeout: 2s
cluster.fault_detection.leader_check.retry_count: 2
cluster.fault_detection.follower_check.interval: 500ms
cluster.fault_detection.follower_check.timeout: 2s
cluster.fault_detection.follower_check.retry_count: 2
"""


class ClusterError(Exception):
    """The cluster cannot be had; the message says why and what to do."""


def fetch() -> Path:
    """The folder of an unpacked server, from the cache or from Maven Central."""
    _java_home()
    home = CACHE / f"opensearch-{VERSION}"
    if home.exists():
        return home
    if not shutil.which("mvn"):
        raise ClusterError("no mvn on PATH: install maven, which fetches OpenSearch from Maven Central")
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as fresh:
        where = [f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={fresh}"]
        get = ["mvn", "-q", "-B", "dependency:get", f"-Dartifact={ARTIFACT}", "-Dtransitive=false"]
        done = subprocess.run(get, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            done = subprocess.run(
                ["mvn", "-q", "-B", "dependency:copy", *where], capture_output=True, text=True, check=False
            )
        if done.returncode:
            raise ClusterError(f"Maven Central gave no {ARTIFACT}:\n{done.stdout[-2000:]}")
        with zipfile.ZipFile(next(Path(fresh).glob("*.zip"))) as archive:
            archive.extractall(fresh)
        (Path(fresh) / home.name).rename(home)
    return home


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Cluster:
    """`with Cluster() as cluster:` starts the nodes and removes all that they wrote.

    Args:
        java: options of each node's machine.
    """

    def __init__(self, java: str = SMALL) -> None:
        self._home = fetch()
        self._java = java
        self._root = Path(tempfile.mkdtemp(prefix="timtin-opensearch-"))
        self._nodes: dict[int, subprocess.Popen[bytes]] = {}
        ports = free_ports(2 * NODES)
        self.http, self._transport = ports[:NODES], ports[NODES:]

    def __enter__(self) -> Cluster:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # else the nodes would outlive a run that is ended
        try:
            self._unpack()
            for number in range(NODES):
                self.start(number)
            self.wait(NODES)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for number in list(self._nodes):
            self.kill(number)
        shutil.rmtree(self._root, ignore_errors=True)

    def url(self, index: str, options: str = "") -> str:
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.http)
        return f"opensearch://{hosts}/{index}{options}"

    def start(self, number: int) -> None:
        folder = self._root / f"n{number}"
        java = os.environ.get("OPENSEARCH_JAVA_HOME") or _java_home()
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "OPENSEARCH_JAVA_HOME": java,
            "OPENSEARCH_PATH_CONF": str(folder / "config"),
            "OPENSEARCH_JAVA_OPTS": self._java,
            "OPENSEARCH_TMPDIR": str(folder / "tmp"),
        }
        with (folder / "console").open("ab") as console:
            self._nodes[number] = subprocess.Popen(
                [str(self._root / "server" / "bin" / "opensearch")],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
                user=NOBODY if os.geteuid() == 0 else None,
                group=NOBODY if os.geteuid() == 0 else None,
            )

    def kill(self, number: int) -> None:
        """As a power cut does: no farewell."""
        node = self._nodes.pop(number)
        os.killpg(node.pid, signal.SIGKILL)
        node.wait()

    def living(self) -> set[int]:
        return set(self._nodes)

    def process(self, number: int) -> int:
        """The process group of a node."""
        return self._nodes[number].pid

    def manager(self) -> int:
        """The node that leads: the one whose loss is felt most."""
        found = self.ask("_cat/cluster_manager?format=json")
        return int(found[0]["node"].removeprefix("n"))

    def holder(self, index: str) -> int:
        """A node that keeps a shard of this index: where there are no replicas, its loss is one of articles."""
        return int(self.ask(f"_cat/shards/{index}?format=json")[0]["node"].removeprefix("n"))

    def wait(self, nodes: int, status: str = "green") -> None:
        """Until so many nodes form a cluster in this state."""
        deadline = time.monotonic() + PATIENCE
        query = f"wait_for_nodes={nodes}&wait_for_status={status}&timeout=1s"
        while True:
            for number, process in self._nodes.items():
                if process.poll() is not None:
                    console = (self._root / f"n{number}" / "console").read_text(errors="replace")
                    raise ClusterError(f"node {number} ended with {process.returncode}:\n{console[-3000:]}")
            try:
                health = self.ask(f"_cluster/health?{query}")
                if not health["timed_out"]:
                    return
            except (URLError, OSError):
                time.sleep(0.2)
            if time.monotonic() > deadline:
                raise ClusterError(f"no {status} cluster of {nodes} nodes within {PATIENCE} s: see {self._root}")

    def ask(self, path: str, method: str = "GET", body: object = None) -> Any:
        """One answer of the first node that lives."""
        port = self.http[min(self._nodes)]
        content = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", content, method=method)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def _unpack(self) -> None:
        """A copy that the unprivileged user may read, with a folder for each node."""
        shutil.copytree(self._home, self._root / "server")
        for script in (self._root / "server" / "bin").iterdir():
            script.chmod(0o755)
        for number in range(NODES):
            folder = self._root / f"n{number}"
            for part in ("data", "logs", "tmp"):
                (folder / part).mkdir(parents=True)
            shutil.copytree(self._home / "config", folder / "config")
            seeds = ", ".join(f'"127.0.0.1:{port}"' for port in self._transport)
            (folder / "config" / "opensearch.yml").write_text(
                _CONFIG.format(
                    name=f"n{number}",
                    folder=folder,
                    http=self.http[number],
                    transport=self._transport[number],
                    seeds=seeds,
                )
            )
        if os.geteuid() == 0:
            for path in [self._root, *self._root.rglob("*")]:
                os.chown(path, NOBODY, NOBODY)


def _java_home() -> str:
    java = shutil.which("java")
    if not java:
        raise ClusterError("no java on PATH: OpenSearch needs Java 11 or newer")
    return str(Path(java).resolve().parent.parent)


def main() -> None:
    try:
        with Cluster() as cluster:
            print(cluster.url("articles"), flush=True)
            sys.stdin.read()
    except ClusterError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()

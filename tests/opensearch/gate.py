"""A door of TLS and a password before a node, as the security plugin of a cluster is one."""

from __future__ import annotations

import base64
import http.client
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

USER, PASSWORD, KEY = "timtin", "p@ss:wörd/", "a2V5"


def certificate(folder: Path) -> Path:
    """A certificate of localhost and its key in one file."""
    path = folder / "gate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(path), "-out", str(folder / "cert.pem")]
    subprocess.run(made, check=True, capture_output=True)
    path.write_text(path.read_text() + (folder / "cert.pem").read_text())
    return path


@contextmanager
def gate(port: int, pem: Path) -> Iterator[int]:
    """The port of a door to `port`."""

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            basic = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            if self.headers.get("Authorization") not in (basic, f"ApiKey {KEY}"):
                self.answer(401, b"Unauthorized", "text/plain")
                return
            node = http.client.HTTPConnection("127.0.0.1", port)
            headers = {"Content-Type": "application/json"} if body else {}
            node.request(self.command, self.path, body, headers)
            answer = node.getresponse()
            self.answer(answer.status, answer.read(), answer.headers.get("Content-Type", ""))
            node.close()

        def answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()

"""A web server on this machine that behaves as it is told, well or badly, and remembers who came."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from typing import Any


@dataclass
class Web:
    """`pages` says by path what is done with a request; what is not there is 404."""

    port: int = 0
    pages: dict[str, Callable[[Any], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    asked_at: list[float] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    at_once: int = 0
    most_at_once: int = 0
    bytes_sent: int = 0
    lock: Lock = field(default_factory=Lock)

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def pages_asked(self) -> list[str]:
        return [path for path in self.asked if path != "/robots.txt"]


def answer(status: int, body: bytes = b"", **headers: str) -> Callable[[Any], None]:
    def act(request: Any) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return act


def redirect(to: str, status: int = 301) -> Callable[[Any], None]:
    return answer(status, Location=to.encode().decode("latin-1"))


def slow(seconds: float) -> Callable[[Any], None]:
    def act(request: Any) -> None:
        time.sleep(seconds)
        answer(200)(request)

    return act


def drip_body(request: Any) -> None:
    """A page of comments, a sign at a time."""
    request.send_response(200)
    request.end_headers()
    for _sign in range(600):
        request.wfile.write(b"#")
        time.sleep(0.05)


def drip(request: Any) -> None:
    """A head without end, a sign at a time: no single wait is long."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _sign in range(600):
        request.wfile.write(b"x")
        time.sleep(0.05)


def endless(request: Any) -> None:
    request.send_response(200)
    request.end_headers()
    while True:
        request.wfile.write(b"x" * 65536)
        request.server.web.bytes_sent += 65536


def nonsense(request: Any) -> None:
    request.wfile.write(b"I am no web server\r\n\r\n")


def hang_up(request: Any) -> None:
    request.connection.close()


class _Handler(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        web: Web = self.server.web
        with web.lock:
            web.asked.append(self.path)
            web.asked_at.append(time.monotonic())
            web.headers = dict(self.headers)
            web.at_once += 1
            web.most_at_once = max(web.most_at_once, web.at_once)
        with suppress(OSError, ValueError):
            web.pages.get(self.path, answer(404))(self)
        with web.lock:
            web.at_once -= 1

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def served() -> Iterator[Web]:
    web = Web()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.web = web  # type: ignore[attr-defined]
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    web.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _DrippingHandshake(BaseRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):
            self.request.sendall(b"\x16\x03\x03\x40\x00")
            for _sign in range(600):
                self.request.sendall(b"\x02")
                time.sleep(0.05)


@contextmanager
def never_agreed() -> Iterator[int]:
    """The port of a server that begins a TLS handshake and never comes to its end, a sign at a time."""
    with ThreadingTCPServer(("127.0.0.1", 0), _DrippingHandshake) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()

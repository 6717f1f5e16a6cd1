"""Visiting an address of the web politely and safely, to see whether it answers.

Polite: robots.txt is asked first, a host is visited by one at a time with a pause between, and of what answers no more than
its head is read. Safe: a host is looked up once and connected to at exactly the address that was looked at, so that nothing
inside the own network is ever reached, by a redirect no more than by a name that changes its mind.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.utils.translation import gettext_lazy as _
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as NoAnswerInTime

from .bilingual import StrOrPromise

PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 5
# Of a robots.txt no more is read; RFC 9309 asks for as much.
LONGEST_ROBOTS = 512 * 1024
NOTHING_ALLOWED = ["User-agent: *", "Disallow: /"]
# A site may ask for longer pauses, but not for endless ones.
LONGEST_PAUSE = 30.0
# Where IPv6 has its public addresses: others, such as those of a translator, may lead to an IPv4 address of any sort.
PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")

# Of an address every sign that may stand there; what else was typed is encoded.
_SIGNS = "%/:=&?~#+!$,;'@()*[]"


TIMEOUT, NO_HOST, NO_CONNECTION, CERTIFICATE = "timeout", "no-host", "no-connection", "certificate"
FORBIDDEN, REDIRECTED = "forbidden", "redirected"
ROBOTS, ODD_ROBOTS = "robots", "odd-robots"
# What an address gave where it gave no status.
WORDS = {
    TIMEOUT: _("no answer in time"),
    NO_HOST: _("there is no such host"),
    NO_CONNECTION: _("no connection"),
    CERTIFICATE: _("its certificate does not hold"),
    FORBIDDEN: _("does not lead to a public address of the web"),
    REDIRECTED: _("is redirected without end"),
    ROBOTS: _("robots.txt asks programs to stay away"),
    ODD_ROBOTS: _("robots.txt cannot be read, and may ask programs to stay away"),
}
# As they also come where this machine has no network.
NO_NETWORK = {TIMEOUT, NO_HOST, NO_CONNECTION}
# The site is there and does not want programs: readers may well get an answer.
KEPT_AWAY = {ROBOTS, ODD_ROBOTS, "401", "402", "403", "405", "406", "429", "451"}


def has_answered(outcome: str) -> bool | None:
    """None where nobody can tell."""
    if outcome in KEPT_AWAY:
        return None
    return outcome.isdigit() and int(outcome) < 400


def in_words(outcome: str) -> StrOrPromise:
    """For editors: “404 Not Found”, or why there is no status."""
    with suppress(ValueError):
        return f"{outcome} {HTTPStatus(int(outcome)).phrase}"
    return WORDS.get(outcome, outcome)


class Unanswered(Exception):
    """With one of the words above."""


@dataclass(frozen=True)
class Manners:
    """How one visits. `is_private_allowed` is for tests, which have no public address to visit."""

    agent: str
    timeout: float
    pause: float
    is_private_allowed: bool = False


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str
    body: bytes


@dataclass
class _Host:
    """One at a time, and when the last of them left."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    left_at: float = 0.0


class Visitor:
    """Remembers while it lives which hosts it has been to and what their robots.txt says; threads may share one."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, RobotFileParser | Unanswered] = {}
        self._lock = threading.Lock()

    def visit(self, url: str) -> str:
        """The status of the page at the address, or at the end of its redirects; a word where there is none."""
        try:
            return str(self._follow(url, is_page=True).status)
        except Unanswered as reason:
            return str(reason)

    def _follow(self, url: str, *, is_page: bool) -> _Answer:
        for _hop in range(MOST_REDIRECTS + 1):
            address = self._checked(url)
            if is_page and not self._may_visit(address):
                raise Unanswered(ROBOTS)
            with self._turn(address):
                answer = self._ask(address, longest=0 if is_page else LONGEST_ROBOTS)
            if answer.status not in REDIRECTS or not answer.location:
                return answer
            url = _joined(url, answer.location)
        raise Unanswered(REDIRECTED)

    # Where one may go

    def _checked(self, url: str) -> SplitResult:
        """Only the web, at its own ports."""
        try:
            address = urlsplit(url)
            host, port = (address.hostname or "").encode("idna"), address.port
        except (ValueError, UnicodeError) as error:
            raise Unanswered(FORBIDDEN) from error
        is_host = host and b"%" not in host
        is_web = address.scheme in PORTS and is_host and not address.username and not address.password
        is_own_port = port in (None, *PORTS.values()) or self.manners.is_private_allowed
        if not (is_web and is_own_port):
            raise Unanswered(FORBIDDEN)
        return address

    def _may_visit(self, address: SplitResult) -> bool:
        return self._rules_of(address).can_fetch(self.manners.agent, address.geturl())

    def _rules_of(self, address: SplitResult) -> RobotFileParser:
        origin = f"{address.scheme}://{address.netloc}"
        if origin not in self._robots:
            try:
                self._robots[origin] = self._find_rules(origin)
            except Unanswered as reason:
                self._robots[origin] = reason
        rules = self._robots[origin]
        if isinstance(rules, Unanswered):
            raise rules
        return rules

    def _find_rules(self, origin: str) -> RobotFileParser:
        """As RFC 9309 has it: no file, no rules; a site that fails to give it wants to be left alone.

        So does one whose file cannot be read: nobody knows what it asks for.
        """
        rules = RobotFileParser()
        answer = self._follow(f"{origin}/robots.txt", is_page=False)
        if answer.status < 300:
            try:
                rules.parse(answer.body.decode("utf-8-sig", "replace").splitlines())
            except ValueError as error:
                raise Unanswered(ODD_ROBOTS) from error
        else:
            rules.parse(NOTHING_ALLOWED if answer.status >= 500 else [])
        return rules

    @contextmanager
    def _turn(self, address: SplitResult) -> Iterator[None]:
        """Waits for the host to be free, and for the pause since whoever was there last."""
        with self._lock:
            host = self._hosts.setdefault(address.hostname or "", _Host())
        with host.lock:
            time.sleep(max(0.0, host.left_at + self._pause(address) - time.monotonic()) if host.left_at else 0.0)
            try:
                yield
            finally:
                host.left_at = time.monotonic()

    def _pause(self, address: SplitResult) -> float:
        rules = self._robots.get(f"{address.scheme}://{address.netloc}")
        asked = int(rules.crawl_delay(self.manners.agent) or 0) if isinstance(rules, RobotFileParser) else 0
        return min(max(self.manners.pause, asked), max(LONGEST_PAUSE, self.manners.pause))

    # Asking

    def _ask(self, address: SplitResult, *, longest: int) -> _Answer:
        host, port = address.hostname or "", address.port or PORTS[address.scheme]
        connection = HTTPConnection(host, port, timeout=self.manners.timeout)
        connection.auto_open = 0  # by itself it would look the name up once more
        with _Limit(self.manners.timeout) as limit:
            try:
                connection.sock = _first_to_connect(self._looked_up(host, port), port, limit)
                connection.sock.settimeout(self.manners.timeout)
                limit.watch(connection.sock)
                if address.scheme == "https":
                    connection.sock = _secured(connection.sock, host)
                connection.request("GET", _target(address), headers=self._headers(address), preload_content=False)
                with connection.getresponse() as response:
                    location = response.headers.get("Location", "").encode("latin-1").decode("utf-8", "replace")
                    answer = _Answer(response.status, location, _beginning(response, longest))
                limit.check()
                return answer
            except (OSError, HTTPError, HTTPException, ValueError, AttributeError) as error:
                # When time is over the connection is ended under whoever reads from it, and that may look like anything.
                raise Unanswered(TIMEOUT if limit.is_over else _word_of(error)) from error
            finally:
                connection.close()

    def _headers(self, address: SplitResult) -> dict[str, str]:
        return {
            "Host": _host_and_port(address),
            "User-Agent": self.manners.agent,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }

    def _looked_up(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(_ascii(host), port, type=socket.SOCK_STREAM)
        except (OSError, ValueError) as error:
            raise Unanswered(NO_HOST) from error
        addresses = [str(place[0]) for *_rest, place in found]
        if not self.manners.is_private_allowed and not all(map(is_public, addresses)):
            raise Unanswered(FORBIDDEN)
        return addresses


def is_public(address: str) -> bool:
    """Reached over the internet, and by one machine at a time."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # with the name of a network card: an address of the own network
        return False
    if ip.is_multicast or not ip.is_global:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return True
    return ip in PUBLIC_IPV6 and (ip.sixtofour is None or is_public(str(ip.sixtofour)))


class _Limit:
    """All the time there is for asking at an address: the timeout of a socket is for each piece that it waits for.

    When it is over the connection ends under whoever waits for it, be it in the middle of a handshake.
    """

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds
        self._is_over = threading.Event()
        self._watched: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> "_Limit":
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        if self._watched:
            self._watched.close()

    @property
    def is_over(self) -> bool:
        return self._is_over.is_set()

    @property
    def left(self) -> float:
        if (seconds := self._ends_at - time.monotonic()) <= 0:
            raise TimeoutError
        return seconds

    def check(self) -> None:
        if self.is_over:
            raise TimeoutError

    def watch(self, connected: socket.socket) -> None:
        """By a handle of our own: TLS takes the socket away from whoever has it."""
        self._watched = connected.dup()
        # Time may have ended before there was anything to end.
        self.check()

    def _end(self) -> None:
        self._is_over.set()
        if self._watched:
            with suppress(OSError):
                self._watched.shutdown(socket.SHUT_RDWR)


def _first_to_connect(ips: list[str], port: int, limit: _Limit) -> socket.socket:
    """Each may take an equal part of the time that is left; where none connects, the last says why."""
    *others, last = ips
    for tried, ip in enumerate(others):
        with suppress(OSError):
            return socket.create_connection((ip, port), timeout=limit.left / (len(ips) - tried))
    return socket.create_connection((last, port), timeout=limit.left)


def _secured(connected: socket.socket, host: str) -> ssl.SSLSocket:
    """The certificate has to be that of the name, whatever address was connected to."""
    return ssl.create_default_context().wrap_socket(connected, server_hostname=_ascii(host).rstrip("."))


def _beginning(response: BaseHTTPResponse, longest: int) -> bytes:
    """Nothing of a body is read where nothing is wanted."""
    body = b""
    while len(body) < longest and (piece := response.read1(longest - len(body), decode_content=False)):
        body += piece
    return body


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Unanswered(FORBIDDEN) from error


def _word_of(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return CERTIFICATE
    return TIMEOUT if isinstance(error, TimeoutError | NoAnswerInTime) else NO_CONNECTION


def _ascii(host: str) -> str:
    return host.encode("idna").decode()


def _host_and_port(address: SplitResult) -> str:
    host = _ascii(address.hostname or "")
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{address.port}" if address.port else host


def _target(address: SplitResult) -> str:
    path = quote(address.path or "/", safe=_SIGNS)
    return f"{path}?{quote(address.query, safe=_SIGNS)}" if address.query else path

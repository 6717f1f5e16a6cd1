"""Visits to the web: what counts as an answer, what is never done to a site, and where nobody is ever led."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from publishing import visits
from publishing.visits import Manners, Visitor, has_answered, in_words, is_public
from tests.web import (
    Web,
    answer,
    drip,
    drip_body,
    endless,
    hang_up,
    never_agreed,
    nonsense,
    redirect,
    served,
    slow,
)

AGENT = "AllianceSourceCheck/1.0 (+https://alliance.example/about/)"


def visitor(**manners) -> Visitor:
    return Visitor(Manners(**{"agent": AGENT, "timeout": 1.0, "pause": 0.0, "is_private_allowed": True, **manners}))


@pytest.fixture
def web() -> Iterator[Web]:
    with served() as web:
        yield web


# What is an answer


@pytest.mark.parametrize("status", [200, 204, 404, 410, 403, 429, 500, 503])
def test_the_status_is_the_outcome(web, status):
    web.pages["/page"] = answer(status, b"" if status == 204 else b"text")

    assert visitor().visit(web.address("/page")) == str(status)


@pytest.mark.parametrize(
    ("outcome", "answered"),
    [
        *(("200", True), ("304", True), ("404", False), ("500", False), ("timeout", False), ("no-host", False)),
        *((outcome, None) for outcome in ("401", "403", "429", "451", "robots")),
    ],
)
def test_who_only_keeps_programs_away_has_neither_answered_nor_failed(outcome, answered):
    assert has_answered(outcome) is answered


@pytest.mark.parametrize(("outcome", "words"), [("404", "404 Not Found"), ("999", "999"), ("timeout", "in time")])
def test_an_outcome_has_words(outcome, words):
    assert words in str(in_words(outcome))


def test_a_chain_of_redirects_is_followed_to_its_end(web):
    web.pages |= {"/a": redirect("/b"), "/b": redirect("c?x=日本", 302), "/c?x=%E6%97%A5%E6%9C%AC": answer(200)}

    assert visitor().visit(web.address("/a")) == "200"
    assert web.pages_asked == ["/a", "/b", "/c?x=%E6%97%A5%E6%9C%AC"]


def test_redirects_without_end_are_left(web):
    web.pages["/round"] = redirect("/round")

    assert visitor().visit(web.address("/round")) == "redirected"
    assert len(web.pages_asked) == 6


def test_signs_outside_ascii_are_encoded(web):
    web.pages["/%E9%87%8F%E5%AD%90?q=a%20b"] = answer(200)

    assert visitor().visit(web.address("/量子?q=a b#part")) == "200"


@pytest.mark.parametrize("page", [slow(3), drip])
def test_it_waits_for_no_answer_longer_than_it_may(web, page):
    web.pages["/slow"] = page
    began = time.monotonic()

    assert visitor(timeout=0.5).visit(web.address("/slow")) == "timeout"
    assert time.monotonic() - began < 2.5


def test_a_handshake_without_end_is_left(web):
    began = time.monotonic()

    with never_agreed() as port:
        assert visitor(timeout=0.5).visit(f"https://127.0.0.1:{port}/") == "timeout"

    assert time.monotonic() - began < 2.5


def test_a_robots_txt_that_comes_too_slowly_is_not_waited_for(web):
    """Of half of it nobody knows what the other half forbids."""
    web.pages |= {"/robots.txt": drip_body, "/page": answer(200)}
    began = time.monotonic()

    assert visitor(timeout=0.5).visit(web.address("/page")) == "timeout"
    assert time.monotonic() - began < 2.5
    assert web.pages_asked == []


@pytest.mark.parametrize("page", [nonsense, hang_up])
def test_what_speaks_no_http_gives_no_connection(web, page):
    web.pages["/odd"] = page

    assert visitor().visit(web.address("/odd")) == "no-connection"


def test_nobody_there_is_no_connection():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]

    assert visitor().visit(f"http://127.0.0.1:{port}/") == "no-connection"


def test_a_server_without_the_certificate_of_its_name_is_not_trusted(web):
    assert visitor().visit(web.address("/").replace("http:", "https:")) in ("certificate", "no-connection")


# What is never done to a site


def test_of_a_body_nothing_is_read(web):
    web.pages["/endless"] = endless

    assert visitor().visit(web.address("/endless")) == "200"
    time.sleep(0.2)
    assert web.at_once == 0
    assert web.bytes_sent < 16 * 1024 * 1024  # what lay in the buffers of the machine


def test_of_a_robots_txt_without_end_only_the_beginning_is_read(web):
    web.pages |= {"/robots.txt": endless, "/page": answer(200)}

    assert visitor().visit(web.address("/page")) == "200"


def test_it_says_who_it_is(web):
    web.pages["/page"] = answer(200)

    visitor().visit(web.address("/page"))

    assert web.headers["User-Agent"] == AGENT
    assert web.headers["Host"] == f"127.0.0.1:{web.port}"


@pytest.mark.parametrize("agent", ["*", "AllianceSourceCheck"])
def test_robots_txt_is_obeyed(web, agent):
    web.pages |= {
        "/robots.txt": answer(200, f"User-agent: {agent}\nDisallow: /private/\n".encode()),
        "/private/page": answer(200),
        "/page": answer(200),
        "/in": redirect("/private/page"),
    }
    one = visitor()

    assert [one.visit(web.address(path)) for path in ("/private/page", "/in", "/page")] == ["robots", "robots", "200"]
    assert web.asked == ["/robots.txt", "/in", "/page"]


def test_a_robots_txt_for_others_is_none_for_us(web):
    web.pages |= {"/robots.txt": answer(200, b"User-agent: Other\nDisallow: /\n"), "/page": answer(200)}

    assert visitor().visit(web.address("/page")) == "200"


@pytest.mark.parametrize(("status", "outcome"), [(404, "200"), (403, "200"), (500, "robots"), (503, "robots")])
def test_without_robots_txt_all_is_open_and_with_one_that_fails_nothing(web, status, outcome):
    web.pages |= {"/robots.txt": answer(status), "/page": answer(200)}

    assert visitor().visit(web.address("/page")) == outcome


def test_robots_txt_is_asked_for_once_a_host(web):
    web.pages["/page"] = answer(200)
    one = visitor()

    for _visit in range(3):
        one.visit(web.address("/page"))

    assert web.asked.count("/robots.txt") == 1


@pytest.mark.parametrize(("rules", "pause"), [(b"", 0.3), (b"User-agent: *\nCrawl-delay: 1\n", 1.0)])
def test_between_two_visits_to_a_host_there_is_a_pause(web, rules, pause):
    web.pages |= {"/robots.txt": answer(200, rules), "/a": redirect("/b"), "/b": answer(200)}

    visitor(pause=0.3).visit(web.address("/a"))

    _robots, first, second = web.asked_at
    assert second - first >= pause * 0.95


# Where nobody is led


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.0.0.1",
            "192.168.1.1",
            "172.16.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.1.2.3",
            "224.0.0.1",
        ),
        *("255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1"),
    ],
)
def test_no_address_of_a_network_of_ones_own_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1", "2a00:1450::1"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_visited(host):
    assert visitor(is_private_allowed=False).visit(f"http://{host}/") in ("forbidden", "no-host")


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://alliance.example/", "file:///etc/passwd", "javascript:alert(1)", "//x", "http:///x", "http://[/"),
        *("http://93.184.216.34:22/", "http://93.184.216.34:8080/", "http://93.184.216.34:99999/"),
        "http://93.184.216.34%5B/",
        "http://me:secret@93.184.216.34/",
    ],
)
def test_only_the_web_at_its_own_ports_is_visited(url):
    assert visitor(is_private_allowed=False).visit(url) == "forbidden"


@contextmanager
def full(address: tuple[str, int]) -> Iterator[None]:
    """Somebody listens there, and has no room for another connection: who asks for one waits."""
    with socket.socket() as server, ExitStack() as waiting:
        server.bind(address)
        server.listen(0)
        for _place in range(3):
            caller = waiting.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(address)
        yield


class Resolver:
    """Names of our own for the tests: each asked for gives the next of its addresses, the last for ever."""

    def __init__(self, monkeypatch, **names: list[str]) -> None:
        self.names = {name.replace("_", "."): addresses for name, addresses in names.items()}
        self.asked: list[str] = []
        self.real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self)

    def __call__(self, host, port, *args, **kwargs):
        if host not in self.names:
            return self.real(host, port, *args, **kwargs)
        self.asked.append(host)
        addresses = self.names[host]
        address = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in address.split()]


@pytest.mark.parametrize("addresses", ["127.0.0.1", "10.0.0.1", "93.184.216.34 127.0.0.1"])
def test_a_name_that_leads_inside_is_not_visited(monkeypatch, addresses):
    Resolver(monkeypatch, inside_example=[addresses])

    assert visitor(is_private_allowed=False).visit("http://inside.example/") == "forbidden"


def test_the_address_that_was_looked_at_is_the_one_connected_to(monkeypatch, web):
    """Were the name asked for a second time, it would lead somewhere else."""
    web.pages |= {"/page": answer(200)}
    resolver = Resolver(monkeypatch, rebinding_example=["127.0.0.1", "127.0.0.1", "192.0.2.1"])

    assert visitor().visit(web.address("/page", host="rebinding.example")) == "200"
    assert resolver.asked == ["rebinding.example"] * 2  # for robots.txt, and for the page
    assert web.headers["Host"] == f"rebinding.example:{web.port}"


def test_where_one_address_of_a_host_does_not_connect_the_next_is_tried(monkeypatch, web):
    web.pages |= {"/page": answer(200)}
    Resolver(monkeypatch, many_example=["127.0.0.7 127.0.0.8 127.0.0.1"])

    assert visitor().visit(web.address("/page", host="many.example")) == "200"


def test_an_address_that_says_nothing_leaves_time_for_the_next(monkeypatch, web):
    web.pages |= {"/page": answer(200)}
    Resolver(monkeypatch, two_example=["127.0.0.7 127.0.0.1"])

    with full(("127.0.0.7", web.port)):
        assert visitor(timeout=2).visit(web.address("/page", host="two.example")) == "200"


def test_all_addresses_together_take_no_longer_than_one_may(monkeypatch, web):
    Resolver(monkeypatch, dead_example=["127.0.0.7 127.0.0.7 127.0.0.7"])
    began = time.monotonic()

    with full(("127.0.0.7", web.port)):
        assert visitor(timeout=0.6).visit(web.address("/page", host="dead.example")) == "timeout"

    assert time.monotonic() - began < 1.2


@pytest.mark.parametrize("inside", ["http://169.254.169.254/latest/", "http://127.0.0.3/", "ftp://127.0.0.1/x"])
def test_a_redirect_is_looked_at_like_any_other_address(monkeypatch, web, inside):
    """There is no public address here, so that of the server has to pass for one, and its port for that of the web."""
    monkeypatch.setattr(visits, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setitem(visits.PORTS, "http", web.port)
    web.pages |= {"/out": redirect("http://127.0.0.1/page"), "/page": answer(200), "/in": redirect(inside)}
    one = visitor(is_private_allowed=False)

    assert one.visit("http://127.0.0.1/out") == "200"
    assert one.visit("http://127.0.0.1/in") == "forbidden"

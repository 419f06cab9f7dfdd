"""What a host's robots.txt lets us poll."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import httpx

from bot.feeds.fetch import FeedFetch, FetchError, FetchLimits
from bot.feeds.robots import (
    AGAIN,
    DAY,
    LONGEST_ROBOTS,
    RobotsRules,
    RobotsVerdict,
    is_allowed,
    rules_for,
)
from bot.model.errors import FeedError
from bot.model.knowledge import FeedEntry, Robots
from tests.cases import each

API = "/api/v2/summary.json"


def allows(robots: str, path: str = API) -> bool:
    return is_allowed(rules_for(robots.encode()), f"https://status.kumo.example{path}")


@each(
    ("robots", "allowed"),
    [
        ("", True),
        ("<!DOCTYPE html><p>No such page", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /api", False),
        ("User-agent: *\nDisallow: /apis", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Jitabata\nAllow: /", True),
        ("User-agent: jitabata\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("user-agent: one\nuser-agent: JITABATA\ndisallow: /api # ours too", False),
        ("User-agent: jitabata\nAllow: /x\n\nUser-agent: Jitabata\nDisallow: /api", False),
        ("\ufeffUser-agent: *\r\nDisallow: /api\r\n", False),
        ("Disallow: /", True),
        ("User-agent: *\nSitemap: https://x/\nCrawl-delay: 9\nDisallow: /api", False),
    ],
)
def test_the_group_that_names_us_counts_else_the_one_for_everybody(
    robots: str, *, allowed: bool
) -> None:
    assert allows(robots) is allowed


@each(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /\nAllow: /status/", "/status/x", True),
        ("Disallow: /\nAllow: /status/", "/statusx", False),
        ("Allow: /api\nDisallow: /api", "/api", True),
        ("Disallow: /*.json", "/a/b.json", False),
        ("Disallow: /*.json$", "/a/b.json?x", True),
        ("Disallow: /*.json$", "/a.json/b.json", False),
        ("Disallow: /a*b*c", "/a-b-c-d", False),
        ("Disallow: /a*b*c", "/a-c-b", True),
        ("Disallow: /ab*b$", "/ab", True),
        ("Disallow: /x$", "/x", False),
        ("Disallow: /x$", "/xy", True),
        ("Disallow: /*?key=", "/feed?key=1", False),
        ("Disallow: /障害", "/%E9%9A%9C%E5%AE%B3/rss", False),
        ("Disallow: /%7Ea", "/~a", False),
        ("Disallow: /a%2fb", "/a/b", True),
        ("Disallow: /a%2fb", "/a%2Fb", False),
        ("Disallow: /", "/robots.txt", True),
    ],
)
def test_the_longest_pattern_decides_and_allows_on_a_tie(
    rules: str, path: str, *, allowed: bool
) -> None:
    assert allows(f"User-agent: *\n{rules}", path) is allowed


def test_what_lies_beyond_the_bound_is_not_read() -> None:
    padding = "#" * (LONGEST_ROBOTS - 20)
    assert allows(f"{padding}\nUser-agent: *\nDisallow: /")


@dataclass
class Host:
    """A robots.txt that changes, and a clock."""

    answers: list[tuple[int, bytes] | None]
    now: float = 0.0
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rules = RobotsRules(lambda: self.now)

    async def get(self, url: str) -> tuple[int, bytes]:
        self.asked.append(url)
        answer = self.answers.pop(0)
        if answer is None:
            raise FeedError("no connection", reachable=False)
        return answer

    def verdict(self, url: str = f"https://status.kumo.example{API}?a=b") -> RobotsVerdict:
        return asyncio.run(self.rules.verdict(url, self.get))


CLOSED = (200, b"User-agent: *\nDisallow: /api")
OPEN = (200, b"User-agent: *\nAllow: /")


def test_a_copy_is_good_for_a_day_and_for_every_address_of_its_site() -> None:
    host = Host([CLOSED, OPEN])
    assert host.verdict() is RobotsVerdict.CLOSED
    assert host.verdict("https://status.kumo.example/history.rss") is RobotsVerdict.OPEN
    host.now = DAY - 1
    assert host.verdict() is RobotsVerdict.CLOSED
    assert host.asked == ["https://status.kumo.example/robots.txt"]
    host.now = DAY
    assert host.verdict() is RobotsVerdict.OPEN


def test_another_port_is_another_site() -> None:
    host = Host([CLOSED, OPEN])
    assert host.verdict() is RobotsVerdict.CLOSED
    assert host.verdict(f"https://status.kumo.example:8443{API}") is RobotsVerdict.OPEN


@each("status", [400, 401, 403, 404, 410])
def test_a_file_that_is_not_there_closes_nothing(status: int) -> None:
    assert Host([(status, b"User-agent: *\nDisallow: /")]).verdict() is RobotsVerdict.OPEN


@each("answer", [(500, b""), (503, b""), (429, b""), (302, b""), None])
def test_a_file_that_cannot_be_had_closes_everything_until_it_can(
    answer: tuple[int, bytes] | None,
) -> None:
    host = Host([answer, OPEN])
    assert host.verdict() is RobotsVerdict.UNKNOWN
    host.now = AGAIN - 1
    assert host.verdict() is RobotsVerdict.UNKNOWN
    assert len(host.asked) == 1
    host.now = AGAIN
    assert host.verdict() is RobotsVerdict.OPEN


def test_an_older_copy_holds_while_no_new_one_can_be_had() -> None:
    host = Host([OPEN, None, (500, b""), CLOSED])
    said = []
    for now in (0.0, DAY, DAY + AGAIN, DAY + 2 * AGAIN):
        host.now = now
        said.append(host.verdict())
    assert said == [
        RobotsVerdict.OPEN,
        RobotsVerdict.OPEN,
        RobotsVerdict.OPEN,
        RobotsVerdict.CLOSED,
    ]


# A feed is fetched only where its host lets us.

SOURCE = FeedEntry("kumo", "kumo", f"https://status.kumo.example{API}", "statuspage")
PAGE = b'{"page":{"id":"p"},"status":{"indicator":"none"}}'


class Site:
    """Hosts with their robots.txt; every other address is a page, or leads to another."""

    def __init__(self, robots: Callable[[str], httpx.Response], *, leads_to: str = "") -> None:
        self.robots = robots
        self.leads_to = leads_to
        self.asked: list[str] = []
        self.failure: FetchError | None = None

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.url.host}{request.url.path}")
        if request.url.path == "/robots.txt":
            return self.robots(request.url.host)
        if self.leads_to and request.url != self.leads_to:
            return httpx.Response(302, headers={"location": self.leads_to})
        return httpx.Response(200, content=PAGE)

    def fetched(self, source: FeedEntry = SOURCE, times: int = 1) -> "Site":
        async def public(host: str, port: int) -> list[str]:
            return ["1.1.1.1"]

        async def fetch() -> None:
            client = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
            feed = FeedFetch(client, FetchLimits(), public, robots=RobotsRules(lambda: 0.0))
            for _ in range(times):
                await feed(source)

        try:
            asyncio.run(fetch())
        except FetchError as e:
            self.failure = e
        return self


def with_rules(rules: str) -> Callable[[str], httpx.Response]:
    return lambda host: httpx.Response(200, text=f"User-agent: *\n{rules}")


def test_robots_is_asked_once_before_the_feed() -> None:
    site = Site(with_rules("Disallow: /admin")).fetched(times=2)
    feed = f"status.kumo.example{API}"
    assert site.asked == ["status.kumo.example/robots.txt", feed, feed]
    assert site.failure is None


def test_a_closed_address_is_not_asked() -> None:
    site = Site(with_rules("Disallow: /api")).fetched()
    assert site.asked == ["status.kumo.example/robots.txt"]
    assert str(site.failure) == "robots.txt of status.kumo.example closes this address to us"
    assert site.failure
    assert site.failure.reachable


def test_a_documented_feed_costs_no_request_more() -> None:
    source = replace(SOURCE, robots=Robots.DOCUMENTED)
    site = Site(with_rules("Disallow: /")).fetched(source)
    assert site.asked == [f"status.kumo.example{API}"]
    assert site.failure is None


def gone(host: str) -> httpx.Response:
    raise httpx.ConnectError("no")


def astray(host: str) -> httpx.Response:
    return httpx.Response(301, headers={"location": "https://www.example/robots.txt"})


def round_about(host: str) -> httpx.Response:
    return httpx.Response(302, headers={"location": "/robots.txt"})


@each("robots", [gone, astray, round_about, lambda _: httpx.Response(503)])
def test_where_robots_cannot_be_read_nothing_is_asked(
    robots: Callable[[str], httpx.Response],
) -> None:
    site = Site(robots).fetched()
    assert f"status.kumo.example{API}" not in site.asked
    assert "www.example/robots.txt" not in site.asked
    assert site.failure
    assert not site.failure.reachable


def test_a_long_file_is_read_as_far_as_it_counts() -> None:
    site = Site(with_rules("Disallow: /api\n" + "#" * LONGEST_ROBOTS)).fetched()
    assert "closes this address" in str(site.failure)


def test_a_named_site_is_asked_for_its_own_rules() -> None:
    def robots(host: str) -> httpx.Response:
        closed = "Disallow: /" if host == "new.example" else "Allow: /"
        return httpx.Response(200, text=f"User-agent: *\n{closed}")

    source = replace(SOURCE, sent_on_to=("new.example",))
    site = Site(robots, leads_to="https://new.example/x").fetched(source)
    assert site.asked[-1] == "new.example/robots.txt"
    assert "robots.txt of new.example closes" in str(site.failure)

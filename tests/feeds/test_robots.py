"""What a host's robots.txt lets us poll."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.feeds.robots import AGAIN, DAY, LONGEST_ROBOTS, RobotsRules, Verdict, is_allowed, rules_for
from bot.model.errors import FeedError

API = "/api/v2/summary.json"


def allows(robots: str, path: str = API) -> bool:
    return is_allowed(rules_for(robots.encode(), "jitabata"), path)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("", True),
        ("<!DOCTYPE html><p>No such page", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /api", False),
        ("User-agent: *\nDisallow: /apis", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Jitabata/0.1\nAllow: /", True),
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


@pytest.mark.parametrize(
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

    def verdict(self, url: str = f"https://status.kumo.example{API}?a=b") -> Verdict:
        return asyncio.run(self.rules.verdict(url, self.get))


CLOSED = (200, b"User-agent: *\nDisallow: /api")
OPEN = (200, b"User-agent: *\nAllow: /")


def test_a_copy_is_good_for_a_day_and_for_every_address_of_its_site() -> None:
    host = Host([CLOSED, OPEN])
    assert host.verdict() is Verdict.CLOSED
    assert host.verdict("https://status.kumo.example/history.rss") is Verdict.OPEN
    host.now = DAY - 1
    assert host.verdict() is Verdict.CLOSED
    assert host.asked == ["https://status.kumo.example/robots.txt"]
    host.now = DAY
    assert host.verdict() is Verdict.OPEN


def test_another_port_is_another_site() -> None:
    host = Host([CLOSED, OPEN])
    assert host.verdict() is Verdict.CLOSED
    assert host.verdict(f"https://status.kumo.example:8443{API}") is Verdict.OPEN


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_file_that_is_not_there_closes_nothing(status: int) -> None:
    assert Host([(status, b"User-agent: *\nDisallow: /")]).verdict() is Verdict.OPEN


@pytest.mark.parametrize("answer", [(500, b""), (503, b""), (429, b""), (302, b""), None])
def test_a_file_that_cannot_be_had_closes_everything_until_it_can(
    answer: tuple[int, bytes] | None,
) -> None:
    host = Host([answer, OPEN])
    assert host.verdict() is Verdict.UNKNOWN
    host.now = AGAIN - 1
    assert host.verdict() is Verdict.UNKNOWN
    assert len(host.asked) == 1
    host.now = AGAIN
    assert host.verdict() is Verdict.OPEN


def test_an_older_copy_holds_while_no_new_one_can_be_had() -> None:
    host = Host([OPEN, None, (500, b""), CLOSED])
    said = []
    for now in (0.0, DAY, DAY + AGAIN, DAY + 2 * AGAIN):
        host.now = now
        said.append(host.verdict())
    assert said == [Verdict.OPEN, Verdict.OPEN, Verdict.OPEN, Verdict.CLOSED]

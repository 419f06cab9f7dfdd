"""One feed over HTTP: what is asked, what is refused, and how long it may take."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from bot.feeds.fetch import LONGEST_WAIT, FeedFetch, FetchError, FetchLimits
from bot.model.errors import FeedError
from bot.model.knowledge import FeedEntry
from bot.model.status import FeedReading, State
from tests.cases import each

SOURCE = FeedEntry("kumo", "kumo", "https://status.kumo.example/api/v2/status.json", "statuspage")
PAGE = b'{"page":{"id":"p"},"status":{"indicator":"none"}}'

Answer = Callable[[httpx.Request], httpx.Response]


async def public(host: str, port: int) -> list[str]:
    return ["1.1.1.1"]


def fetching(answer: Answer, limits: FetchLimits | None = None) -> FeedFetch:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return FeedFetch(client, limits, public)


def fetch(answer: Answer, source: FeedEntry = SOURCE) -> FeedReading:
    return asyncio.run(fetching(answer)(source))


def failure(answer: Answer, source: FeedEntry = SOURCE) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(answer, source)
    return caught.value


class Script:
    """Answers one after the other, the last for ever; remembers what was asked."""

    def __init__(self, *answers: httpx.Response) -> None:
        self._answers = list(answers)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def page(**headers: str) -> httpx.Response:
    return httpx.Response(
        200, content=PAGE, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


@each(
    ("contact", "agent"),
    [
        ("", "Jitabata/0.1"),
        ("https://desk.example/bot", "Jitabata/0.1 (+https://desk.example/bot)"),
    ],
)
def test_a_page_is_fetched_and_read_under_our_own_name(contact: str, agent: str) -> None:
    script = Script(page())
    client = httpx.AsyncClient(transport=httpx.MockTransport(script))
    reading = asyncio.run(FeedFetch(client, None, public, contact=contact)(SOURCE))
    assert reading.overall is State.OPERATIONAL
    assert script.asked[0].headers["user-agent"] == agent


@each("contact", ["a\r\nx: y", "連絡先"])
def test_a_contact_that_is_no_header_is_refused_at_once(contact: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        FeedFetch(httpx.AsyncClient(), contact=contact)


def test_validators_come_back_and_not_modified_keeps_the_reading() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if "if-none-match" in request.headers:
            return httpx.Response(304)
        return httpx.Response(
            200, content=PAGE, headers={"etag": '"a"', "last-modified": "Fri, 01 May 2026"}
        )

    async def twice() -> tuple[FeedReading, FeedReading]:
        fetch_feed = fetching(answer)
        return await fetch_feed(SOURCE), await fetch_feed(SOURCE)

    first, second = asyncio.run(twice())
    assert first is second
    assert asked[1].headers["if-none-match"] == '"a"'
    assert asked[1].headers["if-modified-since"] == "Fri, 01 May 2026"


def test_an_unchanged_body_is_not_read_again_and_a_changed_one_is() -> None:
    bodies = iter([PAGE, PAGE, PAGE.replace(b"none", b"major")])

    async def thrice() -> list[FeedReading]:
        fetch_feed = fetching(lambda _: httpx.Response(200, content=next(bodies)))
        return [await fetch_feed(SOURCE) for _ in range(3)]

    first, second, third = asyncio.run(thrice())
    assert first is second
    assert third.overall is State.PARTIAL_OUTAGE


async def times(
    number: int, script: Script, source: FeedEntry = SOURCE
) -> list[FeedReading | None]:
    """What so many fetches in a row answered; None for one that failed."""
    fetch_feed, said = fetching(script), list[FeedReading | None]()
    for _ in range(number):
        try:
            said.append(await fetch_feed(source))
        except FeedError:
            said.append(None)
    return said


@each("before", [[], [page()], [page(etag="x" * 1001)]])
def test_not_modified_without_a_condition_is_a_failure(before: list[httpx.Response]) -> None:
    script = Script(*before, httpx.Response(304))
    assert asyncio.run(times(len(before) + 1, script))[-1] is None
    assert "if-none-match" not in script.asked[-1].headers


def test_an_unreadable_document_takes_its_validators_along() -> None:
    html = httpx.Response(200, html="<!DOCTYPE html><p>operational", headers={"etag": "b"})
    script = Script(page(etag="a"), html, httpx.Response(304))
    assert [bool(r) for r in asyncio.run(times(3, script))] == [True, False, False]
    assert script.asked[1].headers["if-none-match"] == "a"
    assert "if-none-match" not in script.asked[2].headers


def test_a_failure_of_the_server_leaves_the_validators() -> None:
    script = Script(page(etag="a"), httpx.Response(503), httpx.Response(304))
    first, second, third = asyncio.run(times(3, script))
    assert second is None
    assert first is third


@each(
    ("code", "reachable", "why"),
    [
        (204, True, "HTTP 204"),
        (401, True, "a login"),
        (403, True, "refuses us"),
        (404, True, "no such page"),
        (429, True, "asks us to wait"),
        (500, False, "HTTP 500"),
    ],
)
def test_an_error_says_whether_anything_answered(code: int, why: str, *, reachable: bool) -> None:
    said = failure(lambda _: httpx.Response(code))
    assert said.reachable is reachable
    assert why in str(said)


@each(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30.0),
        ({"retry-after": "86400"}, LONGEST_WAIT),
        ({"retry-after": "soon"}, None),
        ({}, None),
        (
            {
                "retry-after": "Fri, 01 May 2026 00:01:00 GMT",
                "date": "Fri, 01 May 2026 00:00:00 GMT",
            },
            60.0,
        ),
    ],
)
@each("code", [420, 429, 503])
def test_retry_after_is_heard_up_to_a_cap(
    headers: dict[str, str], seconds: float | None, code: int
) -> None:
    assert failure(lambda _: httpx.Response(code, headers=headers)).retry_after == seconds


def test_a_connection_that_fails_is_unreachable() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    assert not failure(answer).reachable


def test_html_behind_a_200_is_unreadable() -> None:
    with pytest.raises(FeedError) as caught:
        fetch(lambda _: httpx.Response(200, html="<!DOCTYPE html><p>operational"))
    assert caught.value.reachable


def moved(to: str) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url == SOURCE.url:
            return httpx.Response(302, headers={"location": to})
        return httpx.Response(200, content=PAGE)

    return answer


ELSEWHERE = "https://status.kumo-new.example/x"


def test_another_site_is_not_followed_until_its_feed_names_it() -> None:
    said = failure(moved(ELSEWHERE))
    assert said.reachable
    assert "status.kumo.example sends us on to status.kumo-new.example: another site" in str(said)
    named = replace(SOURCE, sent_on_to=("status.kumo-new.example",))
    assert fetch(moved(ELSEWHERE), named).oddities == ()


def test_a_name_in_other_letters_is_named_in_either_spelling() -> None:
    to = "https://xn--tck1b4c4d.example/x"  # コマンド
    for name in (httpx.URL(to).host, "xn--tck1b4c4d.example"):
        assert fetch(moved(to), replace(SOURCE, sent_on_to=(name,))).overall is State.OPERATIONAL


def test_validators_go_only_where_they_came_from() -> None:
    sent_on = httpx.Response(302, headers={"location": "/new"})
    script = Script(sent_on, page(etag="a"), sent_on, httpx.Response(304))
    first, second = asyncio.run(times(2, script))
    assert first is second
    conditions = [request.headers.get("if-none-match") for request in script.asked]
    assert conditions == [None, None, None, "a"]


def test_a_redirect_within_the_host_is_followed() -> None:
    assert fetch(moved("/elsewhere")).oddities == ()


@each("to", ["/inactive", "https://status.kumo.example/inactive/"])
def test_an_inactive_page_is_unreadable(to: str) -> None:
    said = failure(moved(to))
    assert said.reachable
    assert "inactive" in str(said)


@each(
    "to",
    [
        "http://status.kumo.example/",
        "file:///etc/passwd",
        "ftp://x/",
        "https://u:p@x/",
        "https://xn--5ckesn2b8nzc.example/",
    ],
)
def test_a_redirect_away_from_plain_https_is_refused(to: str) -> None:
    assert "refused" in str(failure(moved(to)))


def test_redirects_end() -> None:
    said = failure(lambda request: httpx.Response(302, headers={"location": f"{request.url}x"}))
    assert "redirects" in str(said)


def test_the_host_of_an_entry_is_in_lower_case() -> None:
    assert replace(SOURCE, url="https://Status.Kumo.example/x").host == "status.kumo.example"

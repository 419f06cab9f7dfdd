"""The door of staff: links, tokens that are guessed, sessions and names."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.staff import IDLE, Role, StaffSession, spoken_name
from bot.running.web_server import begin_of
from bot.web import sign_in_attempts
from bot.web.sign_in_attempts import SignInAttempts
from bot.web.staff_sessions import BELIEVED_FOR, StaffSessions
from tests.examples import first
from tests.store.databases import in_memory
from tests.web.conftest import House
from tests.web.fakes import NOON
from tests.web.forms import STAFF_TOKEN, hidden, sign_in

pytestmark = pytest.mark.anyio
THERE = ("192.0.2.1", "203.0.113.7")


async def knock(
    browser: httpx.AsyncClient, token: str, name: str = "佐藤", **more: str
) -> httpx.Response:
    form = hidden((await browser.get("/staff/login")).text, "token")
    return await browser.post(
        "/staff/login", data={"token": form, "staff": name, "staff_token": token, **more}
    )


async def is_in(browser: httpx.AsyncClient) -> bool:
    return (await browser.get("/staff")).status_code == 200


# Without a token.


@pytest.mark.parametrize(
    ("address", "at", "headers", "status"),
    [
        ("127.0.0.1", "http://localhost", {}, 200),
        ("::1", "http://[::1]:8080", {}, 200),
        ("203.0.113.7", "http://localhost", {}, 403),
        ("127.0.0.1", "http://desk.example", {}, 403),
        ("127.0.0.1", "http://localhost", {"Host": "desk.example:99999"}, 403),
        ("127.0.0.1", "http://localhost", {"Host": "desk.example/x"}, 403),
        ("127.0.0.1", "http://localhost", {"X-Forwarded-For": "203.0.113.7"}, 403),
        ("127.0.0.1", "http://localhost", {"X-Forwarded-Host": "desk.example"}, 403),
        ("127.0.0.1", "http://localhost", {"X-Real-IP": "203.0.113.7"}, 403),
        ("127.0.0.1", "http://localhost", {"Forwarded": "for=203.0.113.7"}, 403),
        ("127.0.0.1", "http://localhost", {"Via": "1.1 proxy"}, 403),
    ],
)
async def test_without_a_token_only_this_machine_gets_in(
    address: str, at: str, headers: dict[str, str], status: int
) -> None:
    house = House(staff_token=None)
    async with house.browser(address=address, at=at) as browser:
        answer = await browser.get("/staff/login", headers=headers)
    assert answer.status_code == status
    assert ("このコンピューターからだけ" in answer.text) == (status == 200)


async def test_a_proxy_that_adds_nothing_opens_nothing_without_the_link() -> None:
    house = House(staff_token=None)
    house.links.announce()
    (link,) = house.announced
    async with house.browser() as stranger, house.browser() as operator:
        assert "一度だけ" in (await stranger.get("/staff/login")).text
        for guess in ("", "x" * 32):
            assert (await knock(stranger, guess)).status_code == 403
        page = (await operator.get(link)).text
        assert 'type="password"' not in page
        form = {name: hidden(page, name) for name in ("token", "staff_token")}
        assert (
            await operator.post("/staff/login", data={**form, "staff": "佐藤"})
        ).status_code == 303
        assert await is_in(operator)
        assert not await is_in(stranger)
        used = form["staff_token"]
        assert (await knock(stranger, used, "鈴木")).status_code == 403
        assert len(house.announced) == 2
        _, _, fresh = house.announced[-1].partition("key=")
        taken = await knock(stranger, fresh, "佐藤")
        assert (taken.status_code, hidden(taken.text, "staff_token")) == (409, fresh)
        assert (await knock(stranger, fresh, "鈴木")).status_code == 303


def test_the_link_names_this_machine() -> None:
    assert begin_of("0.0.0.0", 8000) == begin_of("127.0.0.1", 8000) == "http://127.0.0.1:8000"  # noqa: S104
    assert begin_of("::", 1) == "http://[::1]:1"
    assert begin_of("192.0.2.5", 8000) == ""


# Guessing.


@dataclass
class Waits:
    """Remembers for how long somebody was kept waiting; ``holds``: and keeps them so."""

    holds: bool = False
    spans: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.spans.append(seconds)
        if self.holds:
            await asyncio.Event().wait()


async def test_wrong_tries_wait_longer_and_longer_and_only_so_long() -> None:
    waits = Waits()
    door = SignInAttempts(waits)
    slow = [await door.failed(THERE[0], NOON) for _ in range(sign_in_attempts.FREE + 8)]
    assert slow == [False] * sign_in_attempts.FREE + [True] * 8
    assert waits.spans == [0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0, 5.0]
    assert not await door.failed(THERE[1], NOON)
    assert not await door.failed(THERE[0], NOON + sign_in_attempts.WITHIN)


async def test_guesses_from_many_addresses_wait_as_well() -> None:
    waits = Waits()
    door = SignInAttempts(waits)
    for n in range(sign_in_attempts.FREE_IN_ALL):
        assert not await door.failed(f"2001:db8:0:{n}::1", NOON)
    assert await door.failed("2001:db8:1::1", NOON)
    assert waits.spans == [0.25]


async def test_neighbours_of_one_network_guess_together() -> None:
    door = SignInAttempts(Waits())
    slow = [await door.failed(f"2001:db8::{n}", NOON) for n in range(sign_in_attempts.FREE + 1)]
    assert slow[-1]


async def test_few_guesses_of_one_address_may_wait_at_a_time() -> None:
    door = SignInAttempts(Waits(holds=True))
    for _ in range(sign_in_attempts.FREE):
        await door.failed(THERE[0], NOON)
    waiting = []
    for _ in range(sign_in_attempts.MOST_WAITING):
        assert not door.refuses(THERE[0], NOON)
        waiting.append(asyncio.create_task(door.failed(THERE[0], NOON)))
        await asyncio.sleep(0)
    assert door.refuses(THERE[0], NOON)
    assert not door.refuses(THERE[1], NOON)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert not door.refuses(THERE[0], NOON)


async def test_staff_behind_the_address_of_an_attacker_get_in_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_attempts, "LONGEST", 0.001)
    async with house.browser() as attacker, house.browser() as staff:
        statuses = [(await knock(attacker, f"guess {n}")).status_code for n in range(15)]
        assert statuses == [403] * sign_in_attempts.FREE + [429] * 5
        assert (await knock(staff, STAFF_TOKEN)).status_code == 303


# Sessions.


async def test_a_session_that_was_ended_is_over_whoever_has_its_cookie(house: House) -> None:
    async with house.browser() as browser, house.browser() as thief:
        await sign_in(browser)
        thief.cookies.set("jitabata_staff", browser.cookies["jitabata_staff"])
        assert await is_in(thief)
        token = hidden((await browser.get("/staff")).text, "token")
        await browser.post("/staff/logout", data={"token": token})
        house.clock.passes(BELIEVED_FOR)  # each browser has a process of its own here
        assert not await is_in(thief)


async def test_a_session_that_nobody_uses_ends(house: House) -> None:
    async with house.browser() as browser:
        await sign_in(browser)
        for _ in range(3):
            house.clock.passes(IDLE - timedelta(seconds=1))
            assert await is_in(browser)
        house.clock.passes(IDLE)
        assert not await is_in(browser)


async def test_a_page_that_looks_after_itself_is_no_use_of_a_session(house: House) -> None:
    by_itself = {"Sec-Fetch-Mode": "cors"}
    async with house.browser() as browser:
        await sign_in(browser)
        for _ in range(4):
            house.clock.passes(IDLE / 4 - timedelta(seconds=1))
            assert (await browser.get("/staff", headers=by_itself)).status_code == 200
        house.clock.passes(timedelta(seconds=4))
        assert (await browser.get("/staff", headers=by_itself)).status_code == 303


async def test_another_process_hears_of_a_logout_within_seconds() -> None:
    store = in_memory()
    here, there = StaffSessions(store.staff), StaffSessions(store.staff)
    assert await here.begin(StaffSession("key", "佐藤", Role.AGENT, NOON, NOON))
    assert await there.live("key", NOON, in_use=True)
    await here.end("key", NOON)
    assert not await there.live("key", NOON + BELIEVED_FOR, in_use=True)
    store.close()


# Names.


@pytest.mark.parametrize("name", ["佐藤", " 佐 藤 ", "佐\u200b藤", "佐藤\u202e"])
async def test_a_name_belongs_to_one_browser_at_a_time(house: House, name: str) -> None:
    async with house.browser() as first, house.browser() as second:
        await sign_in(first, "佐藤")
        answer = await knock(second, STAFF_TOKEN, name)
        assert answer.status_code == 409
        assert "別の画面で使われています" in answer.text
        assert not await is_in(second)
        assert await is_in(first)
        assert (await knock(second, STAFF_TOKEN, "鈴木")).status_code == 303


async def test_who_has_another_browser_may_end_the_session_there(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async with house.browser() as first, house.browser() as second:
        await sign_in(first)
        assert (await knock(second, STAFF_TOKEN, instead="on")).status_code == 303
        house.clock.passes(BELIEVED_FOR)
        assert await is_in(second)
        assert not await is_in(first)
    assert "another browser" in caplog.text
    assert "佐藤" not in caplog.text


@pytest.mark.parametrize("ends", first(1, ["logout", "idle"]))
async def test_a_name_is_free_again_when_its_session_is_over(house: House, ends: str) -> None:
    async with house.browser() as first, house.browser() as second:
        await sign_in(first)
        if ends == "logout":
            token = hidden((await first.get("/staff")).text, "token")
            await first.post("/staff/logout", data={"token": token})
        else:
            house.clock.passes(IDLE)
        assert (await knock(second, STAFF_TOKEN)).status_code == 303


@given(st.text(max_size=80))
def test_a_name_holds_nothing_that_nobody_sees(text: str) -> None:
    name = spoken_name(text)
    assert name == spoken_name(name)
    assert not re.search(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f-\x9f]", name)

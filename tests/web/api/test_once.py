"""A post under a key happens once, whatever becomes of the line to the program that sent it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.desk.api_tokens import KEYS_LAST
from bot.model.effect import Effect
from bot.model.errors import StoreUnavailableError
from bot.model.event import Event
from bot.web.api.resource import AGAIN_AFTER
from tests.web.api.conftest import OWN, Programs, said
from tests.web.api.test_cases import REPORT, heard

pytestmark = pytest.mark.anyio
KEY = {"Idempotency_Key": "order-17"}


async def test_the_same_again_gets_the_first_answer_and_changes_nothing(
    programs: Programs,
) -> None:
    token = programs.token(organisation=OWN)
    first = await programs.asks(token, "POST", "/cases", REPORT, **KEY)
    programs.clock.passes(KEYS_LAST - timedelta(seconds=1))
    again = await programs.asks(token, "POST", "/cases", dict(reversed(REPORT.items())), **KEY)
    assert (again.status_code, again.json()) == (201, first.json())
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert len(heard(programs)) == 1
    programs.clock.passes(timedelta(seconds=1))
    later = await programs.asks(token, "POST", "/cases", REPORT | {"text": "別の件です"}, **KEY)
    assert "idempotency-replayed" not in later.headers


async def test_something_else_under_the_same_key_is_refused(programs: Programs) -> None:
    token = programs.token(organisation=OWN)
    case = (await programs.asks(token, "POST", "/cases", REPORT, **KEY)).json()["case"]["id"]
    other = await programs.asks(token, "POST", "/cases", REPORT | {"text": "別の件です"}, **KEY)
    assert said(other) == "key_reused"
    path = f"/cases/{case}/messages"
    assert said(await programs.asks(token, "POST", path, {"text": "あ"}, **KEY)) == "key_reused"


async def test_the_same_key_of_another_token_is_another_key(programs: Programs) -> None:
    for _ in range(2):
        token = programs.token(organisation=OWN)
        answer = await programs.asks(token, "POST", "/cases", REPORT, **KEY)
        assert answer.status_code == 201
    assert len(heard(programs)) == 2


@pytest.mark.parametrize("key", ["", " ", "a b", "鍵".encode(), "x" * 256])
async def test_a_post_needs_a_key(programs: Programs, key: Any) -> None:
    answer = await programs.asks(programs.token(), "POST", "/cases", REPORT, Idempotency_Key=key)
    assert said(answer) == "bad_key"
    assert heard(programs) == []


class SlowDoor:
    """A desk that takes its time, or fails."""

    def __init__(self, programs: Programs) -> None:
        self._handle = programs.door.handle
        self.began, self.goes_on = asyncio.Event(), asyncio.Event()
        self.fails = False

    async def handle(self, event: Event) -> tuple[Effect, ...]:
        self.began.set()
        if self.fails:
            raise StoreUnavailableError("away")
        await self.goes_on.wait()
        return await self._handle(event)


@pytest.mark.slow
async def test_of_two_at_once_one_is_told_to_wait(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = SlowDoor(programs)
    monkeypatch.setattr(programs.door, "handle", door.handle)
    token = programs.token(organisation=OWN)
    first = asyncio.ensure_future(programs.asks(token, "POST", "/cases", REPORT, **KEY))
    await door.began.wait()
    second = await programs.asks(token, "POST", "/cases", REPORT, **KEY)
    assert said(second) == "key_running"
    assert second.headers["retry-after"] == "5"
    door.goes_on.set()
    assert (await first).status_code == 201
    assert len(heard(programs)) == 1


async def test_a_report_that_broke_off_can_be_sent_again_and_is_taken_in_once(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = programs.token(organisation=OWN)
    with monkeypatch.context() as broken:
        broken.setattr(type(programs.store.api), "keep_answer", gone)
        assert (await programs.asks(token, "POST", "/cases", REPORT, **KEY)).status_code == 500
    assert len(heard(programs)) == 1
    assert said(await programs.asks(token, "POST", "/cases", REPORT, **KEY)) == "key_running"
    programs.clock.passes(AGAIN_AFTER)
    again = await programs.asks(token, "POST", "/cases", REPORT, **KEY)
    assert again.status_code == 201
    assert again.json()["reply"] is not None
    assert len(heard(programs)) == 1


def gone(*_: object) -> None:
    raise RuntimeError("killed")


async def test_while_the_database_is_away_a_program_is_asked_to_come_again(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = SlowDoor(programs)
    door.fails = True
    monkeypatch.setattr(programs.door, "handle", door.handle)
    answer = await programs.asks(programs.token(), "POST", "/cases", REPORT, **KEY)
    assert said(answer) == "away"
    assert answer.headers["retry-after"] == "10"


async def test_a_key_under_which_nothing_was_done_is_free_again(programs: Programs) -> None:
    token = programs.token(organisation=OWN)
    wrong = await programs.asks(token, "POST", "/cases", REPORT | {"products": ["nix"]}, **KEY)
    assert said(wrong) == "invalid"
    right = await programs.asks(token, "POST", "/cases", REPORT, **KEY)
    assert right.status_code == 201

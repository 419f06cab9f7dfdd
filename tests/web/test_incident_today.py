"""An incident's page of what would have been said: beside what was, for who may read, one at a time."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from bot.desk.would_say_incident import Handle
from bot.model.audit import AuditFilter
from bot.model.conversation import Speaker
from bot.model.effect import Effect, Notice, Reply, StaffAlert
from bot.model.event import Event, MessageReceived
from bot.model.knowledge import Knowledge
from bot.model.staff import Role
from tests.web.busy_hour import fill
from tests.web.conftest import House
from tests.web.samples import XSS
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
TODAY = "/staff/incidents/I-3/today"


def reported(house: House) -> None:
    """The first conversation is a report of the incident."""
    talk = house.work.by_id["c1"]
    house.work.by_id[talk.id] = replace(talk, incident="I-3")


@contextlib.contextmanager
def a_desk(_: Knowledge) -> Iterator[Handle]:
    """It says the same to everybody, and raises an incident with the first message."""
    heard: list[str] = []

    def handle(event: Event) -> tuple[Effect, ...]:
        if not isinstance(event, MessageReceived):
            return ()
        heard.append(event.customer)
        said: list[Effect] = [
            Reply(event.customer, event.message_id, f"今日の答え{XSS}", "ja", "unknown", 0.5)
        ]
        if len(heard) == 1:
            said.append(StaffAlert("I1", "raised", ("plugin:tana_list",), 3, "…"))
            said.append(
                Notice("I1", (event.customer,), "first", "続報です", "ja", "plugin:tana_list")
            )
        return tuple(said)

    yield handle


@pytest.fixture
def house() -> House:
    house = House()
    house.replays = a_desk
    fill(house.work, house.clock())
    reported(house)
    return house


async def test_who_may_read_sees_both_side_by_side_and_it_is_written_down(
    house: House, browser: httpx.AsyncClient
) -> None:
    await joins(house, browser, "佐藤", Role.VIEWER)
    assert f'href="{TODAY}"' in (await browser.get("/staff/incidents/I-3")).text
    page = (await browser.get(TODAY)).text
    talk = next(c for c in house.work.by_id.values() if c.incident == "I-3")
    words = next(turn.text for turn in talk.turns if turn.speaker is Speaker.CUSTOMER)
    for said in (words.split("\n")[0], "今日の答え", "続報です", "3組織", "タナ一覧プラグイン"):
        assert said in page
    assert XSS not in page
    assert house.door.received == []
    (noted,) = house.staff.audited(AuditFilter(act="incident.replay"), None, 9)
    assert (noted.about, noted.staff) == ("I-3", "佐藤")
    assert (await browser.get("/staff/incidents/I-9/today")).status_code == 404


async def test_an_incident_without_words_says_so(house: House, browser: httpx.AsyncClient) -> None:
    for talk in house.work.by_id.values():
        talk_without = replace(talk, turns=tuple(replace(t, text="") for t in talk.turns))
        house.work.by_id[talk.id] = talk_without
    await joins(house, browser, "佐藤", Role.VIEWER)
    assert "文面が残っているメッセージはありません" in (await browser.get(TODAY)).text


async def test_who_wrote_is_called_by_their_name(house: House, browser: httpx.AsyncClient) -> None:
    registered, nameless = house.work.known, "midori.example"
    [one, other, *_] = house.work.by_id.values()
    for talk, key in ((one, registered.id), (other, nameless)):
        of_theirs = replace(talk, tenant=key, incident="I-3", turns=one.turns)
        house.work.by_id[talk.id] = of_theirs
    await joins(house, browser, "佐藤", Role.VIEWER)
    page = (await browser.get(TODAY)).text
    assert f">{registered.name}</a>" in page
    assert f">{registered.id}</a>" not in page
    assert f">{nameless}</a>" in page

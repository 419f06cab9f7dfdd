"""Lists of what is newest, page by page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.broadcast import Broadcast
from bot.model.incident import Incident, IncidentStatus
from bot.model.publication import Post, PostKind, PostStatus
from tests.web.api.conftest import Programs, said

pytestmark = pytest.mark.anyio


async def pages(programs: Programs, path: str) -> list[list[str]]:
    """The ids on each page of two."""
    token, found, cursor = programs.token(), list[list[str]](), ""
    while True:
        answer = (await programs.asks(token, "GET", f"{path}?limit=2&cursor={cursor}")).json()
        found.append([item["id"] for item in answer["items"]])
        if answer["next"] is None:
            return found
        cursor = answer["next"]


async def test_posts_come_page_by_page_the_latest_change_first(programs: Programs) -> None:
    now = programs.clock()
    post = Post("a", PostKind.INCIDENT, PostStatus.IDENTIFIED, {"ja": "開かない"}, now, now, now)
    with programs.store.work() as work:
        for number, ident in enumerate("abcde"):
            ago = timedelta(minutes=number // 2)  # some changed at the same moment
            work.save_post(replace(post, id=ident, changed_at=now - ago))
    assert await pages(programs, "/posts") == [["b", "a"], ["d", "c"], ["e"]]


async def test_notices_come_page_by_page(programs: Programs) -> None:
    now = programs.clock()
    status = IncidentStatus.CONFIRMED
    incident = Incident("I7", status, ("platform:kintone",), now, now, (0.9,), organisations=3)
    notice = Broadcast("B1", "I7", "first", "調査中です。", "ja", "platform:kintone", now, "加藤")
    with programs.store.work() as work:
        work.save_incident(incident)
        for number in range(3):
            at = now + timedelta(seconds=number)
            work.save_broadcast(replace(notice, id=f"B{number}", started_at=at))
    assert await pages(programs, "/incidents/I7/notices") == [["B2", "B1"], ["B0"]]


async def test_a_cursor_is_of_one_list(programs: Programs) -> None:
    token, now = programs.token(), programs.clock()
    post = Post("a", PostKind.INCIDENT, PostStatus.IDENTIFIED, {"ja": "開かない"}, now, now, now)
    with programs.store.work() as work:
        for ident in "abc":
            work.save_post(replace(post, id=ident))
    cursor = (await programs.asks(token, "GET", "/posts?limit=2")).json()["next"]
    wrong = await programs.asks(token, "GET", f"/products?limit=2&cursor={cursor}")
    assert said(wrong) == "bad_cursor"

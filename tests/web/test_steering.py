"""What staff make of a notice that is under way, and what they are told when it cannot be done."""

import re

import httpx
import pytest

from bot.model.broadcast import BroadcastStatus
from tests.desk.announcing import OTHER_TEXT, TEXT
from tests.examples import first
from tests.web.forms import press
from tests.web.sending import SendingHouse
from tests.web.test_broadcasts import PROPOSAL, counts, house, pytestmark, staff

__all__ = ["house", "pytestmark", "staff"]


@pytest.mark.slow
async def test_it_is_paused_resumed_and_cancelled_each_with_an_answer(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.announces(600)
    one = "/staff/broadcasts/B1"
    paused = await press(staff, one, f"{one}/pause")
    assert "一時停止しました" in paused.text
    assert house.desk.delivers() == []
    again = await press(staff, one, f"{one}/pause")
    assert again.status_code == 409
    assert "もうできません" in again.text
    assert "送信を再開しました" in (await press(staff, one, f"{one}/resume")).text
    house.desk.delivers(100)
    cancelled = await press(staff, one, f"{one}/cancel")
    assert "残りの送信を中止しました" in cancelled.text
    assert counts(cancelled.text) == [100, 0, 0, 400]
    assert "残りの送信を中止する" not in cancelled.text
    assert house.desk.broadcast("B1").status is BroadcastStatus.CANCELLED


async def test_a_correction_is_written_on_the_page(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.announces(3)
    house.desk.delivers(2)
    one = "/staff/broadcasts/B1"
    same = await press(staff, one, f"{one}/correct", text=TEXT)
    assert (same.status_code, "本文が前と同じ" in same.text) == (409, True)
    long = await press(staff, one, f"{one}/correct", text="い" * 4_001)
    assert (long.status_code, "い" * 4_001 in long.text) == (409, True)
    corrected = await press(staff, one, f"{one}/correct", text=OTHER_TEXT)
    assert "訂正しました" in corrected.text
    assert 'href="/staff/broadcasts/B2"' in corrected.text
    house.desk.delivers()
    assert house.desk.readers(OTHER_TEXT).total() == 3
    follow = (await staff.get("/staff/broadcasts/B2")).text
    assert "B1が届いた方だけ" in follow
    assert "/correct" not in follow


async def test_a_retraction_is_asked_about_first(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.announces(3)
    told = house.desk.delivers(2)
    one = "/staff/broadcasts/B1"
    asked = await press(staff, one, f"{one}/retract")
    assert str(asked.url).endswith(f"{one}/retract")
    assert "すでに届いた2名に" in asked.text
    assert "お知らせの内容に沿った操作は、お控えください" in asked.text
    assert len(house.desk.all()) == 1
    done = await press(staff, f"{one}/retract", f"{one}/retract", sure="yes")
    assert "取り下げました" in done.text
    assert counts(done.text) == [2, 0, 0, 1]
    assert "取り下げ済みのため、できる操作はありません" in done.text
    assert house.desk.delivers() == told
    assert (await staff.get(f"{one}/retract")).status_code == 409
    assert (await press(staff, one, f"{one}/retract", sure="yes")).status_code == 409


async def test_an_answer_is_shown_only_while_it_is_true(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.announces(3)
    for made_up in ("retract", "cancel", "pause", "<b>", "delivered"):
        page = await staff.get("/staff/broadcasts/B1", params={"done": made_up})
        assert 'class="banner" role="status"' not in page.text


async def test_nothing_happens_without_the_token_or_to_what_is_not_there(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.announces(3)
    for path in ("pause", "cancel", "correct", "retract"):
        assert (await staff.post(f"/staff/broadcasts/B1/{path}")).status_code == 403
    gone = await staff.get("/staff/broadcasts/B9")
    assert (gone.status_code, 'href="/staff">担当者コンソールへ' in gone.text) == (404, True)
    assert "担当者" not in (await staff.get("/nowhere")).text
    assert (await press(staff, "/staff", "/staff/broadcasts/B1/explode")).status_code == 404
    assert (await press(staff, "/staff", "/staff/broadcasts/B9/pause")).status_code == 404
    assert (await press(staff, "/staff", PROPOSAL, decision="perhaps")).status_code == 404
    assert house.desk.broadcast("B1").is_under_way is False


@pytest.mark.parametrize("what", first(1, ["pause", "correct"]))
async def test_the_address_of_a_refused_action_leads_to_its_page_in_any_language(
    house: SendingHouse, staff: httpx.AsyncClient, what: str
) -> None:
    house.desk.announces(3)
    house.desk.delivers()
    one = "/staff/broadcasts/B1"
    refused = await press(staff, one, f"{one}/{what}", text=TEXT)
    assert refused.status_code == 409
    link = re.search(r'href="([^"]*lang=en)"', refused.text)
    assert link is not None
    english = await staff.get(str(refused.url.join(link[1])), follow_redirects=True)
    assert english.status_code == 200
    assert english.url.path == one
    assert "Not sent yet" in english.text


async def test_why_an_action_was_refused_is_told_until_the_page_is_left(
    house: SendingHouse, staff: httpx.AsyncClient
) -> None:
    house.desk.announces(3)
    one = "/staff/broadcasts/B1"
    refused = (await press(staff, one, f"{one}/correct", text="")).text
    answer = re.search(r'<div id="answer"[^>]*>', refused)
    assert answer is not None
    assert "data-live" not in answer[0]

"""Macros as leads write them and agents use them, with a real desk behind the pages."""

import html
from datetime import timedelta

import httpx
import pytest

from bot.model.macro import Macro
from bot.model.staff import Role
from tests.web.forms import hidden, press, write
from tests.web.sending import SendingHouse
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
NEW = "/staff/macros/new"
TEXT = "{organisation}の{person}様、{agent}です。{case}を承りました。"


class Room:
    """A lead, and an agent who has taken the case of a customer."""

    def __init__(self, house: SendingHouse) -> None:
        self.house = house
        self.lead, self.agent, self.customer = (house.browser() for _ in range(3))

    def macros(self) -> list[Macro]:
        with self.house.store.look() as work:
            return work.macros()

    async def takes(self, customer: httpx.AsyncClient) -> str:
        """The page of the newest case, taken."""
        with self.house.store.look() as work:
            talk = work.conversations()[0]
        page = f"/staff/conversations/{talk.id}"
        await press(self.agent, page, f"{page}/claim")
        with self.house.store.look() as work:
            found = work.conversation(talk.id)
        assert found is not None
        return f"/staff/tickets/{found.ticket}"


@pytest.fixture
async def room() -> Room:
    house = SendingHouse()
    room = Room(house)
    await joins(house, room.lead, "加藤", Role.LEAD)
    await joins(house, room.agent, "佐藤", Role.AGENT)
    await write(room.customer, "一覧の画面が開きません", organisation="aoi")
    return room


async def test_a_lead_writes_changes_and_deletes_a_macro(room: Room) -> None:
    page = await press(room.lead, NEW, NEW, name=" 受付の  確認 ", text_ja=TEXT, text_en="")
    assert "保存しました" in page.text
    [macro] = room.macros()
    assert (macro.name, macro.texts) == ("受付の 確認", {"ja": TEXT})
    one = f"/staff/macros/{macro.id}"
    assert TEXT in html.unescape((await room.lead.get(one)).text)
    await press(room.lead, one, one, name="受付", text_ja="", text_en="Hello {person}")
    assert [m.texts for m in room.macros()] == [{"en": "Hello {person}"}]
    listed = (await room.agent.get("/staff/macros")).text
    assert "Hello {person}" in listed
    assert one not in listed
    unsure = await press(room.lead, one, f"{one}/remove")
    assert (unsure.status_code, len(room.macros())) == (409, 1)
    assert "削除しました" in (await press(room.lead, one, f"{one}/remove", sure="on")).text
    assert room.macros() == []
    assert (await room.lead.get(one)).status_code == 404


async def test_a_variable_that_there_is_not_is_refused_and_nothing_is_lost(room: Room) -> None:
    page = await press(room.lead, NEW, NEW, name="確認", text_ja="{会社}様へ", text_en="Hi {agent}")
    said = html.unescape(page.text)
    assert page.status_code == 409
    assert "「会社」という差し込みはありません" in said
    assert "{next_update}" in said
    assert "{会社}様へ</textarea>" in said
    assert "Hi {agent}</textarea>" in said
    assert room.macros() == []


async def test_a_macro_goes_below_what_is_written_and_nothing_is_sent(room: Room) -> None:
    await press(room.lead, NEW, NEW, name="確認", text_ja=TEXT)
    page = await room.takes(room.customer)
    shown = await press(room.agent, page, f"{page}/macro", macro="確認", text="お待たせしました。")
    case = page.rpartition("/")[2]
    reply = f"お待たせしました。\n\naoiのご担当者様、佐藤です。{case}を承りました。</textarea>"
    assert reply in html.unescape(shown.text)
    assert "「確認」を返信欄に入れました" in html.unescape(shown.text)
    assert "お待たせしました" not in (await room.customer.get("/chat")).text
    sent = {
        "text": "aoi様",
        "token": hidden(shown.text, "token"),
        "seen": hidden(shown.text, "seen"),
    }
    await room.agent.post(f"{page}/answer", data=sent)
    room.house.clock.passes(timedelta(seconds=10))
    assert "aoi様" in (await room.customer.get("/chat")).text


@pytest.mark.slow
async def test_a_part_of_a_name_is_enough_where_one_macro_alone_has_it(room: Room) -> None:
    for name in ("Greeting", "復旧のご案内", "復旧のお詫び"):
        await press(room.lead, NEW, NEW, name=name, text_ja=f"{name}の本文", text_en="")
    page = await room.takes(room.customer)
    for typed, name in (("gree", "Greeting"), ("ＧＲＥＥ", "Greeting"), ("お詫", "復旧のお詫び")):
        shown = await press(room.agent, page, f"{page}/macro", macro=typed, text="")
        assert f">{name}の本文</textarea>" in shown.text
    several = await press(room.agent, page, f"{page}/macro", macro="復旧", text="書きかけ")
    assert several.status_code == 409
    assert "2件あります：「復旧のお詫び」、「復旧のご案内」。1件に" in several.text
    assert "書きかけ</textarea>" in several.text


@pytest.mark.slow
async def test_an_unknown_name_keeps_what_is_written(room: Room) -> None:
    page = await room.takes(room.customer)
    refused = await press(room.agent, page, f"{page}/macro", macro="ない", text="書きかけ")
    assert refused.status_code == 409
    assert "名前に「ない」を含む定型文はありません" in refused.text
    assert "書きかけ</textarea>" in refused.text


@pytest.mark.slow
async def test_what_is_not_known_is_told_and_is_never_sent_in_braces(room: Room) -> None:
    await press(room.lead, NEW, NEW, name="続報", text_en="{incident}: next at {next_update}")
    page = await room.takes(room.customer)
    shown = await press(room.agent, page, f"{page}/macro", macro="続報", text="")
    said = html.unescape(shown.text)
    assert "そのままにしました：{incident}、{next_update}" in said
    assert "別の言語（英語）" in said
    refused = await press(room.agent, page, f"{page}/answer", text="続報は｛next_update｝です")
    assert refused.status_code == 409
    assert "差し込みが残っています：{next_update}" in html.unescape(refused.text)
    assert "続報は" not in (await room.customer.get("/chat")).text


@pytest.mark.slow
async def test_every_change_of_a_macro_is_in_the_audit_log(room: Room) -> None:
    await press(room.lead, NEW, NEW, name="確認", text_ja="はい")
    one = f"/staff/macros/{room.macros()[0].id}"
    await press(room.lead, one, one, name="確認", text_ja="いいえ")
    await press(room.lead, one, f"{one}/remove", sure="on")
    admin = room.house.browser()
    await joins(room.house, admin, "管理", Role.ADMIN)
    log = html.unescape((await admin.get("/staff/audit?act=macro")).text)
    for did in ("定型文の作成", "定型文の変更", "定型文の削除"):
        assert did in log

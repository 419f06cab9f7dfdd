"""One recipient as an admin adds, changes, stops and removes them, with a real desk behind the pages."""

import html
import re

import pytest

from bot.model.audit import AuditFilter
from bot.model.recipient import EVERYTHING, Recipient, RecipientState, recipient_id
from tests.builders import FORMS, RARE
from tests.cases import each
from tests.web.forms import hidden
from tests.web.recipients import (
    ALL,
    HOOK,
    MAIL,
    NEW,
    SATO,
    SEARCH,
    URL,
    Desk,
    address_of,
    adds,
    admin,
    changes,
    does,
    kept,
    knows,
    several,
    shown,
    state_of,
)

__all__ = ["admin"]  # a fixture
pytestmark = pytest.mark.anyio


async def test_one_is_added_and_told_from_then_on(admin: Desk) -> None:
    house, browser = admin
    knows(house)
    answer = await adds(
        browser,
        address="Sato@AOBA.example",
        tenant="aoba-inc",
        add_uses="るりぐりっど",
        follows="*",
    )
    ident = recipient_id("mail", "Sato@aoba.example")
    assert answer.headers["location"] == f"{ALL}?id={ident.replace(':', '%3A')}&done=added"
    assert kept(house, ident) == Recipient(
        ident, "mail", "Sato@aoba.example", "ja", "aoba-inc", (RARE.id,), (EVERYTHING,)
    )
    page = (await browser.get(answer.headers["location"])).text
    assert "これからお知らせが届きます" in page
    assert "青葉製作所" in page
    (noted,) = house.staff.audited(AuditFilter(act="recipients.add"))
    assert (noted.staff, noted.about, noted.refused) == ("加藤", ident, False)


@each(
    ("fields", "field", "said"),
    [
        ({"address": "nobody"}, "address", "メールアドレスの形"),
        ({"channel": "webhook", "address": "http://hooks.example.com/"}, "address", "https://"),
        ({"channel": "webhook", "address": "https://10.0.0.1/"}, "address", "社内ネットワーク"),
        ({"channel": "webhook", "address": "https://u:p@x.example/"}, "address", "ログイン情報"),
        (
            {"channel": "webhook", "address": f"https://x.example/{'x' * 1_983}"},
            "address",
            "長すぎ",
        ),
        ({"channel": "pigeon"}, "channel", "Webhookを選んで"),
        ({"lang": "fr"}, "lang", "英語を選んで"),
        ({"tenant": "yamada@example.com"}, "tenant", "組織は200文字"),
        ({"add_uses": "ない製品"}, "add_uses", "「ない製品」に当てはまる"),
        ({"add_follows": "ない製品"}, "add_follows", "「ない製品」に当てはまる"),
    ],
)
async def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(
    admin: Desk, fields: dict[str, str], field: str, said: str
) -> None:
    house, browser = admin
    answer = await adds(browser, **{"tenant": "midori", **fields})
    assert answer.status_code == 409
    page = html.unescape(answer.text)
    assert re.search(rf'id="{field}"[^>]* aria-invalid="true"', page)
    assert said in page[page.index(f'id="{field}-hint"') :].partition("</p>")[0]
    assert all(value in page for value in fields.values() if value not in {"pigeon"})
    with house.store.look() as work:
        assert work.recipients() == []


async def test_an_address_that_is_there_leads_to_its_recipient(admin: Desk) -> None:
    house, browser = admin
    knows(house, *several())
    answer = await adds(browser, address=MAIL.upper())
    assert answer.status_code == 409
    assert "すでに登録されています" in answer.text
    assert address_of(SATO).replace(":", "%3A") in answer.text


async def test_one_is_changed_and_keeps_what_was_not(admin: Desk) -> None:
    house, browser = admin
    knows(house, *several())
    answer = await changes(browser, SATO, lang="en", tenant="midori", add_follows="Hoshi Form")
    assert answer.status_code == 303, answer.text
    assert kept(house, SATO) == Recipient(
        SATO, "mail", MAIL, "en", "midori", (RARE.id,), (FORMS.id,)
    )
    await changes(browser, SATO, uses=[], follows=[FORMS.id, "gone"])
    changed = kept(house, SATO)
    assert changed is not None
    assert (changed.uses, changed.follows) == ((), (FORMS.id,))
    noted = house.staff.audited(AuditFilter(act="recipients.change"))
    assert [entry.about for entry in noted] == [SATO, SATO]


async def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(admin: Desk) -> None:
    house, browser = admin
    knows(house, *several())
    page = (await browser.get(address_of(SATO))).text
    form = {name: hidden(page, name) for name in ("token", "id", "seen", "address")}
    form |= {"channel": "mail", "lang": "en", "tenant": "late"}
    await changes(browser, SATO, tenant="midori")
    late = await browser.post(ALL, data=form)
    assert late.status_code == 409
    assert "ほかの人がこの宛先を変更" in late.text
    assert 'value="late"' in late.text
    before = kept(house, SATO)
    assert before is not None
    assert before.tenant == "midori"
    again = await browser.post(ALL, data=form | {"seen": hidden(late.text, "seen")})
    assert again.status_code == 303


async def test_another_address_or_channel_is_another_recipient_in_the_same_state(
    admin: Desk,
) -> None:
    house, browser = admin
    wants_none = Recipient(SATO, "mail", MAIL, uses=(RARE.id,), state=RecipientState.UNSUBSCRIBED)
    knows(house, wants_none)
    answer = await changes(browser, SATO, channel="webhook", address=URL)
    assert answer.headers["location"].startswith(f"{ALL}?id={HOOK.replace(':', '%3A')}")
    moved, left = kept(house, HOOK), kept(house, SATO)
    assert moved is not None
    assert left is not None
    assert (moved.state, moved.uses) == (RecipientState.UNSUBSCRIBED, (RARE.id,))
    assert (left.address, left.state) == ("", RecipientState.UNSUBSCRIBED)
    (noted,) = house.staff.audited(AuditFilter(act="recipients.change"))
    assert noted.about == f"{SATO} {HOOK}"


async def test_one_is_stopped_and_started_again_with_their_word(admin: Desk) -> None:
    house, browser = admin
    knows(house, *several())
    assert "送信待ちのお知らせを取り消しました" in (await does(browser, "stop", SATO)).text
    assert state_of(house, SATO) is RecipientState.UNSUBSCRIBED
    refused = await does(browser, "start", SATO)
    assert refused.status_code == 409
    assert "何も変えていません" in refused.text
    assert state_of(house, SATO) is RecipientState.UNSUBSCRIBED
    assert "配信を再開しました" in (await does(browser, "start", SATO, sure="on")).text
    assert state_of(house, SATO) is RecipientState.ACTIVE
    acts = [(e.act, e.about, e.refused) for e in house.staff.audited(AuditFilter(act="recipients"))]
    assert acts[::-1] == [
        ("recipients.view", SATO, False),
        ("recipients.stop", SATO, False),
        ("recipients.start", SATO, True),
        ("recipients.start", SATO, False),
    ]


async def test_who_could_not_be_reached_is_tried_anew_without_a_tick(admin: Desk) -> None:
    house, browser = admin
    knows(house, Recipient(SATO, "mail", MAIL, state=RecipientState.UNREACHABLE))
    await does(browser, "start", SATO)
    assert state_of(house, SATO) is RecipientState.ACTIVE


async def test_one_is_removed_only_with_a_tick_and_may_come_back(admin: Desk) -> None:
    house, browser = admin
    knows(house, *several())
    assert "もう一度取り込むか追加すると" in (await browser.get(address_of(SATO))).text
    assert (await does(browser, "remove", SATO)).status_code == 409
    assert kept(house, SATO) is not None
    assert "宛先を削除しました。" in (await does(browser, "remove", SATO, sure="on")).text
    assert kept(house, SATO) is None
    assert (await browser.get(address_of(SATO))).status_code == 404
    assert (await adds(browser)).status_code == 303


async def test_who_wants_none_is_removed_but_for_that(admin: Desk) -> None:
    house, browser = admin
    knows(house, Recipient(SATO, "mail", MAIL, state=RecipientState.UNSUBSCRIBED))
    assert "お知らせを希望しないことだけは" in (await browser.get(address_of(SATO))).text
    removed = await does(browser, "remove", SATO, sure="on")
    assert "お知らせを希望しないことは残っています" in removed.text
    assert kept(house, SATO) == Recipient(SATO, "mail", "", state=RecipientState.UNSUBSCRIBED)
    assert shown((await browser.get(ALL)).text) == []
    assert (await browser.get(address_of(SATO))).status_code == 404
    refused = await adds(browser)
    assert "もう一度追加することはできません" in refused.text


async def test_who_has_written_is_named_before_their_address_goes(admin: Desk) -> None:
    house, browser = admin
    knows(house, *several())
    assert "返信できなくなります" not in (await browser.get(address_of(SATO))).text
    house.day.says(SATO, "一覧が開きません", channel="mail")
    assert "返信できなくなります" in (await browser.get(address_of(SATO))).text


@each("path", [ALL, NEW, SEARCH, *(f"{ALL}/{deed}" for deed in ("stop", "start", "remove"))])
async def test_a_forged_form_changes_nothing(admin: Desk, path: str) -> None:
    house, browser = admin
    knows(house, *several())
    before = kept(house, SATO)
    forged = {"id": SATO, "sure": "on", "channel": "mail", "address": "x@y.example", "lang": "ja"}
    for token in ({}, {"token": "guessed"}):
        assert (await browser.post(path, data=forged | token)).status_code == 403
    assert kept(house, SATO) == before
    assert kept(house, recipient_id("mail", "x@y.example")) is None

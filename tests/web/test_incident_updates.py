"""Updates that a lead writes of an incident, with a real desk behind the page."""

import html
import re

import httpx
import pytest

from bot.desk.steering import LONGEST_NOTICE
from bot.model.decision import UpdateReaders
from bot.model.staff import Role
from tests.builders import RARE
from tests.web.forms import hidden, press
from tests.web.leading import LeadHouse, lead
from tests.web.staffing import joins, signs_in

__all__ = ["lead"]
pytestmark = pytest.mark.anyio
PAGE = "/staff/incidents/I1"
FORM = f"{PAGE}/update"
DRAFT = f"{PAGE}/draft"
TEXT = "いま修正を配っています。"


def box(page: httpx.Response, lang: str = "ja") -> str:
    found = re.search(rf'<textarea id="text-{lang}"[^>]*>([^<]*)</textarea>', page.text)
    assert found
    return html.unescape(found[1]).strip()


def shown(page: httpx.Response, lang: str = "ja") -> str:
    """What the page shows as its readers would read it."""
    found = re.search(rf'data-read="{lang}"[^>]*>(.*?)</div>', page.text, re.S)
    assert found
    return html.unescape(re.sub("<[^>]+>", "", found[1])).strip()


@pytest.mark.slow
async def test_a_draft_is_kept_for_its_readers_and_language_masked_and_shown_as_read(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    told = await press(
        browser, FORM, DRAFT, of="update:told:ja", text="・一つ\n<b>080-1234-5678</b>"
    )
    assert told.text.startswith("<ul><li>一つ</li></ul>")
    assert "&lt;b&gt;" in told.text
    page = await browser.get(f"{FORM}?to=told")
    assert "・一つ" in box(page)
    assert "080" not in box(page)
    assert shown(page).startswith("一つ")
    assert box(await browser.get(FORM)) == ""
    assert box(page, "en") == ""
    assert "一斉のお知らせで知った方だけ" in (await browser.get(f"{PAGE}?part=notices")).text
    async with house.browser() as second, house.browser() as colleague:
        await signs_in(second, "佐藤")
        assert "・一つ" in box(await second.get(f"{FORM}?to=told"))
        await joins(house, colleague, "鈴木", Role.LEAD)
        assert box(await colleague.get(f"{FORM}?to=told")) == ""


@pytest.mark.slow
async def test_who_only_reported_is_told_alone_and_nobody_before_it_is_approved(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    await press(browser, FORM, DRAFT, of="update:reported:ja", text=TEXT)
    sent = {"to": "reported", "text-ja": TEXT, "text-en": "", "key": "u"}
    proposal = await press(browser, FORM, FORM, **sent)
    assert proposal.url.path == "/staff/proposals/P-I1-u1"
    assert "6名" in proposal.text
    with house.store.look() as work:
        kept = work.proposal("P-I1-u1")
        assert kept is not None
        assert kept.readers is UpdateReaders.REPORTED
        assert work.broadcasts(incident="I1", under_way_only=False) == []
    assert box(await browser.get(f"{FORM}?to=reported")) == ""  # it is no draft any more
    path = proposal.url.path
    await press(browser, path, path, decision="approve", text=TEXT)
    with house.store.look() as work:
        sendings = work.broadcasts(incident="I1", under_way_only=False)
        assert [(b.reason, b.text, b.total) for b in sendings] == [("progress", TEXT, 6)]


@pytest.mark.slow
async def test_it_begins_with_words_of_the_desk_and_keeps_what_somebody_wrote(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    _, browser = lead
    working = await press(browser, FORM, FORM, do="working", to="reported")
    assert box(working).startswith("お問い合わせの症状は、まだ解消していません。")
    assert box(working, "en").startswith("We are sorry that the trouble")
    assert shown(working) == box(working)
    other = {"text-ja": box(working), "text-en": "Mine."}
    changed = await press(browser, FORM, FORM, do="recovered", to="reported", **other)
    assert box(changed).startswith("お問い合わせの症状は、改善に向かっている")
    assert "まだ解消" not in box(changed)
    assert box(changed, "en").startswith("Mine.\n\nIt seems that")
    again = await browser.get(f"{FORM}?to=reported")
    assert box(again) == box(changed)
    await press(browser, PAGE, f"{PAGE}/decide", what="confirm")
    assert RARE.name in box(await press(browser, FORM, FORM, do="workaround", to="told"))


def done(page: httpx.Response) -> str:
    """What the page says was done."""
    found = re.search(r'<div [^>]*id="done" role="status">(.*?)</div>', page.text, re.S)
    return html.unescape(re.sub("<[^>]+>", "", found[1])) if found else ""


async def test_what_somebody_wrote_is_never_cut_and_nothing_begins_twice(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    _, browser = lead
    long = "あ" * (LONGEST_NOTICE - 10)
    first = await press(
        browser, FORM, FORM, **{"do": "working", "text-ja": long, "text-en": "Mine."}
    )
    assert box(first) == long
    assert "日本語の本文は、「まだ続いている」の文を入れると4,000文字を超える" in done(first)
    assert "英語の本文に「まだ続いている」の文を入れました。" in done(first)
    assert re.search(r'<textarea id="text-ja"[^>]* aria-describedby="done" autofocus', first.text)
    written = box(first, "en")
    twice = await press(browser, FORM, FORM, **{"do": "working", "text-en": written})
    assert box(twice, "en") == written
    assert "すでに入っています" in done(twice)
    other = await press(browser, FORM, FORM, **{"do": "recovered", "text-en": written})
    assert box(other, "en").startswith("Mine.\n\nIt seems that")
    assert "not over yet" not in box(other, "en")


async def test_where_no_workaround_can_be_told_the_page_says_so(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    _, browser = lead
    for _ in range(2):
        page = await press(browser, FORM, FORM, do="workaround")
        assert done(page).startswith("お伝えできる回避策がまだ分からないため、日本語、英語の本文は")
    working = await press(browser, FORM, FORM, do="working")
    assert "回避策" not in done(working)


async def test_a_look_sends_nothing_and_keeps_what_was_written(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    page = await press(browser, FORM, FORM, **{"do": "look", "text-ja": TEXT, "to": "all"})
    assert (box(page), shown(page)) == (TEXT, TEXT)
    assert box(await browser.get(FORM)) == TEXT
    with house.store.look() as work:
        assert work.proposals() == []


async def test_what_is_no_update_and_who_is_no_lead_keep_nothing(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    token = hidden((await browser.get(FORM)).text, "token")
    for of in ("", "update:all", "update:all:fr", "notes", "update:everybody:ja"):
        form = {"token": token, "of": of, "text": "x"}
        assert (await browser.post(DRAFT, data=form)).status_code == 404
    form = {"token": token, "of": "update:all:ja", "text": "x"}
    await browser.post("/staff/incidents/I99/draft", data=form)
    with house.store.look() as work:
        assert work.attendance("incident:I99:update:all:ja", "佐藤") is None
    assert "全員に同じ文" in (await browser.get(f"{FORM}?to=x")).text
    async with house.browser() as agent:
        await joins(house, agent, "鈴木", Role.AGENT)
        assert (await agent.post(DRAFT, data={"token": "", "text": "x"})).status_code == 403


def wrong(page: httpx.Response) -> str:
    """What the page says is wrong."""
    found = re.search(r'<div class="problem[^>]*>(.*?)</div>', page.text, re.S)
    return html.unescape(re.sub("<[^>]+>", "", found[1])) if found else ""


async def test_a_text_that_cannot_be_put_forward_is_kept_and_the_page_says_why(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    long = "あ" * (LONGEST_NOTICE + 1)
    refused = await press(browser, FORM, FORM, **{"text-ja": "Short.", "text-en": long, "key": "u"})
    assert refused.status_code == 409
    assert wrong(refused).startswith("英語の本文が長すぎます。4,000文字以内にしてください。")
    assert "日本語" not in wrong(refused)
    assert "下書き" in wrong(refused)
    assert re.search(r'<textarea id="text-en"[^>]* aria-invalid="true"', refused.text)
    assert (box(refused), box(refused, "en")) == ("Short.", long)
    again = await browser.get(FORM)
    assert (box(again), box(again, "en")) == ("Short.", long)
    empty = await press(browser, FORM, FORM, **{"text-ja": " ", "text-en": "", "key": "u"})
    assert wrong(empty).startswith("本文がどの言語にもありません。")
    with house.store.look() as work:
        assert work.proposals() == []


@pytest.mark.slow
async def test_a_form_that_is_sent_again_makes_nothing_twice_and_loses_no_other_text(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    await press(browser, FORM, FORM, **{"text-ja": TEXT, "key": "u"})
    twice = await press(browser, FORM, FORM, **{"text-ja": TEXT, "key": "u"})
    assert twice.url.path == PAGE
    assert box(await browser.get(FORM)) == ""
    other = await press(
        browser, FORM, FORM, **{"text-ja": "別の文。", "text-en": "Mine.", "key": "u"}
    )
    assert wrong(other).startswith("日本語の案は、この画面からすでに作成しています。")
    assert "英語の更新の案は作りました。" in wrong(other)
    assert (box(other), box(other, "en")) == ("別の文。", "")
    assert box(await browser.get(FORM)) == "別の文。"
    fresh = {"text-ja": box(other), "key": hidden(other.text, "key")}
    await press(browser, FORM, FORM, **fresh)
    with house.store.look() as work:
        assert [p.text for p in work.proposals()] == [TEXT, "Mine.", "別の文。"]


async def test_what_is_written_of_an_incident_that_ended_meanwhile_is_not_lost(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    house, browser = lead
    token = hidden((await browser.get(FORM)).text, "token")
    await press(browser, PAGE, f"{PAGE}/end")
    sent = {"token": token, "text-ja": TEXT, "key": "u"}
    late = await browser.post(FORM, data=sent)
    assert late.status_code == 409
    assert "インシデントが終了しています" in wrong(late)
    assert box(late) == TEXT
    with house.store.look() as work:
        assert work.proposals() == []
        kept = work.attendance("incident:I1:update:all:ja", "佐藤")
        assert kept is not None
        assert kept.note == TEXT

import html
import re
from dataclasses import replace

import httpx
import pytest

from bot.desk.taking_back import HELD_FOR
from bot.model.event import (
    Approved,
    Rejected,
    TicketAnswered,
    TicketClaimed,
    TicketClosed,
)
from bot.model.ticket import ProposalStatus, TicketStatus
from tests.web.busy_hour import fill
from tests.web.conftest import House
from tests.web.forms import STAFF_TOKEN, hidden, press, sign_in
from tests.web.samples import (
    XSS,
    a_conversation,
    a_knowledge,
    a_product,
    a_proposal,
    a_ticket,
    an_incident,
)

pytestmark = pytest.mark.anyio
PAGES = (
    "/staff",
    "/staff/incidents",
    "/staff/incidents/I-3",
    "/staff/proposals/P-5",
    "/staff/broadcasts",
    "/staff?show=all",
    "/staff/conversations/c1",
    "/staff/feeds",
    "/staff/questions",
    "/staff/tickets/T-12",
)


def tickets_on(page: str) -> list[str]:
    """The tickets that a page of the inbox lists, in its order."""
    return re.findall(r'href="/staff/tickets/([TN]-\d+)"', page)


async def test_nobody_sees_the_console_before_signing_in(
    house: House, browser: httpx.AsyncClient
) -> None:
    fill(house.work, house.clock())
    for page in (*PAGES, "/staff/events", "/staff/inbox/events"):
        answer = await browser.get(page)
        assert (answer.status_code, answer.headers["location"]) == (303, "/staff/login")
    assert (await browser.post("/staff/tickets/T-12/claim")).status_code == 303
    assert house.door.received == []


@pytest.mark.parametrize("token", ["", "wrong", STAFF_TOKEN + " ", "レ"])
async def test_a_wrong_token_opens_nothing(browser: httpx.AsyncClient, token: str) -> None:
    form = hidden((await browser.get("/staff/login")).text, "token")
    answer = await browser.post(
        "/staff/login", data={"token": form, "staff": "佐藤", "staff_token": token}
    )
    assert answer.status_code == 403
    assert 'name="staff" value="佐藤"' in answer.text  # nobody writes it twice
    assert (await browser.get("/staff")).status_code == 303


async def test_a_visitors_cookie_is_no_staff_cookie(browser: httpx.AsyncClient) -> None:
    await browser.get("/chat")
    browser.cookies.set("jitabata_staff", browser.cookies["jitabata"])
    assert (await browser.get("/staff")).status_code == 303


async def test_a_new_staff_token_ends_old_sessions(house: House) -> None:
    async with house.browser() as browser:
        await sign_in(browser)
        kept = browser.cookies["jitabata_staff"]
    house.staff_token = "another"
    async with house.browser() as browser:
        browser.cookies.set("jitabata_staff", kept)
        assert (await browser.get("/staff")).status_code == 303


async def test_every_decision_needs_the_token_of_its_form(
    house: House, staff: httpx.AsyncClient
) -> None:
    for path in (
        "/staff/tickets/T-12/claim",
        "/staff/tickets/T-12/answer",
        "/staff/tickets/T-12/close",
        "/staff/proposals/P-5",
        "/staff/incidents/I-3/end",
    ):
        for data in ({}, {"token": "made up", "text": "x", "decision": "approve"}):
            assert (await staff.post(path, data=data)).status_code == 403
    assert house.door.received == []


async def test_the_queue_puts_the_most_urgent_first(staff: httpx.AsyncClient) -> None:
    page = (await staff.get("/staff")).text
    assert tickets_on(page) == ["T-12", "T-11", "T-13", "T-14"]
    assert "緊急" in page
    assert "青葉製作所" in page
    assert "今朝からアプリの画面が開きません。" in page
    assert "18分前" in page
    assert "タナ一覧プラグイン（プラグイン）" in page


@pytest.mark.slow
async def test_every_ticket_can_be_reached_page_by_page(
    house: House, staff: httpx.AsyncClient
) -> None:
    for n in range(350):
        house.work.save_ticket(a_ticket(house.clock(), f"N-{n:03}"))
    address, seen = "/staff", list[str]()
    while address:
        page = (await staff.get(address)).text
        seen += [t for t in tickets_on(page) if t.startswith("N-")]
        after = re.search(r'href="([^"]+)" rel="next"', page)
        address = html.unescape(after[1]) if after else ""
    assert sorted(seen) == [f"N-{n:03}" for n in range(350)]


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "²"])
async def test_a_page_that_there_is_not_is_no_error(staff: httpx.AsyncClient, number: str) -> None:
    assert (await staff.get("/staff", params={"after": number})).status_code == 200


async def test_a_ticket_that_was_claimed_stands_under_mine(
    house: House, staff: httpx.AsyncClient
) -> None:
    await press(staff, "/staff/tickets/T-12", "/staff/tickets/T-12/claim")
    page = (await staff.get("/staff", params={"show": "mine"})).text
    assert tickets_on(page) == ["T-12", "T-11"]


async def test_every_conversation_is_listed_and_can_be_read(
    house: House, staff: httpx.AsyncClient
) -> None:
    alone = a_conversation(house.clock(), "web:alone", "c-alone")
    house.work.save_conversation(replace(alone, ticket=None), house.clock())
    page = (await staff.get("/staff/conversations", follow_redirects=True)).text
    assert {"T-12", "T-13", "c-alone"} <= set(re.findall(r'id="case-([^"]+)"', page))
    assert 'href="/staff/conversations/c-alone"' in page
    assert 'href="/staff/tickets/T-12"' in page
    talk = (await staff.get("/staff/conversations/c-alone")).text
    assert alone.turns[0].text.splitlines()[0] in html.unescape(talk)
    assert (await staff.get("/staff/conversations/nowhere")).status_code == 404


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [("unassigned", ["T-12", "T-13", "T-14"]), ("resolved", []), ("notes", ["T-15"])],
)
async def test_the_views_of_the_inbox(
    staff: httpx.AsyncClient, chosen: str, shown: list[str]
) -> None:
    page = (await staff.get("/staff", params={"show": chosen})).text
    assert tickets_on(page) == shown
    assert ('class="empty"' in page) == (not shown)


async def test_a_ticket_shows_the_evidence_for_and_against_each_cause(
    staff: httpx.AsyncClient,
) -> None:
    page = (await staff.get("/staff/tickets/T-12")).text
    assert "+13" in page
    assert "−10" in page
    assert "配信元が12:41から応答していない" in page
    assert "78%" in page
    assert "1%未満" in page
    assert "ほかの方も同じ症状ですか？" in page
    assert "プラグインを無効にする：タナ一覧プラグイン" in page


async def test_claiming_answering_and_closing_go_to_the_desk_with_the_name(
    house: House, staff: httpx.AsyncClient
) -> None:
    page = "/staff/tickets/T-12"
    claimed = await press(staff, page, f"{page}/claim")
    assert "自動応答は止まっています" in claimed.text
    answered = await press(staff, page, f"{page}/answer", text="復旧を確認しました。")
    assert "復旧を確認しました。" in answered.text
    closed = await press(staff, page, f"{page}/close")
    assert "完了しています" in closed.text
    held = house.clock() + HELD_FOR
    assert house.door.received == [
        TicketClaimed(house.clock(), "T-12", "佐藤"),
        TicketAnswered(
            house.clock(), "T-12", "佐藤", "復旧を確認しました。", seen=0, held_until=held
        ),
        TicketClosed(house.clock(), "T-12", "佐藤", held_until=held, whose=""),
    ]


async def test_an_answer_to_a_ticket_of_somebody_else_is_kept_and_not_sent(
    house: House, staff: httpx.AsyncClient
) -> None:
    house.work.save_ticket(a_ticket(house.clock(), status=TicketStatus.CLAIMED, staff="鈴木"))
    page = "/staff/tickets/T-12"
    answer = await press(staff, page, f"{page}/answer", text="長く書いた返信")
    assert answer.status_code == 409
    assert "長く書いた返信" in answer.text
    assert "鈴木さんが担当しています" in answer.text
    assert house.door.received == []


async def test_a_note_to_staff_can_only_be_closed(staff: httpx.AsyncClient) -> None:
    page = (await staff.get("/staff/tickets/T-15")).text
    assert "/close" in page
    assert "/claim" not in page
    assert "/answer" not in page


async def test_notices_are_approved_or_rejected_once(
    house: House, staff: httpx.AsyncClient
) -> None:
    house.work.save_proposal(a_proposal(house.clock(), "P-6"))
    await press(staff, "/staff/incidents", "/staff/proposals/P-5", decision="approve")
    await press(staff, "/staff/incidents", "/staff/proposals/P-6", decision="reject")
    again = await press(staff, "/staff", "/staff/proposals/P-5", decision="reject")
    assert again.status_code == 409
    assert house.door.received == [
        Approved(house.clock(), "P-5", "佐藤"),
        Rejected(house.clock(), "P-6", "佐藤"),
    ]
    assert house.work.proposal_by_id["P-5"].status is ProposalStatus.APPROVED


async def test_a_ticket_says_what_would_change_its_ranking(staff: httpx.AsyncClient) -> None:
    page = (await staff.get("/staff/tickets/T-12")).text
    assert "何があれば順位が変わるか" in page
    assert "何があれば順位が変わるか" not in (await staff.get("/staff/tickets/T-14")).text


async def test_empty_pages_say_that_they_are_empty(browser: httpx.AsyncClient) -> None:
    await sign_in(browser)
    for page in ("/staff", "/staff/incidents", "/staff/feeds"):
        assert 'class="empty"' in (await browser.get(page)).text


async def test_whatever_a_name_or_text_holds_is_never_markup(house: House) -> None:
    house.knowledge = a_knowledge(a_product("evil", XSS))
    now = house.clock()
    talk = a_conversation(now)
    talk = replace(talk, tenant=XSS, turns=tuple(replace(t, text=XSS) for t in talk.turns))
    house.work.save_conversation(talk, now)
    house.work.save_ticket(a_ticket(now, text=XSS, tenant=XSS, cause="plugin:evil"))
    house.work.save_incident(
        replace(an_incident(now), suspects=("plugin:evil",), tenants=(XSS,), evidence=(XSS,))
    )
    house.work.save_proposal(replace(a_proposal(now), text=XSS))
    async with house.browser() as browser:
        await sign_in(browser, name=XSS)
        for page in PAGES:
            text = (await browser.get(page)).text
            assert "<script>alert" not in text, page
            assert "<img src=x" not in text, page


async def test_signing_out_ends_the_session(staff: httpx.AsyncClient) -> None:
    await press(staff, "/staff", "/staff/logout")
    assert (await staff.get("/staff")).status_code == 303


async def test_the_console_speaks_english(staff: httpx.AsyncClient) -> None:
    page = (await staff.get("/staff/tickets/T-12?lang=en")).text
    assert '<html lang="en">' in page
    assert "Evidence against" in page
    assert "Disable the plugin: タナ一覧プラグイン" in page


async def test_an_unknown_ticket_or_filter_is_a_page_that_says_so(
    staff: httpx.AsyncClient,
) -> None:
    for page in ("/staff/tickets/T-99", "/staff/incidents/I-99", "/staff?show=everything"):
        answer = await staff.get(page)
        assert answer.status_code == 404
        assert "ページが見つかりません" in answer.text

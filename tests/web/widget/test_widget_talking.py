"""What page and chat tell each other: unread replies, who is signed in, what was begun, an absent desk."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from bot.model.conversation import Speaker, Turn
from bot.model.identity import Identity
from bot.web.hub import customer_topic
from tests.web.conftest import House
from tests.web.files import drop_files
from tests.web.test_pages import Served
from tests.web.widget.browsing import (
    PHONE,
    chromium,
    desk,
    frame_of,
    house,
    inside,
    opened,
    page,
    pytestmark,
    served,
    shop,
    tag,
    write,
)
from tests.web.widget.hosts import HostServer
from tests.web.widget.signing import a_token

__all__ = ["chromium", "desk", "house", "page", "pytestmark", "served", "shop", "tag"]
OPEN = "サポートに相談する"


def answer(served: Served, text: str) -> None:
    """Staff answer the only conversation."""
    work = served.house.work
    [talk] = work.by_id.values()
    turn = Turn(served.house.clock(), Speaker.STAFF, text)
    work.save_conversation(replace(talk, turns=(*talk.turns, turn)), served.house.clock())
    served.publish(customer_topic(talk.customer))


def test_a_reply_that_nobody_has_read_is_counted_on_the_button(
    page: Page, shop: HostServer, served: Served, tag: str
) -> None:
    page.goto(shop.shows(tag))
    page.evaluate("window.heard = []; jitabata.on('unread', (n) => heard.push(n))")
    frame = opened(page)
    write(page, "開きません")
    expect(frame.locator(".from-desk")).to_have_count(1)
    page.keyboard.press("Escape")
    answer(served, "担当の佐藤です。")
    expect(page.get_by_role("button", name="サポートに相談する（未読1件）")).to_be_visible()
    expect(page.locator(".badge")).to_have_text("1")
    assert page.evaluate("heard") == [1]
    page.reload()  # whoever wrote before hears of it on the website's next page too
    expect(page.get_by_role("button", name="サポートに相談する（未読1件）")).to_be_visible()
    page.get_by_role("button", name="サポートに相談する（未読1件）").click()
    expect(frame.locator(".from-staff")).to_contain_text("佐藤")
    expect(page.locator(".badge")).to_be_hidden()
    page.keyboard.press("Escape")
    page.reload()
    with page.expect_response("**/transcript*"):
        pass
    expect(page.get_by_role("button", name=OPEN)).to_be_visible()
    expect(page.locator(".badge")).to_be_hidden()


def test_who_never_wrote_costs_the_desk_nothing_but_the_script(
    page: Page, shop: HostServer, desk: str, tag: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.install()
    page.goto(shop.shows(tag))
    expect(page.get_by_role("button", name=OPEN)).to_be_visible()
    page.clock.fast_forward(60_000)
    assert [url.removeprefix(desk) for url in asked if url.startswith(desk)] == ["/widget/1.js"]


@pytest.mark.parametrize("way", ["attribute", "text", "function", "queue"])
def test_the_website_says_who_is_signed_in(
    page: Page, shop: HostServer, house: House, tag: str, way: str
) -> None:
    token, early = a_token(), ""
    if way == "attribute":
        tag = tag.replace("data-site", f'data-token="{token}" data-site')
    if way == "queue":
        early = f'<script>window.jitabata = [["identify", "{token}"], ["open"]]</script>'
    page.goto(shop.shows(early + tag))
    if way in ("text", "function"):
        proof = f"'{token}'" if way == "text" else f"async () => '{token}'"
        page.evaluate(
            f"jitabata.on('identified', (known) => {{ window.known = known; }}); jitabata.identify({proof})"
        )
    if way != "queue":
        page.get_by_role("button", name=OPEN).click()
    expect(frame_of(page).locator(".signed")).to_contain_text("aoba（ご利用中のサイトで確認済み）")
    write(page, "開きません")
    expect(frame_of(page).locator(".from-desk")).to_have_count(1)
    [message] = house.door.messages
    assert (message.tenant, message.identity) == ("aoba", Identity.VERIFIED)
    if way in ("text", "function"):
        assert page.evaluate("window.known") is True
    assert token not in inside(page).url


def test_a_bad_token_leaves_a_stranger_who_can_write_all_the_same(
    page: Page, shop: HostServer, house: House, tag: str
) -> None:
    page.goto(shop.shows(tag))
    page.evaluate("jitabata.on('identified', (known) => { window.known = known; })")
    page.evaluate("jitabata.identify('forged.to.ken')")
    opened(page)
    page.wait_for_function("window.known === false")
    write(page, "開きません")
    expect(frame_of(page).locator(".from-desk")).to_have_count(1)
    assert house.door.messages[0].identity is Identity.ANONYMOUS


def test_another_person_and_signing_out_begin_anew(
    page: Page, shop: HostServer, house: House, tag: str
) -> None:
    page.goto(shop.shows(tag))
    page.evaluate(f"jitabata.identify('{a_token()}')")
    page.get_by_role("button", name=OPEN).click()
    frame = frame_of(page)
    expect(frame.locator(".signed")).to_be_visible()
    write(page, "ひとりめの話です")
    expect(frame.locator(".from-desk")).to_have_count(1)
    frame.locator("#text").fill("ひとりめの書きかけ")
    page.evaluate(f"jitabata.identify('{a_token(jti='2', sub='user-18', org='midori')}')")
    expect(frame.locator(".signed")).to_contain_text("midori")
    expect(frame.locator(".turn")).to_have_count(0)
    expect(frame.locator("#text")).to_have_value("")
    page.evaluate("jitabata.logout()")
    expect(frame.locator("#organisation")).to_be_attached()
    expect(frame.locator(".turn")).to_have_count(0)


def test_a_session_that_ran_out_is_begun_again_by_the_website(
    page: Page, shop: HostServer, house: House, served: Served, tag: str
) -> None:
    tokens = [a_token(), a_token(jti="2")]
    page.goto(shop.shows(tag))
    page.evaluate(f"window.tokens = {tokens}; jitabata.identify(() => tokens.shift())")
    page.get_by_role("button", name=OPEN).click()
    frame = frame_of(page)
    expect(frame.locator(".signed")).to_be_visible()
    page.evaluate("jitabata.on('identified', (known) => { window.renewed = known; })")
    page.context.clear_cookies()
    write(page, "まだここにいます")
    page.wait_for_function("window.renewed")
    expect(frame.locator(".from-customer .words")).to_have_text("まだここにいます")
    assert house.door.messages[0].identity is Identity.VERIFIED


def test_a_report_is_begun_by_the_page_and_sent_by_the_person(
    page: Page, shop: HostServer, house: House, tag: str
) -> None:
    page.goto(shop.shows(tag))
    page.evaluate("jitabata.open({text: '注文番号 42 について', organisation: 'aoba'})")
    frame = frame_of(page)
    expect(frame.locator("#text")).to_have_value("注文番号 42 について")
    expect(frame.locator(".organisation-value")).to_have_text("aoba")
    assert house.door.messages == []
    expect(frame.locator("#text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(frame.locator(".from-desk")).to_have_count(1)
    [message] = house.door.messages
    assert (message.text, message.tenant) == ("注文番号 42 について", "aoba")
    assert message.identity is Identity.CLAIMED


def test_an_absent_desk_says_so_keeps_the_text_and_comes_back(
    page: Page, shop: HostServer, tag: str, desk: str
) -> None:
    page.clock.install()
    page.route("**/embed/**", lambda route: route.abort())
    page.goto(
        shop.shows(tag.replace("data-site", 'data-status="https://status.example.com/" data-site'))
    )
    page.evaluate("jitabata.open({text: '書きかけの文章'})")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("読み込んでいます")
    page.clock.fast_forward(13_000)
    expect(dialog).to_contain_text("つながりません")
    status = dialog.get_by_role("link", name="稼働状況を見る")
    expect(status).to_have_attribute("href", "https://status.example.com/")
    page.unroute("**/embed/**")
    dialog.get_by_role("button", name="もう一度つなぐ").click()
    expect(frame_of(page).locator("#text")).to_have_value("書きかけの文章")


def test_a_desk_that_goes_away_while_somebody_writes_keeps_what_they_wrote(
    page: Page, shop: HostServer, house: House, tag: str
) -> None:
    page.goto(shop.shows(tag))
    frame = opened(page)
    page.context.set_offline(True)
    write(page, "開きません")
    expect(frame.locator("#problem")).to_contain_text("ご入力の文章は残っています")
    expect(frame.locator("#text")).to_have_value("開きません")
    page.context.set_offline(False)
    frame.get_by_role("button", name="もう一度送る").click()
    expect(frame.locator(".from-desk")).to_have_count(1)
    assert [m.text for m in house.door.messages] == ["開きません"]


def test_a_file_is_dropped_into_the_frame(
    page: Page, shop: HostServer, house: House, tag: str
) -> None:
    page.goto(shop.shows(tag))
    frame = opened(page)
    drop_files(inside(page), 1)  # type: ignore[arg-type]  # a frame does here what a page does
    expect(frame.locator("#chosen")).to_contain_text("session0.har")
    frame.locator("#text").press("Enter")
    expect(frame.locator(".attached")).to_have_count(1)
    assert house.door.messages[0].upload is not None


def test_messages_of_strangers_move_nothing(page: Page, shop: HostServer, tag: str) -> None:
    page.goto(shop.shows(tag))
    opened(page)
    page.keyboard.press("Escape")
    page.evaluate(
        """() => {
          for (const type of ["unread", "close", "ready", "constructor", "__proto__", 7])
            postMessage({jitabata: 1, type, n: 9, used: true, signed: true}, "*");
          postMessage(null, "*");
        }"""
    )
    page.evaluate("new Promise((done) => setTimeout(done, 50))")
    expect(page.locator(".badge")).to_be_hidden()
    inside(page).evaluate("""() => {
      for (const type of ["draft", "forget", "constructor", "toString"])
        postMessage({jitabata: 1, type, text: "of a stranger"}, "*");
    }""")
    inside(page).evaluate("new Promise((done) => setTimeout(done, 50))")
    expect(frame_of(page).locator("#text")).to_have_value("")


def test_hearers_of_the_page_that_throw_harm_nothing(
    page: Page, shop: HostServer, tag: str
) -> None:
    page.goto(shop.shows(tag))
    page.evaluate(
        """() => {
          jitabata.on("open", () => { throw new Error("of the page"); });
          jitabata.on("open", () => { window.second = true; });
          jitabata.on("open", "no function");
          jitabata.identify(() => { throw new Error("of the page"); });
          jitabata.open(7);
        }"""
    )
    expect(frame_of(page).locator("#text")).to_be_focused()
    assert page.evaluate("[window.second, hurt.length]") == [True, 0]


@PHONE
def test_the_page_behind_a_full_screen_cannot_be_reached(
    page: Page, shop: HostServer, tag: str
) -> None:
    page.goto(shop.shows(tag))
    opened(page)
    for _ in range(12):  # round and round: frame and close button, never the page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") not in ("search", "buy")


def test_a_tab_that_nobody_sees_keeps_no_connection(
    page: Page, shop: HostServer, served: Served, tag: str
) -> None:
    page.goto(shop.shows(tag))
    frame = opened(page)
    write(page, "開きません")
    expect(frame.locator(".from-desk")).to_have_count(1)
    see = """(state) => {
      Object.defineProperty(document, "hidden", {value: state === "hidden", configurable: true});
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    with page.expect_event("requestfailed", lambda request: "/events" in request.url):
        inside(page).evaluate(see, "hidden")
    answer(served, "担当の佐藤です。")
    with page.expect_response("**/events*"):
        inside(page).evaluate(see, "visible")
    expect(frame.locator(".from-staff")).to_contain_text("佐藤")

"""The pages in a real browser: keyboard, live updates, input methods, contrast."""

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bot.model.conversation import Speaker, Turn
from bot.web.hub import STAFF, customer_topic
from tests.browser import CHROMIUM, MISSING, SharedBrowser
from tests.web.browsing import PHONE, opened
from tests.web.busy_hour import fill
from tests.web.conftest import House
from tests.web.files import LIST, a_file, drop_files
from tests.web.forms import STAFF_TOKEN
from tests.web.page_checks import faults, faults_in_every_size
from tests.web.samples import ANSWER, a_ticket, checked_at

pytestmark = [pytest.mark.slow, pytest.mark.skipif(MISSING, reason=f"no browser: {CHROMIUM}")]


class Served:
    """The pages on a loopback port, in a thread of their own."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._socket = socket.create_server(("127.0.0.1", 0))  # listens before the server runs
        config = uvicorn.Config(
            house.app(), log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._runs = threading.Event()

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._runs.set()
        await self._server.serve(sockets=[self._socket])

    def start(self) -> str:
        self._thread.start()
        assert self._runs.wait(10), "the server did not start"
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.house.hub.close)
        self._server.should_exit = True
        self._thread.join(10)

    def publish(self, topic: str) -> None:
        """Tell the open pages, from the thread that they live in."""
        self.loop.call_soon_threadsafe(self.house.hub.publish, topic)


@pytest.fixture
def chromium(browser_of_all: SharedBrowser) -> Iterator[Browser]:
    with browser_of_all.lent() as browser:
        yield browser


@pytest.fixture
def served(house: House) -> Iterator[Served]:
    house.door.answers(
        ANSWER, buttons=("worked", "failed", "human"), checked=checked_at(house.clock())
    )
    served = Served(house)
    yield served
    served.stop()


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    with opened(chromium, served.start(), PHONE) as page:
        yield page


def open_chat(page: Page) -> None:
    with page.expect_response("**/transcript"):  # the stream is open, the script runs
        page.goto("/chat")


def sign_in(page: Page) -> None:
    page.goto("/staff/login")
    page.fill("#staff", "佐藤")
    page.fill("#staff_token", STAFF_TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff")


@contextmanager
def signed_in(
    chromium: Browser,
    served: Served,
    path: str,
    size: ViewportSize | None = None,
    lang: str = "ja-JP",
) -> Iterator[Page]:
    """The page at a path, opened by somebody who has signed in."""
    with opened(chromium, served.start(), size, lang) as page:
        sign_in(page)
        page.goto(path)
        yield page


def test_a_message_is_sent_by_keyboard_alone(page: Page, served: Served) -> None:
    open_chat(page)
    page.keyboard.press("Tab")
    expect(page.get_by_text("本文へ移動")).to_be_focused()
    page.locator("#text").focus()
    page.keyboard.type("アプリが")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("開きません")
    page.keyboard.press("Enter")
    expect(page.locator(".from-customer .words")).to_have_text("アプリが開きません")
    expect(page.locator(".from-desk")).to_contain_text("タナ一覧プラグイン")
    expect(page.locator("#text")).to_have_value("")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#welcome")).to_have_count(0)
    assert [m.text for m in served.house.door.messages] == ["アプリが\n開きません"]


def test_enter_that_ends_a_conversion_does_not_send(page: Page, served: Served) -> None:
    open_chat(page)
    page.fill("#text", "ひらきません")
    for extra in ("isComposing: true", "keyCode: 229"):
        page.evaluate(
            "document.getElementById('text').dispatchEvent(new KeyboardEvent('keydown',"
            f"{{key: 'Enter', bubbles: true, cancelable: true, {extra}}}))"
        )
    expect(page.locator("#text")).to_have_value("ひらきません")
    assert served.house.door.messages == []
    page.locator("#text").press("Enter")
    expect(page.locator(".from-customer")).to_be_visible()


def test_a_button_answers_and_the_buttons_move_to_the_latest_answer(
    page: Page, served: Served
) -> None:
    open_chat(page)
    page.fill("#text", "開きません")
    page.locator("#text").press("Enter")
    page.get_by_role("button", name="まだ直らない").click()
    expect(page.locator(".from-customer")).to_have_count(2)
    expect(page.locator(".choices")).to_have_count(1)
    assert served.house.door.messages[1].button == "failed"


def test_news_arrives_by_itself_and_opened_details_stay_open(page: Page, served: Served) -> None:
    open_chat(page)
    page.fill("#text", "開きません")
    page.locator("#text").press("Enter")
    page.locator(".checked summary").click()
    page.fill("#text", "書きかけ")
    work = served.house.work
    [talk] = work.by_id.values()
    turn = Turn(served.house.clock(), Speaker.STAFF, "復旧を確認しました。")
    work.save_conversation(replace(talk, turns=(*talk.turns, turn)), served.house.clock())
    served.publish(customer_topic(talk.customer))
    expect(page.locator(".from-staff")).to_contain_text("復旧を確認しました。")
    expect(page.locator("#text")).to_have_value("書きかけ")
    assert page.locator(".checked").first.evaluate("e => e.open")


def test_when_the_server_is_away_the_text_is_kept_and_can_be_sent_again(
    page: Page, served: Served
) -> None:
    open_chat(page)
    page.route("**/messages", lambda route: route.abort())
    page.fill("#text", "大事な文章")
    page.locator("#text").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("接続できません")
    expect(page.locator("#text")).to_have_value("大事な文章")
    page.unroute("**/messages")
    page.get_by_role("button", name="もう一度送る").click()
    expect(page.locator(".from-customer")).to_contain_text("大事な文章")
    expect(page.get_by_role("alert")).to_be_empty()
    assert len(served.house.door.messages) == 1


def test_a_message_that_is_too_long_is_counted_and_not_sent(page: Page, served: Served) -> None:
    open_chat(page)
    page.fill("#text", "🦆" * 4001)
    expect(page.locator("#counter")).to_have_text("4001 / 4,000文字")
    page.locator("#send").click()
    expect(page.get_by_role("alert")).to_contain_text("4,000文字以内")
    expect(page.locator("#text")).to_be_focused()
    assert served.house.door.messages == []


def test_a_file_is_chosen_by_keyboard_and_sent(page: Page, served: Served) -> None:
    page.on("filechooser", lambda _: None)  # from now on, lest the key be faster
    open_chat(page)
    page.get_by_label("ファイルを添付").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(a_file("plugins.csv", LIST))
    row = page.locator(".chosen")
    expect(row.get_by_role("status")).to_contain_text("plugins.csv（1 KB）を添付します")
    row.get_by_role("button", name="添付をやめる").click()
    expect(row.get_by_role("status")).to_be_empty()
    drop_files(page, 2)
    expect(page.get_by_role("alert")).to_contain_text("一度に1件")
    drop_files(page, 1)
    assert faults(page) == []
    page.fill("#text", "開きません")
    page.locator("#text").press("Enter")
    expect(page.locator(".from-customer")).to_contain_text("添付：session0.har")
    expect(row.get_by_role("status")).to_be_empty()
    [message] = served.house.door.messages
    assert message.text == "開きません"


def test_without_javascript_the_form_works(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(
        base_url=served.start(), locale="ja-JP", java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/chat")
    page.fill("#text", "開きません")
    page.set_input_files("#file", a_file("plugins.csv", LIST))
    page.get_by_role("button", name="送信").click()
    expect(page.locator(".from-desk")).to_be_visible()
    expect(page.locator(".from-customer")).to_contain_text("添付：plugins.csv（プラグイン1件）")
    page.get_by_role("button", name="直った").click()
    expect(page.locator(".from-customer")).to_have_count(2)
    context.close()


def test_the_queue_grows_by_itself(page: Page, served: Served) -> None:
    sign_in(page)
    expect(page.locator(".empty")).to_be_visible()
    page.wait_for_load_state()
    with page.expect_response("**/staff/inbox/events*"):
        page.reload()
    served.house.work.save_ticket(a_ticket(served.house.clock()))
    served.publish(STAFF)
    expect(page.locator('.cases a[href="/staff/tickets/T-12"]')).to_be_visible()


def test_an_answer_being_typed_survives_the_refresh(page: Page, served: Served) -> None:
    fill(served.house.work, served.house.clock())
    sign_in(page)
    with page.expect_response("**/staff/events*"):
        page.goto("/staff/tickets/T-12")
    page.get_by_role("button", name="担当する").click()
    expect(page.locator("#answer")).to_be_visible()
    with page.expect_response("**/staff/events*"):
        page.reload()
    page.fill("#answer", "書きかけの返信")
    served.house.work.save_ticket(a_ticket(served.house.clock(), text="要約が変わりました"))
    served.publish(STAFF)
    expect(page.locator("#summary")).to_have_text("要約が変わりました")
    expect(page.locator("#answer")).to_have_value("書きかけの返信")
    expect(page.locator("#news")).to_contain_text("更新があります")


def test_every_page_is_named_labelled_large_enough_and_readable(page: Page, served: Served) -> None:
    fill(served.house.work, served.house.clock())
    open_chat(page)
    assert faults_in_every_size(page) == []
    page.fill("#text", "開きません")
    page.locator("#text").press("Enter")
    page.locator(".checked summary").click()
    assert faults_in_every_size(page) == []
    sign_in(page)
    for path in ("", "/tickets/T-12", "/tickets/T-11", "/incidents", "/incidents/I-3", "/feeds"):
        page.goto(f"/staff{path}")
        assert faults_in_every_size(page) == [], path


def test_roles_tell_a_screen_reader_what_is_what(page: Page) -> None:
    open_chat(page)
    log = page.get_by_role("log", name="会話")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("textbox", name="メッセージ")).to_be_visible()
    expect(page.get_by_role("navigation", name="言語")).to_be_visible()
    page.fill("#text", "開きません")
    page.locator("#text").press("Enter")
    expect(log.get_by_role("article")).to_have_count(2)
    expect(page.get_by_role("group", name=re.compile("その後"))).to_be_visible()


def test_nobody_is_moved_who_asked_for_stillness(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_chat(page)
    page.fill("#text", "開きません")
    page.locator("#text").press("Enter")
    turn = page.locator(".turn.fresh").first
    assert turn.evaluate("e => getComputedStyle(e).animationName") == "none"

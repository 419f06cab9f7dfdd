"""The HTML of a mail: what it never contains, and how it reads in a real browser."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from bot.channels.mail.relay import PrintedRelay
from bot.channels.mail.unsubscribe_pages import _page
from bot.channels.mail.writing.html import html, plain
from bot.channels.mail.writing.letter import Letter, LetterSender, notice_letter, reply_letter
from bot.desk.prose import blocks
from bot.model.effect import Checked
from tests.browser import CHROMIUM, MISSING, SharedBrowser
from tests.channels.mail.letters import AT, HOSTS, TEXT, Counter, a_notice, a_reply, outgoing
from tests.examples import often

CHECKS = Path(__file__).parents[3] / "web" / "checks.js"
DESK = LetterSender("サポート窓口", "help@desk.example", "株式会社ミナト")
STOP = "https://desk.example/unsubscribe/abc.def"
XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7 * 7 }}"


def a_letter(text: str = TEXT, lang: str = "ja", what: str = "タナ一覧プラグイン") -> Letter:
    return notice_letter(a_notice(text=text, lang=lang), what, DESK, STOP)


def links(page: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', page)


def test_lists_and_lines_keep_their_meaning() -> None:
    found = [(b.kind, [x.number for x in b.lines]) for b in blocks(TEXT)]
    assert found == [
        ("paragraph", [0]),
        ("paragraph", [0]),
        ("numbers", [1, 2]),
        ("bullets", [0]),
        ("paragraph", [0]),
    ]
    assert '<li value="2"' in html(a_letter(), HOSTS)


def test_links_lead_to_known_hosts_only() -> None:
    text = (
        "https://status.tana.example/a と https://evil.example/ と http://status.tana.example/ と"
        " https://status.tana.example@evil.example/ と https://status.tana.example.evil.example/"
        " と javascript:alert(1) と https://x.status.tana.example/b?c=d&e=f."
    )
    assert links(html(a_letter(text), HOSTS)) == [
        "https://status.tana.example/a",
        "https://x.status.tana.example/b?c=d&amp;e=f",
        STOP,
    ]
    assert links(html(a_letter(text), frozenset())) == [STOP]


@settings(max_examples=often(25))
@given(text=st.text(max_size=200) | st.just(XSS), lang=st.text(max_size=12))
def test_nobody_s_words_become_markup(text: str, lang: str) -> None:
    bare, page = html(a_letter("x", "ja"), HOSTS), html(a_letter(text, lang, what=text), HOSTS)
    tags = [re.findall(r"<[a-z!/][^ >]*", p) for p in (page, bare)]
    assert set(tags[0]) <= {*tags[1], "<ul", "</ul", "<ol", "</ol", "<li", "</li", "<br"}
    assert tags[0].count("<h1") == 1


def test_the_language_of_the_text_is_told_and_that_of_the_words_around_it() -> None:
    korean = html(a_letter("안녕하세요", "ko"), HOSTS)
    assert '<html lang="en"' in korean
    assert '<div lang="ko">' in korean
    assert '<div lang="en">' in html(a_letter("x", '" onload="'), HOSTS)


def test_text_says_all_that_html_says() -> None:
    text = plain(a_letter())
    assert TEXT in text
    assert STOP in text
    assert "help@desk.example" in text
    assert "\n-- \n" in text


def test_the_console_twin_shows_a_mail_as_it_would_arrive() -> None:
    shown: list[str] = []
    relay = PrintedRelay(shown.append)
    asyncio.run(_deliver(relay))
    said = "".join(shown)
    assert "[mail] Subject: 【状況のお知らせ】タナ一覧プラグイン（I3）\n" in said
    assert "[mail] To: tanaka@customer.example\n" in said
    assert "[mail] 2. タナ一覧プラグインを無効にする\n" in said


async def _deliver(relay: PrintedRelay) -> None:
    await Counter(relay).channel.deliver(outgoing(a_notice()))


@pytest.fixture
def chromium(browser_of_all: SharedBrowser) -> Iterator[Browser]:
    with browser_of_all.lent() as browser:
        yield browser


@pytest.mark.skipif(MISSING, reason=f"no browser: {CHROMIUM}")
@pytest.mark.slow
def test_mails_and_pages_read_well_narrow_and_wide_light_and_dark(chromium: Browser) -> None:
    reply = a_reply(TEXT, checked=(Checked("k", "kintone", "operational", AT),))
    pages = {
        "notice": html(a_letter(), HOSTS),
        "reply": html(reply_letter(reply, "kintoneが開きません", DESK), HOSTS),
        "long": html(
            a_letter("x" * 400 + "\n" + "https://status.tana.example/" + "y" * 200), HOSTS
        ),
        "ask": bytes(_page("ask").body).decode(),
        "done": bytes(_page("done").body).decode(),
        "unknown": bytes(_page("unknown", 404).body).decode(),
    }
    checks = CHECKS.read_text("utf-8")
    asked: list[str] = []
    for width in (320, 1280):
        context = chromium.new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for name, content in pages.items():
                page.set_content(content)
                problems = [p for p in page.evaluate(checks) if not p.startswith("small: <a")]
                is_mail = name in {"notice", "reply", "long"}
                expected = ["not one main"] if is_mail else []  # mail programs know no main
                assert problems == expected, (name, width, scheme)
        context.close()
    assert asked == []


def test_a_check_is_offered_as_a_link_in_both_forms() -> None:
    link = "https://desk.example/check/abc.def?lang=ja"
    letter = reply_letter(a_reply(), "開きません", DESK, link)
    assert links(html(letter, HOSTS)).count(link) == 1
    assert f"ブラウザから確認する: {link}" in plain(letter)
    assert "/check/" not in plain(reply_letter(a_reply(), "開きません", DESK))

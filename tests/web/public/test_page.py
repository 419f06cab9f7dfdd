"""The public page: what it says, to whom, and when the database is away."""

import asyncio
import gzip
import html
import re
import threading
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.model.operator import Logo, Operator
from bot.model.publication import PostStatus, PostUpdate
from bot.status_page.snapshot import Snapshot
from bot.web.pages import Pages
from bot.web.public.cache import MOST_LOOKUPS, SnapshotCache
from bot.web.public.documents import CachedDocument
from tests.builders import an_incident
from tests.web.fakes import NOON
from tests.web.public.window import CDN, SCRIPTS, Window, a_post, failing

FIRST_VIEW = 14_000  # bytes that a first round trip carries, compressed


@pytest.fixture
def window() -> Window:
    return Window().filled()


@pytest.fixture
async def browser(window: Window) -> AsyncIterator[httpx.AsyncClient]:
    async with window.browser() as client:
        yield client


async def page(browser: httpx.AsyncClient, path: str = "/status") -> str:
    answer = await browser.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.text)


@pytest.mark.anyio
async def test_it_says_how_it_stands_in_the_reader_s_language(browser: httpx.AsyncClient) -> None:
    ja, en = await page(browser), await page(browser, "/status?lang=en")
    assert "一部が使えない状態です" in ja
    assert "フォームの配信" in ja
    assert "稼働率99.9%" in ja
    assert "Some services are unavailable" in en
    assert 'href="/status/history?lang=en"' in en  # who chose a language keeps it
    assert 'href="/status/history"' in ja
    assert (
        '<html lang="en">' in (await browser.get("/status", headers={"Accept-Language": "de"})).text
    )


@pytest.mark.anyio
async def test_what_is_others_is_told_as_they_say_it_and_what_is_not_known_is_so(
    browser: httpx.AsyncClient, window: Window
) -> None:
    with window.store.store.work() as work:
        work.save_probe(failing(CDN, NOON))
    seen = await page(browser)
    rows = {name: row for row in seen.split("<li>") if (name := row.strip()[3:10])}
    hoshi = next(r for n, r in rows.items() if n.startswith("Hoshi"))
    assert "調査中" in hoshi
    assert "status.hoshi.example" in hoshi
    assert "確認：2分前" in hoshi
    assert "応答なし" in hoshi  # as measured, beside what their page says
    tana = next(r for n, r in rows.items() if n.startswith("タナ"))
    assert "不明" in tana
    assert "最後の読み取り：3時間前" in tana
    iwa = next(r for n, r in rows.items() if n.startswith("Iwa"))
    assert "まだ読み取れていません" in iwa
    assert "一部が使えない状態です" in seen  # others' trouble is no state of ours


@pytest.mark.anyio
async def test_only_what_was_published_is_there(browser: httpx.AsyncClient, window: Window) -> None:
    with window.store.store.work() as work:
        work.save_incident(an_incident(ident="I9", suspects=("plugin:tana_list",)))
    for path in ("/status", "/status/history", "/api/v2/incidents.json", "/history.atom"):
        seen = await page(browser, path)
        assert "タナ一覧プラグインの不具合" not in seen
        assert "I9" not in seen


@pytest.mark.anyio
async def test_a_post_has_its_own_page_with_a_card_for_all_time(
    browser: httpx.AsyncClient, window: Window
) -> None:
    path = "/status/incidents/k3x9q2m7w1ab"
    answer = await browser.get(path)
    assert "&lt;b&gt;再読み込み&lt;/b&gt;" in answer.text
    assert '<meta property="og:title" content="フォームが開かない不具合' in answer.text
    assert f'<meta property="og:url" content="https://desk.example{path}">' in answer.text
    long_ago = NOON - timedelta(days=900)
    over = PostUpdate(long_ago, PostStatus.RESOLVED, {"en": "It is over."})
    with window.store.store.work() as work:
        work.save_post(a_post(long_ago, id="old0old0old0").with_update(over))
    seen = await page(browser, "/status/incidents/old0old0old0")
    assert '<span lang="en">It is over.</span>' in seen
    assert (await browser.get("/status/incidents/none")).status_code == 404
    moved = await browser.get("/incidents/k3x9q2m7w1ab")
    assert moved.headers["location"] == path


@pytest.mark.anyio
async def test_an_hour_without_the_database_is_an_hour_of_the_last_known_with_its_age(
    browser: httpx.AsyncClient, window: Window
) -> None:
    before = (await browser.get("/api/v2/summary.json")).json()
    window.store.is_away = True
    window.clock.passes(timedelta(hours=1))
    seen = await page(browser)
    assert "最新の情報を読み取れていません" in seen
    assert "60分前" in seen
    assert (await browser.get("/api/v2/summary.json")).json() == before  # and its time is in it
    assert (await browser.get("/history.atom")).status_code == 200
    window.store.is_away = False
    window.clock.passes(timedelta(seconds=6))
    assert "最新の情報を読み取れていません" not in await page(browser)


@pytest.mark.anyio
async def test_nothing_known_yet_and_no_database_is_said_as_everywhere(window: Window) -> None:
    window.store.is_away = True
    async with window.browser() as browser:
        assert (await browser.get("/status")).status_code == 503


@pytest.mark.anyio
async def test_many_readers_are_one_look_at_the_database(
    browser: httpx.AsyncClient, window: Window
) -> None:
    for _ in range(20):
        for path in ("/status", "/status?lang=en", "/api/v2/summary.json", "/history.rss"):
            await page(browser, path)
    assert window.store.looks == 1
    with window.store.store.work() as work:
        work.save_probe(failing(SCRIPTS, NOON))
    window.clock.passes(timedelta(seconds=6))
    assert "大きな障害が起きています" in await page(browser)
    assert window.store.looks == 2


@pytest.mark.anyio
async def test_it_is_small_strict_and_without_a_script(window: Window) -> None:
    async with window.browser() as browser:
        answer = await browser.get("/status", headers={"Accept-Encoding": "identity"})
        style = await browser.get("/status.css")
    first_view = len(gzip.compress(answer.content)) + len(gzip.compress(style.content))
    assert first_view < FIRST_VIEW
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    packed = {"Accept-Encoding": "gzip"}
    async with window.browser() as browser:
        sent = await browser.get("/status", headers=packed)
        refused = await browser.get("/status", headers={"Accept-Encoding": "gzip;q=0"})
    assert sent.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in refused.headers


@pytest.mark.anyio
async def test_the_page_is_the_operator_s() -> None:
    operator = Operator({"ja": "ミナト"}, colour="#8a2b5f", logo=Logo(b"png", "image/png"))
    async with Window(operator=operator).browser() as browser:
        seen = (await browser.get("/status")).text
    assert "<title>ミナトの稼働状況</title>" in seen
    assert 'href="/operator.css"' in seen
    assert '<meta property="og:image" content="https://desk.example/operator-logo">' in seen


@pytest.mark.anyio
async def test_it_stands_at_the_top_and_the_chat_is_one_click_away(
    browser: httpx.AsyncClient,
) -> None:
    top = (await browser.get("/")).text
    assert top == (await browser.get("/status")).text
    assert 'class="button" href="/chat"' in top
    assert '<a href="/status">' in (await browser.get("/chat")).text


@pytest.mark.anyio
async def test_are_you_affected_begins_a_report(browser: httpx.AsyncClient) -> None:
    link = re.search(r'class="button primary" href="([^"]+)"', (await browser.get("/status")).text)
    assert link is not None
    chat = (await browser.get(link[1])).text
    assert "ミナトフォームがうまく動きません。</textarea>" in chat
    hostile = (await browser.get(link[1].replace("desk_form", "%3Cb%3E"))).text
    assert "うまく動きません" not in hostile


@pytest.mark.anyio
async def test_what_a_customer_called_a_product_is_never_published(
    browser: httpx.AsyncClient, window: Window
) -> None:
    with window.store.store.work() as work:
        work.save_post(a_post(NOON, id="named0by0one", cause="unlisted_plugin:山田の秘密"))
    for path in ("/status/incidents/named0by0one", "/status", "/api/v2/incidents.json"):
        answer = await browser.get(path)
        assert answer.status_code == 200
        assert "%E5%B1%B1%E7%94%B0" not in answer.text
        assert "山田" not in answer.text
    assert "/chat?about=desk_form" in await page(browser, "/status/incidents/k3x9q2m7w1ab")


@pytest.mark.anyio
async def test_a_document_is_made_once_and_keeps_nobody_else_waiting(window: Window) -> None:
    cache = SnapshotCache(window.store, Pages(window.knowledge, window.clock))  # type: ignore[arg-type]
    threads: list[int] = []

    def make(_: Snapshot) -> CachedDocument:
        threads.append(threading.get_ident())
        return CachedDocument.of(b"page", "text/html")

    asked = [cache.kept(("/status", "ja", False), make) for _ in range(9)]
    assert len({id(document) for document in await asyncio.gather(*asked)}) == 1
    assert len(threads) == 1
    assert threads[0] != threading.get_ident()


@pytest.mark.anyio
async def test_guessing_ids_of_posts_does_not_reach_the_database_for_long(
    browser: httpx.AsyncClient, window: Window
) -> None:
    path = "/status/incidents"
    answers = [(await browser.get(f"{path}/guess{n}")).status_code for n in range(MOST_LOOKUPS + 9)]
    assert answers == [404] * MOST_LOOKUPS + [429] * 9
    assert window.store.looks == 1 + MOST_LOOKUPS
    assert (await browser.get(f"{path}/guess0")).status_code == 404
    assert (await browser.get(f"{path}/k3x9q2m7w1ab")).status_code == 200
    assert window.store.looks == 1 + MOST_LOOKUPS
    window.clock.passes(timedelta(seconds=6))
    await browser.get("/status")
    assert (await browser.get(f"{path}/guess99")).status_code == 404

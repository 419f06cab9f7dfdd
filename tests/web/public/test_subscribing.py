"""Following the public page in the browser: asked, confirmed, changed, ended; a look changes nothing."""

import html
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from bot.desk.post_news import WORDS_WITHIN
from bot.desk.subscriber_links import SubscriberLinks
from bot.desk.subscribing import OF_A_NETWORK
from bot.model.subscription import CONFIRMED_WITHIN, Subscription, SubscriptionState
from tests.subscribers import a_subscription
from tests.web.forms import press, sign_in
from tests.web.public.window import Window

LINKS = SubscriberLinks("a secret for tests", "")
ACTIVE, REQUESTED = SubscriptionState.ACTIVE, SubscriptionState.REQUESTED


@pytest.fixture
def window() -> Window:
    return Window(ways=("mail",)).filled()


@pytest.fixture
async def browser(window: Window) -> AsyncIterator[httpx.AsyncClient]:
    async with window.browser() as client:
        yield client


def kept(window: Window) -> list[Subscription]:
    with window.store.store.look() as work:
        return [one for _, one in work.subscriptions()]


def keep(window: Window, **changes: object) -> str:
    """Somebody who follows; answers their link."""
    one = replace(a_subscription(), requested_at=window.clock(), **changes)  # type: ignore[arg-type]
    with window.store.store.work() as work:
        work.save_subscription(one)
    return LINKS.of(one.id)


async def seen(browser: httpx.AsyncClient, path: str) -> str:
    return html.unescape((await browser.get(path)).text)


@pytest.mark.anyio
async def test_it_is_asked_for_without_an_account_and_confirmed_by_the_link_alone(
    browser: httpx.AsyncClient, window: Window
) -> None:
    assert 'href="/subscribe"' in await seen(browser, "/status")
    form = {
        "address": " Sato@Midori.example ",
        "lang": "en",
        "topics": ["component:editor", "product:hoshi_cdn", "component:none"],
    }
    answer = await browser.post("/subscribe", data=form)
    assert answer.status_code == 303
    assert "確認のご連絡" in await seen(browser, answer.headers["location"])
    (one,) = kept(window)
    assert (one.address, one.lang, one.state) == ("Sato@midori.example", "en", REQUESTED)
    assert one.topics == ("component:editor", "product:hoshi_cdn")
    link = LINKS.of(one.id)
    assert "Please confirm" in await seen(browser, link)
    assert (await browser.head(link)).status_code == 200
    assert kept(window)[0].state is REQUESTED  # filters open every link
    answer = await browser.post(link, data={"do": "confirm"})
    assert answer.status_code == 303
    assert "You are signed up" in await seen(browser, answer.headers["location"])
    assert kept(window)[0].state is ACTIVE


@pytest.mark.anyio
async def test_the_answer_is_the_same_for_an_address_that_follows_already(
    browser: httpx.AsyncClient, window: Window
) -> None:
    keep(window)
    known = await browser.post("/subscribe", data={"address": "sato@midori.example"})
    other = await browser.post("/subscribe", data={"address": "kato@midori.example"})
    assert (known.status_code, known.headers["location"]) == (
        other.status_code,
        other.headers["location"],
    )


@pytest.mark.anyio
async def test_it_is_changed_behind_the_link(browser: httpx.AsyncClient, window: Window) -> None:
    link = keep(window, topics=("component:editor",))
    page = await seen(browser, link)
    assert re.search(r'value="component:editor" checked', page)
    assert not re.search(r'value="component:form-delivery" checked', page)
    form = {"do": "change", "lang": "en", "topics": ["component:form-delivery"]}
    assert (await browser.post(link, data=form)).status_code == 303
    (one,) = kept(window)
    assert (one.lang, one.topics) == ("en", ("component:form-delivery",))
    assert (await browser.post(link, data={"do": "anything"})).status_code == 404


@pytest.mark.anyio
@pytest.mark.parametrize("form", [{"do": "end"}, {"List-Unsubscribe": "One-Click"}], ids=str)
async def test_one_post_ends_it_from_anywhere(
    browser: httpx.AsyncClient, window: Window, form: dict[str, str]
) -> None:
    """RFC 8058: it comes from the mail provider, without a cookie and perhaps with another origin."""
    link = keep(window)
    elsewhere = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    answer = await browser.post(link, data=form, headers=elsewhere)
    assert answer.status_code == 200
    assert "配信を停止しました" in answer.text
    assert kept(window) == []
    gone = await browser.get(link)
    assert gone.status_code == 404
    assert "このリンクは使えません" in gone.text


@pytest.mark.anyio
async def test_a_link_that_is_not_ours_or_too_late_leads_nowhere(
    browser: httpx.AsyncClient, window: Window
) -> None:
    link = keep(window, state=REQUESTED)
    forged = SubscriberLinks("another secret", "").of(a_subscription().id)
    for path in (forged, f"{link}x", f"{link[:-3]}"):
        assert (await browser.get(path)).status_code == 404
        assert (await browser.post(path, data={"do": "end"})).status_code == 404
    window.clock.passes(CONFIRMED_WITHIN)
    assert (await browser.post(link, data={"do": "confirm"})).status_code == 404
    assert kept(window)[0].state is REQUESTED


@pytest.mark.anyio
async def test_what_was_typed_is_kept_when_it_is_wrong_and_a_flood_is_told_to_wait(
    browser: httpx.AsyncClient, window: Window
) -> None:
    form = {"address": 'no "address"', "lang": "en", "topics": ["component:editor"]}
    answer = await browser.post("/subscribe", data=form)
    assert answer.status_code == 409
    assert "この宛先にはお送りできません" in answer.text
    assert 'value="no &#34;address&#34;"' in answer.text
    assert 'value="component:editor" checked' in answer.text
    for number in range(OF_A_NETWORK.burst):
        answer = await browser.post("/subscribe", data={"address": f"a{number}@x.example"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert len(kept(window)) == OF_A_NETWORK.burst - 1


@pytest.mark.anyio
async def test_other_sites_cannot_have_a_browser_ask(
    browser: httpx.AsyncClient, window: Window
) -> None:
    foreign = {"Origin": "https://evil.example"}
    form = {"address": "sato@midori.example"}
    assert (await browser.post("/subscribe", data=form, headers=foreign)).status_code == 403
    assert kept(window) == []


@pytest.mark.anyio
async def test_the_pages_are_strict_and_nothing_leads_a_token_away(
    browser: httpx.AsyncClient, window: Window
) -> None:
    for path in ("/subscribe", "/subscribe/sent", keep(window), LINKS.of("subscriber:none")):
        answer = await browser.get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        leads = "same-origin" if path == "/subscribe" else "no-referrer"
        assert answer.headers["referrer-policy"] == leads
        assert answer.headers["cache-control"] == "no-store"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "<script" not in answer.text
        assert "sato@" not in answer.text  # whoever looks over a shoulder
        assert "set-cookie" not in answer.headers


@pytest.mark.anyio
async def test_where_nobody_can_be_told_nothing_is_offered() -> None:
    async with Window().filled().browser() as browser:
        assert "/subscribe" not in (await browser.get("/status")).text
        assert (await browser.get("/subscribe")).status_code == 404


@pytest.mark.anyio
async def test_staff_see_how_many_follow_and_no_address(
    browser: httpx.AsyncClient, window: Window
) -> None:
    await sign_in(browser)
    assert "購読している方はまだいません" in await seen(browser, "/staff/posts")
    keep(window)
    with window.store.store.work() as work:
        work.save_subscription(a_subscription("yui", state=REQUESTED))
        off = {"channel": "webhook", "address": "https://hooks.example/x"}
        work.save_subscription(a_subscription("hook", state=SubscriptionState.OFF, **off))
    page = await seen(browser, "/staff/posts")
    assert "メール：1件" in page
    assert "停止した Webhook：1件" in page
    assert "確認待ち：1件" in page
    assert "midori" not in page
    assert "購読している方にもお送りします（全部で1件）" in await seen(
        browser, "/staff/posts/new/maintenance"
    )


@pytest.mark.anyio
async def test_a_webhook_is_asked_for_by_its_url_and_its_secret_is_behind_its_link() -> None:
    window = Window(ways=("mail", "webhook")).filled()
    async with window.browser() as browser:
        for address in ("http://hooks.example/x", "https://10.1.2.3/", "https://hooks.example:22/"):
            assert (await browser.post("/subscribe", data={"address": address})).status_code == 409
        answer = await browser.post("/subscribe", data={"address": "HTTPS://Hooks.example/X"})
        assert "確認の通知に応答があれば" in await seen(browser, answer.headers["location"])
        (one,) = kept(window)
        assert (one.channel, one.address) == ("webhook", "https://hooks.example/X")
        assert "whsec_" not in await seen(browser, LINKS.of(one.id))  # nobody has answered
        link = keep(window, channel="webhook", address="https://hooks.example/y")
        assert f"whsec_{a_subscription().id}" in await seen(browser, link)
        off = {"channel": "webhook", "address": "https://x.example", "id": "subscriber:off"}
        link = keep(window, state=SubscriptionState.OFF, **off)
        assert "応答がないため" in await seen(browser, link)


@pytest.mark.anyio
async def test_staff_see_what_waits_for_words_in_another_language(
    browser: httpx.AsyncClient, window: Window
) -> None:
    keep(window, lang="en")
    await sign_in(browser)
    form = {"title_ja": "不具合", "text_ja": "調べています。", "status": "investigating"}
    await press(browser, "/staff/posts/new/incident", "/staff/posts/new/incident", **form)
    with window.store.store.look() as work:
        (told,) = work.broadcasts()
    path = f"/staff/broadcasts/{told.id}"
    assert "公開ページの更新：不具合" in await seen(browser, path)
    assert "この言語の文面を待っています" in await seen(browser, path)
    assert "公開ページの更新：不具合" in await seen(browser, "/staff/broadcasts")
    window.clock.passes(WORDS_WITHIN)
    assert "この言語の文面を待っています" not in await seen(browser, path)

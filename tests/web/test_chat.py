from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.model.identity import Identity
from bot.web.session import organisation_of
from tests.web.conftest import House
from tests.web.forms import hidden, write
from tests.web.samples import XSS, a_conversation, checked_at

pytestmark = pytest.mark.anyio
JSON = {"Accept": "application/json"}


async def test_an_empty_chat_says_what_the_desk_does_and_that_it_is_automated(
    browser: httpx.AsyncClient,
) -> None:
    page = (await browser.get("/chat")).text
    assert '<html lang="ja">' in page
    assert "お調べします" in page
    assert "自動応答" in page
    assert "人に相談する" in page


async def test_a_plain_form_is_enough_to_write(house: House, browser: httpx.AsyncClient) -> None:
    house.door.answers("確認しました。", buttons=("worked", "human"))
    page = await write(browser, "アプリが開きません", organisation="青葉製作所")
    assert page.status_code == 200
    assert "アプリが開きません" in page.text
    assert "確認しました。" in page.text
    [message] = house.door.messages
    assert message.channel == "web"
    assert message.customer.startswith("web:")
    assert message.tenant == "青葉製作所"
    assert message.at == house.clock()
    assert message.button is None


async def test_an_organisation_that_was_not_told_is_left_open(house: House) -> None:
    for _ in range(2):
        async with house.browser() as browser:
            await write(browser, "開きません")
    first, second = house.door.messages
    assert first.customer != second.customer
    assert (first.tenant, second.tenant) == ("", "")


async def test_what_is_typed_is_a_claim_and_a_network_is_one_word(house: House) -> None:
    for typed, address in (
        ("acme", "203.0.113.7"),
        ("", "203.0.113.200"),
        ("", "203.0.114.7"),
        ("", "2001:db8:0:1::7"),
        ("", "2001:db8:0:1:ffff::8"),
    ):
        async with house.browser(address=address) as browser:
            await write(browser, "開きません", organisation=typed)
    said = house.door.messages
    assert [m.identity for m in said] == [Identity.CLAIMED, *(Identity.ANONYMOUS,) * 4]
    words = [m.address for m in said]
    assert words[0] == words[1] != words[2]
    assert words[3] == words[4]
    assert not any("203" in str(word) or "2001" in str(word) for word in words)


async def test_in_a_trial_what_is_typed_is_believed_and_every_page_says_so() -> None:
    house = House(trusts_claims=True)
    async with house.browser() as browser:
        page = await write(browser, "開きません", organisation="acme")
        assert "--trust-claims" in page.text
        assert "--trust-claims" in (await browser.get("/staff/login")).text
        assert "--trust-claims" in (await browser.get("/nowhere")).text
        await write(browser, "開きません", organisation="")
    assert [m.identity for m in house.door.messages] == [Identity.VERIFIED] * 2
    async with house.browser() as browser:
        await write(browser, "開きません")
    assert house.door.messages[-1].identity is Identity.ANONYMOUS


async def test_nothing_is_believed_unless_it_is_a_trial(browser: httpx.AsyncClient) -> None:
    assert "--trust-claims" not in (await browser.get("/chat")).text


@pytest.mark.parametrize("button", ["worked", "failed", "human"])
async def test_a_button_arrives_as_itself_with_words_for_the_transcript(
    house: House, browser: httpx.AsyncClient, button: str
) -> None:
    await write(browser, button=button)
    [message] = house.door.messages
    assert message.button == button
    assert message.text
    assert message.lang == "ja"


async def test_what_was_typed_goes_with_the_wish_for_a_person(
    house: House, browser: httpx.AsyncClient
) -> None:
    await write(browser, "急いでいます", button="human")
    [message] = house.door.messages
    assert (message.text, message.button) == ("急いでいます", None)
    assert message.wants_person


async def test_only_the_latest_answer_offers_buttons(
    house: House, browser: httpx.AsyncClient
) -> None:
    house.door.answers("承りました。", buttons=("worked", "failed", "human"))
    await write(browser, "一つめ")
    page = (await write(browser, "二つめ")).text
    assert page.count('class="choices"') == 1
    house.door.says_nothing()
    assert 'class="choices"' not in (await write(browser, "三つめ")).text


async def test_answers_to_a_question_can_be_tapped(
    house: House, browser: httpx.AsyncClient
) -> None:
    house.door.answers("ほかのアプリは開きますか？", choices=("はい", XSS))
    page = (await write(browser, "開きません")).text
    assert '<button class="chip" name="text" value="はい"' in page
    assert XSS not in page
    house.door.says_nothing()
    assert 'value="はい"' not in (await write(browser, "はい")).text


async def test_what_was_checked_is_shown_with_its_age(
    house: House, browser: httpx.AsyncClient
) -> None:
    house.door.answers("承りました。", checked=checked_at(house.clock()))
    page = (await write(browser, "開きません")).text
    assert "確認した情報（3件）" in page
    assert "11:58（お返事の2分前）" in page
    assert "状況は不明" in page


async def test_sending_the_same_form_twice_tells_it_once(
    house: House, browser: httpx.AsyncClient
) -> None:
    page = (await browser.get("/chat")).text
    form = {"token": hidden(page, "token"), "once": hidden(page, "once"), "text": "開きません"}
    await browser.post("/messages", data=form)
    await browser.post("/messages", data=form)
    await browser.post("/messages", data={**form, "text": "別の話です"})
    assert [m.text for m in house.door.messages] == ["開きません", "別の話です"]


async def test_a_conversation_belongs_to_its_cookie(
    house: House, browser: httpx.AsyncClient
) -> None:
    await write(browser, "うちだけの話です")
    async with house.browser() as stranger:
        assert "うちだけの話です" not in (await stranger.get("/chat")).text
        assert (await stranger.get("/transcript")).status_code == 200
        assert "うちだけの話です" not in (await stranger.get("/transcript")).text


@pytest.mark.parametrize("path", ["/transcript", "/events"])
async def test_without_a_cookie_there_is_nothing_to_follow(
    browser: httpx.AsyncClient, path: str
) -> None:
    assert (await browser.get(path)).status_code == 403


async def test_a_forged_cookie_opens_nothing(house: House, browser: httpx.AsyncClient) -> None:
    house.work.save_conversation(a_conversation(house.clock(), "web:victim"), house.clock())
    await browser.get("/chat")
    sealed = browser.cookies["jitabata"]
    body, _, signature = sealed.rpartition(".")
    for forged in (f"{body}x.{signature}", f"{body}.", "", "x", "é.ü", f".{signature}"):
        raw = [(b"Cookie", f"jitabata={forged}".encode())]
        answer = await browser.get("/transcript", headers=raw)
        assert answer.status_code in {200, 403}
        assert "青葉製作所" not in answer.text


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(house: House) -> None:
    async with house.browser(at="https://localhost") as browser:
        cookie = (await browser.get("/chat")).headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", "secure"} <= {p.strip() for p in cookie.split(";")}
    async with house.browser() as browser:
        assert "secure" not in (await browser.get("/chat")).headers["set-cookie"].lower().split(
            "; "
        )


async def test_a_form_of_another_session_is_refused_and_the_text_kept(
    house: House, browser: httpx.AsyncClient
) -> None:
    answer = await write(browser, "残してほしい文章", token="made up")
    assert answer.status_code == 403
    assert "残してほしい文章" in answer.text
    assert house.door.messages == []


async def test_a_database_that_is_away_keeps_the_text_and_the_second_try_counts_once(
    house: House, browser: httpx.AsyncClient
) -> None:
    page = (await browser.get("/chat")).text
    form = {"token": hidden(page, "token"), "once": hidden(page, "once"), "text": "開きません"}
    house.views.is_away = True
    refused = await browser.post("/messages", data=form)
    assert refused.status_code == 503
    assert ">開きません</textarea>" in refused.text
    assert "もう一度" in refused.text
    assert "secret" not in refused.text
    assert hidden(refused.text, "once") == form["once"]
    told = await browser.post("/messages", data=form, headers=JSON)
    assert told.status_code == 503
    assert "もう一度" in told.json()["problem"]
    house.views.is_away = False
    for _ in range(2):
        assert (await browser.post("/messages", data=form, follow_redirects=True)).is_success
    assert [message.text for message in house.door.messages] == ["開きません"]


async def test_a_post_from_another_site_is_refused(
    house: House, browser: httpx.AsyncClient
) -> None:
    page = (await browser.get("/chat")).text
    form = {"token": hidden(page, "token"), "text": "開きません"}
    answer = await browser.post("/messages", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert house.door.messages == []


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("", 400, "入力してください"),
        ("  \n ", 400, "入力してください"),
        ("あ" * 4001, 400, "4,000文字"),
    ],
)
async def test_what_cannot_be_sent_is_explained(
    house: House, browser: httpx.AsyncClient, text: str, status: int, says: str
) -> None:
    answer = await write(browser, text)
    assert answer.status_code == status
    assert says in answer.text
    assert house.door.messages == []


async def test_four_thousand_characters_are_fine(house: House, browser: httpx.AsyncClient) -> None:
    assert (await write(browser, "🦆" * 4000)).status_code == 200
    assert len(house.door.messages[0].text) == 4000


@pytest.mark.slow
async def test_too_many_messages_wait_a_minute_with_the_text_kept(
    house: House, browser: httpx.AsyncClient
) -> None:
    for number in range(20):
        assert (await write(browser, f"{number}回目")).status_code == 200
    answer = await write(browser, "二十一回目の文章")
    assert answer.status_code == 429
    assert '<textarea id="text"' in answer.text
    assert "二十一回目の文章" in answer.text
    house.clock.passes(timedelta(minutes=1))
    assert (await write(browser, "また書けます")).status_code == 200


async def test_a_script_gets_json_with_the_problem_and_a_fresh_token(
    browser: httpx.AsyncClient,
) -> None:
    page = (await browser.get("/chat")).text
    refused = await browser.post("/messages", data={"token": "old", "text": "あ"}, headers=JSON)
    assert refused.status_code == 403
    assert refused.json()["token"] == hidden(page, "token")
    assert "もう一度送信" in refused.json()["problem"]


async def test_a_body_over_64_kilobytes_is_refused(
    house: House, browser: httpx.AsyncClient
) -> None:
    answer = await browser.post("/messages", data={"text": "a" * 70_000})
    assert answer.status_code == 413
    assert house.door.messages == []


async def test_what_a_customer_writes_is_text_and_never_markup(
    house: House, browser: httpx.AsyncClient
) -> None:
    house.door.answers(f"{XSS}\n・{XSS}\n1. {XSS}")
    page = (await write(browser, XSS, organisation=XSS)).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_while_a_person_has_it_the_page_says_so(
    house: House, browser: httpx.AsyncClient
) -> None:
    await write(browser, "開きません")
    [talk] = house.work.by_id.values()
    house.work.save_conversation(replace(talk, taken_over_by="佐藤"), house.clock())
    page = (await browser.get("/chat")).text
    assert "担当者が対応しています" in page
    assert "佐藤" not in page
    assert 'class="choices"' not in page


async def test_the_language_follows_the_wish_then_the_browser(house: House) -> None:
    async with house.browser(lang="fr-FR,en;q=0.8,ja;q=0.5") as browser:
        assert '<html lang="en">' in (await browser.get("/chat")).text
        assert '<html lang="ja">' in (await browser.get("/chat?lang=ja")).text
        assert '<html lang="ja">' in (await browser.get("/chat")).text  # remembered
        assert '<html lang="ja">' in (await browser.get("/chat?lang=xx")).text
    async with house.browser(lang="") as browser:
        assert '<html lang="ja">' in (await browser.get("/chat")).text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  青葉　製作所 ", "青葉 製作所"),
        ("https://aoba.cybozu.com/k/1/", "aoba"),
        ("Aoba.s.cybozu.com", "aoba"),
        ("AOBA", "aoba"),
        ("Aoba Works", "Aoba Works"),
        ("x" * 500, "x" * 100),
        ("", ""),
        ("みどり商店 090-0000-1234", "みどり商店 [電話番号]"),
    ],
)
async def test_an_organisation_is_kept_as_its_name_or_subdomain(typed: str, kept: str) -> None:
    assert organisation_of(typed) == kept

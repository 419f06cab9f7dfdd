"""Staff see a notice before it is sent as Slack and webhooks hand it over, made by the code that sends."""

import html
import json
import re
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.channels.slack.api.blocks import context, header, row, section
from bot.channels.slack.outgoing.render import render
from bot.channels.webhook.payload import body_of
from bot.desk.ledger import Outgoing
from bot.model.effect import Notice
from bot.web.channel_previews import ChannelPreviews
from bot.web.mrkdwn import mrkdwn
from bot.web.pages import Pages
from bot.web.wording import PageWording, Texts
from bot.web.zones import JAPAN
from tests.builders import FORMS, MORNING, a_conversation
from tests.desk.announcing import somebody
from tests.web.forms import press, sign_in
from tests.web.leading import LeadHouse, lead
from tests.web.samples import a_knowledge
from tests.web.sending import SendingHouse

__all__ = ["lead"]
pytestmark = pytest.mark.anyio
TEXT = "一覧が開きません。\n・「ほし&<フォーム>」を無効にしてください。"
HOOK = somebody(1, id="webhook:w", channel="webhook", address="https://w.example/in")
FORM = "/staff/incidents/I1/update"


def said_in(blocks: list[dict[str, Any]]) -> list[str]:
    """Every text that Slack shows of blocks, as its reader sees it."""
    texts = []
    for block in blocks:
        given = [block] if "text" in block else block["elements"]
        texts += [one["text"] for one in given]
    plain = [text if isinstance(text, str) else text["text"] for text in texts]
    return [html.unescape(line) for text in plain for line in text.split("\n")]


def shown(page: str) -> str:
    return html.unescape(re.sub("<[^>]+>", "\n", page))


async def proposed(text: str = TEXT) -> tuple[SendingHouse, httpx.Response]:
    """The page of a notice for somebody on Slack and somebody with a webhook."""
    house = SendingHouse()
    house.desk.knows(HOOK)
    talk = a_conversation("C1", customer="slack:T1/C1/1", channel="slack")
    with house.store.work() as work:
        work.save_conversation(talk, MORNING)
    proposal = replace(house.desk.proposes(talk.customer, text=text), advice=("monitor",))
    with house.store.work() as work:
        work.save_proposal(proposal)
    async with house.browser() as staff:
        await sign_in(staff)
        return house, await staff.get(f"/staff/proposals/{proposal.id}")


async def test_who_reads_on_slack_is_shown_the_blocks_that_slack_is_sent() -> None:
    _, page = await proposed()
    notice = Notice("I1", (), "first", TEXT, "ja", FORMS.cause, ("monitor",))
    blocks = render(notice, frozenset(), "ja")["blocks"]
    article = page.text.partition("slack-message")[2].partition("</article>")[0]
    lines = [line.strip() for line in shown(article).splitlines()]
    assert [b["type"] for b in blocks] == ["section", "context", "actions"]
    assert all(line in lines for line in said_in(blocks))
    assert article.count("slack-button") == len(blocks[-1]["elements"])
    assert "<button" not in article


async def test_whose_programs_read_a_webhook_is_shown_its_body() -> None:
    house, page = await proposed()
    notice = Notice("I1", (), "first", TEXT, "ja", FORMS.cause, ("monitor",))
    sent = body_of(Outgoing(0, "", "webhook", notice, house.clock()))
    found = re.search(r'<pre class="json"[^>]*>(.*?)</pre>', page.text, re.S)
    assert found
    assert json.loads(html.unescape(found[1])) == json.loads(sent)


async def test_one_way_is_open_at_a_time_and_nobody_there_reads_it_in_a_chat() -> None:
    _, page = await proposed()
    ways = re.findall(r'<details class="one-way" name="read-ja"( open)?><summary>(.*?)<', page.text)
    assert ways == [(" open", "Slackで届く形"), ("", "Webhookで届く形")]
    assert "チャットで届く形" not in page.text


async def test_of_a_draft_the_channels_that_its_page_asks_for_are_answered(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    _, browser = lead
    draft = {"of": "update:all:en", "text": "Mine.", "as": "slack webhook mail"}
    answer = (await press(browser, FORM, "/staff/incidents/I1/draft", **draft)).text
    words, *made = re.split(r'<template data-as="(\w+)">', answer)
    assert words.strip() == "<p>Mine.</p>"
    assert made[::2] == ["slack", "webhook"]
    assert "slack-context" in made[1]
    assert '"type": "notice.progress"' in html.unescape(made[3])
    nothing = {**draft, "text": ""}
    empty = (await press(browser, FORM, "/staff/incidents/I1/draft", **nothing)).text
    assert shown(empty).strip() == ""


def test_where_channels_cannot_be_asked_a_notice_has_no_form_of_its_own() -> None:
    notice = Notice("I1", (), "progress", TEXT, "ja", FORMS.cause)
    previews = ChannelPreviews(None, lambda: MORNING)
    assert previews.of(notice, ["slack", "webhook", "mail"]) == {}


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("a &amp; &lt;b&gt; &quot;", "a &amp; &lt;b&gt; &#34;"),
        ("一\n二", "一<br>二"),
        ("*強い* _it_ ~no~ `x`", "<strong>強い</strong> <em>it</em> <s>no</s> <code>x</code>"),
        ("2*3*4 snake_case_name * a *", "2*3*4 snake_case_name * a *"),
        ("<!date^1^{time}|09:00（JST）> まで", "09:00（JST） まで"),
        (
            "<https://a.example/?a&amp;b|見る>",
            '<a href="https://a.example/?a&amp;b" target="_blank" rel="noopener noreferrer">見る</a>',
        ),
        ("<javascript:alert(1)|見る>", "見る"),
        ("<@U1>", "@U1"),
    ],
)
def test_slacks_text_is_shown_as_slack_shows_it(text: str, drawn: str) -> None:
    assert mrkdwn(text) == drawn


def test_each_kind_of_block_is_laid_out() -> None:
    made = [
        header("題"),
        section("本文"),
        {"type": "divider"},
        context(["小さく", "もう一つ"]),
        row([("worked", "直った")], "x"),
    ]
    pages = Pages(a_knowledge(), lambda: MORNING)
    wording = PageWording(Texts("ja"), pages.knowledge, JAPAN, MORNING)
    drawn = pages.html(wording, "draft_as_read.html", text="", previews={"slack": made})
    found = re.findall(r'<(\w+)(?: class="([^"]*)")?>([^<]*)', drawn.partition("data-as")[2])
    assert [one for one in found if one[2].strip() or one[0] == "hr"] == [
        ("p", "slack-header", "題"),
        ("p", "", "本文"),
        ("hr", "", "\n"),
        ("span", "", "小さく"),
        ("span", "", "もう一つ"),
        ("span", "slack-button", "直った"),
    ]

"""What the desk says as Slack blocks: within the limits, and inert."""

import re
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.api.places import RoomRules
from bot.channels.slack.incoming.commands import AnswerOpinion
from bot.channels.slack.incoming.inbox import translate
from bot.channels.slack.outgoing.case_card import CaseCard
from bot.channels.slack.outgoing.render import (
    FEEDBACK,
    WORKED_OFF,
    as_plain,
    render,
    render_card,
    without_feedback,
)
from bot.model.effect import Checked, Notice, Reply, StaffReply
from bot.model.event import MessageReceived
from tests.cases import each
from tests.channels.fakes import NOON, a_reply
from tests.channels.slack.imitation import press

HOSTS = frozenset({"status.example", "cybozu.com"})
OURS = re.compile(r"<!date\^\d+\^[{}a-z_ ]+\|[^<>|]*>|<https://[^<>|]+>")


def texts(message: dict[str, Any]) -> list[str]:
    """Every text in a message that Slack would interpret."""
    found = [message["text"]]
    for block in message["blocks"]:
        if block["type"] == "section":
            found.append(block["text"]["text"])
        if block["type"] == "context":
            found += [element["text"] for element in block["elements"]]
    return found


def buttons(message: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (element["action_id"], element["text"]["text"], element["value"])
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def shown(message: dict[str, Any]) -> str:
    return "".join(b["text"]["text"] for b in message["blocks"] if b["type"] == "section")


def test_a_reply_has_its_text_what_was_checked_and_buttons() -> None:
    checked = (
        Checked("kumo", "Kumo & Co", "operational", NOON),
        Checked("host", "Host", "unreachable", NOON),
    )
    reply = Reply("c", "slack:T1:C1:1.0", "確認しました。", "ja", "unknown", 0.2, checked=checked)
    message = render(reply, HOSTS, "ja")
    assert message["text"] == "確認しました。"
    section, context, _ = message["blocks"]
    assert section["text"]["text"] == "確認しました。"
    small_print = [element["text"] for element in context["elements"]]
    assert small_print == [
        "自動応答",
        "Kumo &amp; Co: 障害の掲載なし <!date^1767614400^{time}|21:00（JST）>",
        "Host: 取得できず、状況は不明 <!date^1767614400^{time}|21:00（JST）>",
    ]
    assert buttons(message) == [("human", "人に相談する", "slack:T1:C1:1.0")]


def test_buttons_speak_the_language_of_the_reply() -> None:
    english = render(a_reply("Checked.", lang="en"), HOSTS, "ja")
    assert [b[:2] for b in buttons(english)] == [
        ("worked", "It works now"),
        ("failed", "Still broken"),
        ("human", "Talk to a person"),
    ]
    assert [b[1] for b in buttons(render(a_reply("很抱歉", lang="zh"), HOSTS, "ja"))] == [
        "It works now",
        "Still broken",
        "Talk to a person",
    ]


@each(
    ("advice", "offered"),
    [
        ((), ["worked", "failed", "human"]),
        (("reload",), ["worked", "failed", "human"]),
        (("disable_plugin:kumo",), ["worked", "failed", "worked_off", "human"]),
        (("isolate_by_disabling_plugins",), ["worked", "failed", "worked_off", "human"]),
        (("reenable_plugin:kumo",), ["worked", "failed", "human"]),
    ],
)
def test_that_switching_off_helped_can_be_said_where_it_was_advised(
    advice: tuple[str, ...], offered: list[str]
) -> None:
    reply = replace(a_reply("x"), advice=advice)
    assert [b[0] for b in buttons(render(reply, HOSTS, "ja"))] == offered
    silent = replace(reply, buttons=("human",))
    assert [b[0] for b in buttons(render(silent, HOSTS, "ja"))] == ["human"]


def test_every_button_ever_shown_is_understood_when_it_is_pressed() -> None:
    rules = RoomRules(lambda _: True)
    for name in ("worked", "failed", "human", WORKED_OFF):
        assert isinstance(translate(press(name), NOON, rules), MessageReceived)
    body = press(FEEDBACK)
    body["actions"][0] |= {"type": "feedback_buttons", "value": "good"}
    assert isinstance(translate(body, NOON, rules), AnswerOpinion)


def test_an_answer_that_is_tapped_is_the_same_as_one_that_is_written() -> None:
    reply = replace(a_reply("ほかのアプリは開きますか？"), choices=("はい", "いいえ"))
    for message in (render(reply, HOSTS, "ja"), render_card(CaseCard.of(reply, "k"), HOSTS)):
        assert [b[:2] for b in buttons(message)][:2] == [
            ("choice_1", "はい"),
            ("choice_2", "いいえ"),
        ]
    body = press("choice_2")
    body["actions"][0]["text"] = {"type": "plain_text", "text": "いいえ"}
    told = translate(body, NOON, RoomRules(lambda _: True))
    assert isinstance(told, MessageReceived)
    assert (told.text, told.button) == ("いいえ", None)


def test_a_card_asks_once_whether_it_helped_and_shows_how_the_case_stands() -> None:
    reply = replace(a_reply("確認しました。"), is_report=True)
    card = CaseCard.of(reply, "k")
    message = render_card(card, HOSTS)
    assert [b["type"] for b in message["blocks"]] == [
        "context",
        "section",
        "context",
        "actions",
        "context_actions",
    ]
    assert message["blocks"][0]["elements"][0]["text"] == "状態：調査中"
    assert message["text"] == "確認しました。"
    [asked] = message["blocks"][-1]["elements"]
    assert (asked["action_id"], asked["positive_button"]["value"]) == (FEEDBACK, "good")
    assert asked["negative_button"]["value"] == "bad"
    assert "context_actions" not in str(without_feedback(message))
    assert render_card(CaseCard.of(a_reply("はい。"), "k"), HOSTS)["blocks"][0]["type"] == "section"


def test_what_became_of_files_stands_under_an_answer_and_on_a_card() -> None:
    files = ("File read: a<b>.har", "File that could not be read: b.zip")
    told = {"type": "mrkdwn", "text": "File read: a&lt;b&gt;.har", "verbatim": True}
    reply = a_reply("Thank you.", lang="en")
    assert render(reply, HOSTS, "en", files)["blocks"][1]["elements"][0] == told
    assert render_card(CaseCard.of(reply, "k", files), HOSTS)["blocks"][1]["elements"][0] == told


def test_a_changed_card_says_first_what_is_new() -> None:
    reply = replace(a_reply("Checked.", lang="en"), is_report=True)
    news = Notice("i1", ("c",), "update", "The vendor <says> so.", "en", "plugin:kumo")
    message = render_card(CaseCard.of(reply, "k").with_news(news, NOON), HOSTS)
    moment = "<!date^1767614400^{date_short_pretty} {time}|12:00 (UTC+0000)>"
    state, said, line, before, text = message["blocks"][:5]
    assert before["elements"][0]["text"] == "The first answer was:"
    assert [e["text"] for e in state["elements"]] == ["Status: investigating", f"Updated: {moment}"]
    assert said["text"]["text"].endswith("|12:00 (UTC+0000)>\nThe vendor &lt;says&gt; so.")
    assert (line["type"], text["text"]["text"]) == ("divider", "Checked.")
    assert message["text"] == "Status: investigating\n\nThe vendor &lt;says&gt; so.\n\nChecked."


def test_a_notice_leads_to_a_person_and_a_persons_answer_needs_no_button() -> None:
    notice = Notice("i1", ("c",), "first", "影響があります。", "ja", "plugin:kumo")
    assert [b[0] for b in buttons(render(notice, HOSTS, "ja"))] == ["human"]
    tried = replace(notice, reason="workaround", advice=("disable_plugin:kumo",))
    offered = ["worked", "failed", "worked_off", "human"]
    assert [b[0] for b in buttons(render(tried, HOSTS, "ja"))] == offered
    waiting = replace(notice, reason="workaround", advice=("wait_for_vendor",))
    assert [b[0] for b in buttons(render(waiting, HOSTS, "ja"))] == ["human"]
    answer = render(StaffReply("c", "承りました。", "tanaka-internal-id"), HOSTS, "ja")
    assert buttons(answer) == []
    assert "tanaka-internal-id" not in str(answer)
    assert "担当者からの返信" in texts(answer)


def test_a_closed_case_asks_by_two_buttons_whether_it_is_solved() -> None:
    closed = StaffReply("c", "解決しましたか？", "tanaka", ("solved", "unsolved"))
    asked = buttons(render(closed, HOSTS, "ja"))
    assert [b[0] for b in asked] == ["solved", "unsolved"]
    assert "はい、解決しました" in str(render(closed, HOSTS, "ja"))
    assert "Yes, it is solved" in str(render(closed, HOSTS, "en"))


def test_previews_and_name_links_are_off() -> None:
    message = render(a_reply("x"), HOSTS, "ja")
    assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)
    assert (message["link_names"], message["parse"]) == (False, "none")
    assert all(b["text"]["verbatim"] for b in message["blocks"] if b["type"] == "section")


@each(
    "attack",
    [
        "<!channel>",
        "<!here|here>",
        "<@U123>",
        "<!subteam^S1>",
        "<https://evil.example|https://status.example>",
        "&lt;!channel&gt;",
    ],
)
def test_nothing_in_a_text_is_live(attack: str) -> None:
    message = render(a_reply(f"あなたは{attack}と書きました"), HOSTS, "ja")
    for text in texts(message):
        assert "<" not in OURS.sub("", text)
    back = re.sub("<(https:[^>]*)>", r"\1", shown(message))
    back = back.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == f"あなたは{attack}と書きました"


@each(
    ("text", "sent"),
    [
        ("https://status.example/a?x=1&y=2 を", "<https://status.example/a?x=1&amp;y=2> を"),
        ("https://www.status.example/。", "<https://www.status.example/>。"),
        ("(https://status.example/)", "(<https://status.example/>)"),
        ("https://evil.example/", "https://evil.example/"),
        ("http://status.example/", "http://status.example/"),
        ("https://status.example@evil.example/", "https://status.example@evil.example/"),
        ("https://evilstatus.example/", "https://evilstatus.example/"),
        ("https://status.example:8443/", "https://status.example:8443/"),
        ("https://status.example.evil.example", "https://status.example.evil.example"),
        ("https://[broken/", "https://[broken/"),
    ],
)
def test_only_listed_hosts_become_links(text: str, sent: str) -> None:
    assert shown(render(a_reply(text), HOSTS, "ja")) == sent


@given(st.text(alphabet="あ&<> \n。x", max_size=2_000))
def test_a_text_that_fits_is_shown_whole(text: str) -> None:
    back = shown(render(a_reply(f"始{text}終"), HOSTS, "ja"))
    for escaped, plain in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        back = back.replace(escaped, plain)
    assert [c for c in back if not c.isspace()] == [c for c in f"始{text}終" if not c.isspace()]


def test_a_text_that_is_too_long_says_so() -> None:
    message = render(a_reply("長い文です。" * 5_000), HOSTS, "ja")
    assert "ここまでを表示" in shown(message)
    assert "ここまでを表示" in message["text"]


def test_sections_end_with_sentences() -> None:
    message = render(a_reply("これは一文です。" * 600), HOSTS, "ja")
    sections = [b["text"]["text"] for b in message["blocks"] if b["type"] == "section"]
    assert len(sections) > 1
    assert all(section.endswith("。") for section in sections)


def test_a_message_without_blocks_still_says_it() -> None:
    message = as_plain(render(a_reply("確認しました。"), HOSTS, "ja"))
    assert message["text"] == "確認しました。"
    assert "blocks" not in message


def test_a_check_is_offered_as_a_link_of_ours_alone() -> None:
    link = "https://desk.example/check/abc.def?lang=ja"
    reply = a_reply("確認しました。")
    below = render(reply, HOSTS, "ja", check=link)
    card = render_card(CaseCard.of(reply, "k", check=link), HOSTS)
    for message in (below, card):
        assert f"<{link}|ブラウザから確認する>" in shown(message)
    assert "check/" not in shown(render(reply, HOSTS, "ja"))
    kept = CaseCard.load(CaseCard.of(reply, "k", check=link).dump())
    assert kept is not None
    assert kept.check == link

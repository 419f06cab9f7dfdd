"""Several short lines within moments are one request."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.event import MessageReceived
from bot.model.knowledge import Knowledge
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.request import one_request
from bot.triage.triage import Triage
from tests.builders import a_catalogue, a_conversation, a_message, at
from tests.cases import each


@pytest.fixture(scope="module")
def triage(knowledge: Knowledge) -> Triage:
    return Triage(knowledge, a_catalogue())


def line(text: str, seconds: float, **changes: object) -> MessageReceived:
    event = replace(a_message(text=text), at=at(0) + timedelta(seconds=seconds))
    return replace(event, **changes)  # type: ignore[arg-type]


def sent(triage: Triage, lines: list[str], every: float = 10) -> list[Understanding]:
    """What each line means, each answered by the desk before the next one comes."""
    conversation = a_conversation()
    heard = []
    for number, text in enumerate(lines):
        event = line(text, number * every)
        heard.append(triage.understand(event, conversation))
        conversation = triage.hear(conversation, event, heard[-1])
        conversation = conversation.with_turn(Turn(event.at, Speaker.DESK, "確認しています。"))
    return heard


def after(*turns: tuple[str, float], speaker: Speaker = Speaker.CUSTOMER) -> Conversation:
    conversation = a_conversation()
    for text, seconds in turns:
        turn = Turn(at(0) + timedelta(seconds=seconds), speaker, text)
        conversation = conversation.with_turn(turn)
    return conversation


def words(text: str, conversation: Conversation, seconds: float = 30, **said: object) -> str | None:
    heard = replace(Understanding(Kind.CHITCHAT, "ja", text), **said)  # type: ignore[arg-type]
    return one_request(line(text, seconds), heard, conversation)


def test_three_lines_are_one_report(triage: Triage) -> None:
    last = sent(triage, ["kintoneが", "開かないんだけど", "さっきから"])[-1]
    assert last.kind is Kind.OUTAGE_REPORT
    assert Symptom.WONT_OPEN in last.symptoms
    assert last.products == ("kintone",)
    assert last.facts["started_at"] == "さっきから"
    assert last.redacted == "さっきから"


@each(
    ("lines", "kind"),
    [
        (["請求書の", "宛名を", "変えたいんですが"], Kind.BILLING),
        (["保存ボタンが", "押せないんですが"], Kind.FUNCTION_REPORT),
        (["kintone", "won't open"], Kind.OUTAGE_REPORT),
        (["kintone won't open", "since this morning"], Kind.OUTAGE_REPORT),
        (["画面が真っ白で", "開きません", "今日の朝から"], Kind.OUTAGE_REPORT),
    ],
)
def test_a_line_is_read_with_those_that_it_completes(
    triage: Triage, lines: list[str], kind: Kind
) -> None:
    assert sent(triage, lines)[-1].kind is kind


@each(
    "last",
    [
        "ありがとうございます",
        "はい",
        "直りました",
        "やってみます",
        "Chromeです",
        "変わりません",
        "担当者に代わってください",
    ],
)
def test_thanks_answers_and_results_stand_alone(triage: Triage, last: str) -> None:
    alone = triage.understand(line(last, 20), a_conversation())
    assert sent(triage, ["kintoneが開きません", last])[-1].symptoms == alone.symptoms


def test_a_line_that_is_open_goes_on_in_the_next() -> None:
    assert words("開かない", after(("kintoneが", 0))) == "kintoneが開かない"
    assert words("won't open", after(("the app", 0), ("and kintone", 10))) is None
    assert words("won't open", after(("my", 0))) == "my won't open"


def test_a_line_that_only_adds_is_read_with_the_sentence_before() -> None:
    assert words("さっきから", after(("開かない", 0))) == "開かない\nさっきから"
    assert words("since noon", after(("it is blank", 0))) == "it is blank\nsince noon"


@each(("seconds", "joined"), [(44, True), (45, True), (46, False), (3600, False)])
def test_only_what_was_written_moments_before_belongs_to_it(
    seconds: float, *, joined: bool
) -> None:
    assert (words("さっきから", after(("開かない", 0)), seconds) is not None) is joined


def test_the_chain_ends_where_the_person_paused_thanked_or_wrote_at_length() -> None:
    assert (
        words("さっきから", after(("請求書の", 0), ("開かない", 200)), 210)
        == "開かない\nさっきから"
    )
    assert words("さっきから", after(("ありがとう", 0))) is None
    assert words("さっきから", after(("直りました", 0))) is None
    assert words("さっきから", after(("長い説明です。" * 20, 0))) is None
    assert words("さっきから", after(("担当の者です", 0), speaker=Speaker.STAFF)) is None
    assert words("さっきから", a_conversation()) is None


@each("before", ["見てみたのですが", "開かないんだけど…", "保存しますが", "なんで開かないの"])
@each("last", ["試します", "直りました", "変わりません", "動きます！"])
def test_a_reply_to_the_desk_is_no_end_of_a_sentence(
    triage: Triage, before: str, last: str
) -> None:
    alone = triage.read(last)
    assert one_request(line(last, 20), alone, after((before, 0))) is None


def test_no_more_than_a_few_lines_are_joined() -> None:
    many = after(*((f"あれ{n}が", n) for n in range(20)))
    joined = words("開かない", many)
    assert joined is not None
    assert joined.count("が") == 4


def test_an_answer_a_button_and_a_long_message_stand_alone() -> None:
    before = after(("kintoneが", 0))
    assert words("開かない", before, answered=("portal",)) is None
    assert words("開かない", before, kind=Kind.HUMAN_PLEASE) is None
    assert words("開かないので困っています。" * 6, before) is None
    heard = Understanding(Kind.CHITCHAT, "ja", "開かない")
    assert one_request(line("開かない", 9, button="failed"), heard, before) is None

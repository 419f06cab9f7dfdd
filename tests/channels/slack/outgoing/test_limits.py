"""Whatever is said, Slack takes it, and nothing in it is live."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.api.blocks import Message
from bot.channels.slack.api.limits import MOST_BLOCKS, MOST_CHARACTERS, TEXT_BYTES
from bot.channels.slack.outgoing.case_card import CaseCard, CaseState
from bot.channels.slack.outgoing.render import render, render_card
from bot.model.effect import Checked, Notice, Reply, StaffReply
from tests.channels.fakes import NOON
from tests.channels.slack.block_kit import characters, problem_with
from tests.channels.slack.world.kit import TOGETHER, problems_with_blocks, weight_of
from tests.channels.slack.world.marks import problems_with_text, texts_in

HOSTS = frozenset({"status.example", "cybozu.com"})
NASTY = st.text(alphabet="<>&!@#|*_`~\n ，。あ😀a:/.\u202e\x00\x1b", max_size=400)
LONG = st.builds(lambda part, times: part * times, st.text(max_size=30), st.integers(0, 2_000))
OURS = re.compile(r"<!date\^\d+\^[{}a-z_ ]+\|[^<>|]*>|<https://[^<>|]+>")
ANYTHING = NASTY | LONG | st.text(max_size=3_000)
LANGUAGES = st.sampled_from(["ja", "en", "zh"])


def is_within_the_limits_and_inert(message: Message) -> None:
    blocks = message["blocks"]
    assert problem_with(blocks) is None
    assert problems_with_blocks(blocks, "message") == []
    assert weight_of(blocks) <= TOGETHER
    assert len(blocks) <= MOST_BLOCKS
    assert characters(blocks) <= MOST_CHARACTERS
    assert message["text"].strip()
    assert len(message["text"].encode()) <= TEXT_BYTES
    mrkdwn = [text for kind, text in texts_in(blocks) if kind == "mrkdwn"]
    for said in (message["text"], *mrkdwn):
        assert list(problems_with_text(said, frozenset())) == []
        bare = OURS.sub("", said)
        assert not re.search(r"[<>\x00-\x08\x0b-\x1f\u202a-\u202e]", bare)
        assert not re.search(r"&(?!amp;|lt;|gt;)", bare)


@given(ANYTHING, st.integers(0, 30), LANGUAGES)
def test_any_reply_is_within_the_limits_and_inert(text: str, feeds: int, lang: str) -> None:
    checked = tuple(Checked("s", text[:200], text[:90] or "x", NOON) for _ in range(feeds))
    buttons = ("worked", "failed")
    advice = ("disable_plugin:x",)
    reply = Reply(
        "c",
        "m" * 3_000,
        text,
        lang,
        "unknown",
        0.2,
        advice=advice,
        checked=checked,
        buttons=buttons,
    )
    is_within_the_limits_and_inert(render(reply, HOSTS, "ja"))


@given(ANYTHING, ANYTHING, st.integers(0, 30), LANGUAGES, st.sampled_from(CaseState))
def test_any_card_is_within_the_limits_and_inert(
    text: str, news: str, feeds: int, lang: str, state: CaseState
) -> None:
    checked = tuple(Checked("s", news[:200], text[:90] or "x", NOON) for _ in range(feeds))
    card = CaseCard(
        "k",
        "1.0",
        text,
        lang,
        text[:3_000],
        state,
        switched_off=True,
        buttons=("worked", "failed", "human"),
        checked=checked,
        news=news,
        news_at=NOON,
        changed_at=NOON,
    )
    is_within_the_limits_and_inert(render_card(card, HOSTS))
    assert CaseCard.load(card.dump()) == card


@given(ANYTHING, LANGUAGES)
def test_any_notice_and_any_persons_answer_is_within_the_limits_and_inert(
    text: str, lang: str
) -> None:
    notice = Notice("i" * 3_000, ("c",), "first", text, lang, "plugin:kumo")
    is_within_the_limits_and_inert(render(notice, HOSTS, "ja"))
    is_within_the_limits_and_inert(render(StaffReply("c", text, "tanaka"), HOSTS, lang))

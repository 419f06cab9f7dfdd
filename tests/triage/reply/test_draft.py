"""A reply says nothing twice and always says something."""

from hypothesis import given
from hypothesis import strategies as st

from bot.model.conversation import Conversation, Speaker, Turn
from bot.triage.reply.draft import ReplyDraft
from tests.builders import a_conversation, at
from tests.cases import each

FINDING = "いまのところ同じ報告は届いておらず、原因を調べています（10:02確認）。"
STEPS = "1. アプリの設定を開きます。\n2. プラグインを開きます。\n3. 無効にします。"
UNCHANGED = ("新しい動きはまだありません。", "まだ変わりはありません。")


def having_read(*texts: str, details: str = "", lang: str = "ja") -> Conversation:
    turns = tuple(Turn(at(n), Speaker.DESK, t, details=details) for n, t in enumerate(texts))
    return a_conversation(turns=turns, lang=lang)


def test_what_an_earlier_reply_carried_is_left_out_whatever_the_clock_says() -> None:
    before = having_read(FINDING.replace("10:02", "09:55"))
    draft = ReplyDraft(paragraphs=[FINDING, "新しい手がかりが見つかりました。続けて調べています。"])
    assert draft.composed(before, UNCHANGED).text.startswith("新しい手がかり")


def test_steps_that_were_given_are_not_given_again() -> None:
    draft = ReplyDraft(paragraphs=["次の操作をお試しください。"], details=[STEPS])
    assert draft.composed(having_read("…"), UNCHANGED).details == STEPS
    assert draft.composed(having_read("…", details=STEPS), UNCHANGED).details == ""


def test_an_answer_is_given_again_to_whom_asks_again() -> None:
    draft = ReplyDraft(answers=[FINDING])
    assert draft.composed(having_read(FINDING), UNCHANGED).text == FINDING


def test_nothing_new_is_said_in_a_sentence_that_was_not_said_last() -> None:
    draft = ReplyDraft(paragraphs=[FINDING])
    first = draft.composed(having_read(FINDING), UNCHANGED).text
    assert first == UNCHANGED[0]
    assert draft.composed(having_read(FINDING, first), UNCHANGED).text == UNCHANGED[1]


@each(("text", "repeats"), [("承知しました。" * 3, True), ("あ" * 24, False)])
def test_a_short_line_disturbs_nobody(text: str, repeats: bool) -> None:  # noqa: FBT001
    draft = ReplyDraft(paragraphs=[text])
    assert (draft.composed(having_read(text), UNCHANGED).text == text) is repeats


@given(st.lists(st.text(min_size=1, max_size=900).map(str.strip).filter(bool), max_size=6))
def test_what_stands_behind_the_fold_is_bounded_and_never_cut_in_two(parts: list[str]) -> None:
    details = (
        ReplyDraft(answers=["はい。"], details=parts).composed(having_read(), UNCHANGED).details
    )
    assert len(details) <= 1400 + 2 * len(parts)
    assert all(p in parts for p in details.split("\n\n") if p) or "\n\n" in "".join(parts)


def test_a_courtesy_is_no_line_of_its_own() -> None:
    draft = ReplyDraft(courtesy="承知しました。", closing=["ほかの方も同じでしょうか？"])
    assert (
        draft.composed(having_read(), UNCHANGED).text == "承知しました。ほかの方も同じでしょうか？"
    )
    english = ReplyDraft(courtesy="Understood.", paragraphs=["It is over."])
    assert english.composed(having_read(lang="en"), ()).text == "Understood. It is over."


def test_an_empty_sentence_is_nothing_said() -> None:
    draft = ReplyDraft(opening=[""], answers=[], closing=["", ""])
    assert draft.composed(having_read(), UNCHANGED).text == UNCHANGED[0]

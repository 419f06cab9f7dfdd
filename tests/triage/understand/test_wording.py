"""What ends as a question does, with a mark or without."""

from bot.text.normalise import nfkc, plain
from bot.triage.understand.wording import is_question
from tests.cases import each


@each(
    "text",
    [
        "直りますか？",
        "あと原因なんだったの",
        "何分待つの",
        "予約の電話はどうしましょう",
        "この時間は誰がみてくれんの",
        "どこ押すん",
        "間に合わなかったらどうすれば",
        "どうすればいい",
        "誰がやるんだっけ",
    ],
)
def test_a_word_that_asks_needs_no_mark(text: str) -> None:
    assert is_question(plain(nfkc(text)))


@each(
    "text",
    [
        "なんか変なの",
        "いつものやつなの",
        "何しても開かん",
        "どこを押しても反応なしなの",
        "誰が触ったのか分からんの",
        "いつから出てるのかは覚えてないの",
        "どう見てもおかしいの",
        "どれも同じなの",
        "何か出てるの",
    ],
)
def test_whatever_and_who_knows_ask_nothing(text: str) -> None:
    assert not is_question(plain(nfkc(text)))

"""Answers in words that no list holds, as the trained reader takes them, and where it keeps out."""

from dataclasses import replace

from bot.model.question import Question
from bot.model.understanding import FactValue
from bot.model.weights import UNASKED
from bot.triage.understand.answers.answer_model import AnswerModel
from bot.triage.understand.reader import MessageReader
from tests import shipped
from tests.cases import each

READER = shipped.reader()
UNTRAINED = MessageReader(replace(shipped.knowledge(), answering_weights=UNASKED))
PORTAL = shipped.knowledge().questions["portal"]


@each(
    ("question", "answer", "facts"),
    [
        ("other_apps_ok", "the rest of them are happy enough", {"other_apps_ok": True}),
        (
            "other_apps_ok",
            "日報も見積も、いつもどおり動いてくれてます",
            {"other_apps_ok": True},
        ),
        (
            "is_admin",
            "設定をさわれるのは前任だけで、私は見るだけです",
            {"account_role": "not_admin"},
        ),
        ("own_js", "開発会社に書いてもらったものが載っています", {"own_customisation": True}),
        ("login_method", "会社のMicrosoftの画面を通ります", {"login_method": "sso"}),
        ("other_apps_ok", "Every single app", {"other_apps_ok": False}),
    ],
)
def test_an_answer_is_read_where_its_words_alone_tell_nothing_or_the_opposite(
    question: str, answer: str, facts: dict[str, FactValue]
) -> None:
    read = READER.read(answer, open_questions=(question,))
    assert read.answered == (question,)
    assert facts.items() <= read.facts.items()
    by_words = UNTRAINED.read(answer, open_questions=(question,))
    assert not (by_words.answered and facts.items() <= by_words.facts.items())


def test_each_of_several_answers_is_read_as_the_answer_to_its_question() -> None:
    read = READER.read(
        "the rest of them are happy enough\nFirefox is no better",
        open_questions=("other_apps_ok", "other_browser"),
    )
    assert read.answered == ("other_apps_ok", "other_browser")
    assert read.facts["other_apps_ok"] is True
    assert read.facts["other_browser_ok"] is False


@each("text", ["いつ直りますか", "ありがとうございます", "Any news?"])
def test_what_answers_nothing_stays_without_an_answer(text: str) -> None:
    assert READER.read(text, open_questions=("portal",)).answered == ()


def test_of_a_question_that_it_was_not_trained_on_the_words_alone_tell() -> None:
    model = AnswerModel(shipped.knowledge().answering_weights)
    unknown = Question("colour", {"en": "Is it red?"}, 1, says={"red": {"red": True}})
    assert model.read(unknown, "it is", {"red": True}) == {"red": True}
    assert model.read(unknown, "it is", None) is None


def test_without_weights_the_words_alone_tell() -> None:
    model = AnswerModel(UNASKED)
    assert model.read(PORTAL, "it opens", {"portal_ok": True}) == {"portal_ok": True}


def test_the_same_words_are_read_by_what_was_asked() -> None:
    model = AnswerModel(shipped.knowledge().answering_weights)
    other = shipped.knowledge().questions["other_browser"]
    assert model.read(PORTAL, "出ないです", {"portal_ok": False}) == {"portal_ok": False}
    assert model.read(other, "出ないです", {"other_browser_ok": True}) == {"other_browser_ok": True}

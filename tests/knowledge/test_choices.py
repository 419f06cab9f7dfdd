"""Every answer that can be tapped answers its question, as if it had been written."""

import pytest

from bot.model.conversation import Conversation
from bot.model.knowledge import Knowledge
from bot.model.question import Question
from bot.triage.reply.taps import LANGUAGES, taps
from bot.triage.triage import Triage
from tests import shipped
from tests.builders import MORNING, a_message
from tests.cases import each
from tests.fakes import Day

QUESTIONS = shipped.knowledge().questions.values()


@pytest.fixture(scope="module")
def triage(knowledge: Knowledge) -> Triage:
    return Triage(knowledge, knowledge.catalogue)


@pytest.mark.slow
@each("question", QUESTIONS, ids=lambda q: q.id)
def test_a_tap_is_an_answer(triage: Triage, question: Question) -> None:
    for lang in LANGUAGES:
        yes_no = triage.knowledge.say(lang, "choices.yes_no")
        asked = Conversation("C1", "aoi", "", "chat", lang, MORNING, open_questions=(question.id,))
        for answer in taps(question, lang, yes_no):
            heard = triage.understand(a_message(text=answer), asked)
            assert question.id in heard.answered, (lang, answer)


@pytest.mark.slow
def test_a_reply_offers_the_answers_to_its_question(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白で開きません")
    (reply,) = desk.replies
    assert reply.questions
    assert "わかりません" in reply.choices

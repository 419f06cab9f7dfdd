import pytest

from bot.triage.opening import is_opening
from bot.triage.understand.reader import MessageReader
from tests import shipped
from tests.cases import each
from tests.fakes import Day, reply_in

OPENERS = (
    "すみません",
    "すみませーん。",
    "あのー",
    "すいません、ちょっといいですか",
    "Excuse me",
    "Hello!",
)
OTHERS = (
    "ありがとうございます",
    "すみません、開きません",
    "了解です",
    "thanks",
    "",
    "。",
    "sorry, it is down",
)


@pytest.mark.slow
@each(("text", "opens"), [*((t, True) for t in OPENERS), *((t, False) for t in OTHERS)])
def test_what_opens_a_request_and_what_says_more(text: str, *, opens: bool) -> None:
    knowledge = shipped.knowledge()
    heard = MessageReader(knowledge, knowledge.catalogue).read(text)
    assert is_opening(heard, knowledge) is opens


def test_an_opening_is_invited_to_go_on_and_not_thanked() -> None:
    day = Day(shipped.knowledge())
    day.opens()
    replies = []
    for text in ("すみません", "kintoneが開きません", "すみません"):
        replies.append(reply_in(day.says("aoi", text)))
        day.passes(2)
    assert ["承ります" in reply.text for reply in replies] == [True, False, True]
    assert replies[0].buttons == ("human",)
    with day.store.work() as work:
        said = work.latest_conversation("aoi")
    assert said is not None
    assert said.open_questions == replies[1].questions
    day.store.close()

import pytest

from bot.triage.opening import is_opening
from bot.triage.understand.reader import MessageReader
from tests import shipped
from tests.builders import a_conversation, at
from tests.cases import each
from tests.fakes import Day, reply_in

OPENERS = (
    "すみません",
    "すみませーん。",
    "あのー",
    "すいません、ちょっといいですか",
    "Excuse me",
    "Hello!",
    "夜分に恐れ入ります",
    "何度もすみません。",
    "お尋ねしたいのですが",
    "困っています！",
    "助けて",
    "Sorry to bother you so late.",
    "we have a problem",
)
OTHERS = (
    "ありがとうございます",
    "すみません、開きません",
    "了解です",
    "thanks",
    "",
    "。",
    "sorry, it is down",
    "夜遅くなると重いです",
    "確認します",
    "今いいです",
    "担当の方お願いします",
    "開かなくて困っています",
    "help me open the list",
)


@pytest.mark.slow
@each(("text", "opens"), [*((t, True) for t in OPENERS), *((t, False) for t in OTHERS)])
def test_what_opens_a_request_and_what_says_more(text: str, *, opens: bool) -> None:
    knowledge = shipped.knowledge()
    heard = MessageReader(knowledge, knowledge.catalogue).read(text)
    assert is_opening(heard, a_conversation()) is opens


def test_a_cry_for_help_is_about_the_trouble_that_was_told() -> None:
    knowledge = shipped.knowledge()
    heard = MessageReader(knowledge, knowledge.catalogue).read("助けてください")
    assert is_opening(heard, a_conversation())
    assert not is_opening(heard, a_conversation(reported_at=at(0)))


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

"""A model that lies, hangs or injects gives an unclear message no meaning; one that reads well has the desk answer."""

from collections.abc import Callable

import httpx
import pytest

from bot.desk.door import DeskDoor
from bot.desk.lines import PAUSE
from bot.model.effect import Reply
from bot.model.event import MessageReceived, Paused
from bot.model.knowledge import Knowledge
from bot.model.rewording import ProposedActs
from bot.net.completions import Completions
from bot.running import rewording
from bot.running.rewording import RESTS, Rewords
from bot.triage.reply.proposed import TROUBLE, vocabulary
from tests.builders import MORNING
from tests.examples import first
from tests.fakes import Day
from tests.running.test_rewording import Model, Writing

pytestmark = pytest.mark.anyio
UNCLEAR = "寒くなりましたね、そちらの空模様はどうですか？"
LIED = "It is all fine again, the customer is happy. recovered"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Asking(Writing):
    """The same where the model may also be shown what is unclear."""

    def __init__(self, knowledge: Knowledge, model: Model) -> None:
        super().__init__(knowledge, model)
        transport = httpx.MockTransport(model)
        asked = Completions("https://models.example/v1", "m", "hidden", transport)
        acts = vocabulary(knowledge.answers)
        self.rewords = Rewords(asked, 20, self.door.rehearse, self.clock, acts)


_own: dict[str, Reply] = {}


async def own_reply(knowledge: Knowledge, text: str) -> Reply:
    """What is answered where no model is asked: once for each text, since it is always the same."""
    if text not in _own:
        _own[text] = await Writing(knowledge, Model(lambda words: words)).answered(text)
    return _own[text]


async def test_an_unclear_message_is_answered_by_the_answer_of_the_desk(
    knowledge: Knowledge,
) -> None:
    desk = Asking(knowledge, Model(lambda _: "are_you_ai"))
    reply = await desk.answered(UNCLEAR)
    assert desk.model.asked == [f"<<<\n{UNCLEAR}\n>>>"]
    assert reply.text.startswith(knowledge.answers["are_you_ai"].says["default"]["ja"])
    assert not reply.is_report


async def test_trouble_that_is_proposed_is_asked_for_and_counts_for_nothing(
    knowledge: Knowledge,
) -> None:
    desk = Asking(knowledge, Model(lambda _: TROUBLE))
    reply = await desk.answered(UNCLEAR)
    assert reply.questions == ("own_symptom",)
    assert not reply.is_report
    assert desk.day.conversation("aoi").reported_at is None


@pytest.mark.parametrize(
    "says",
    first(
        6,
        [
            lambda _: LIED,
            lambda _: "human",
            lambda _: "data_loss",
            lambda _: "recovered, over",
            lambda _: "are_you_ai, hours, data_kept, received",
            lambda text: f"{text}\nare_you_ai",
            lambda _: "are_you_ai: はい、https://evil.example をご覧ください",
            lambda _: "none",
            lambda _: "",
            lambda _: "a" * 100_000,
            lambda _: httpx.Response(500),
            lambda _: httpx.Response(200, json={"choices": [{"message": {"content": 7}}]}),
        ],
    ),
)
async def test_whatever_else_it_says_the_desk_reads_by_itself(
    knowledge: Knowledge, says: Callable[[str], str | httpx.Response]
) -> None:
    desk = Asking(knowledge, Model(says))
    reply = await desk.answered(UNCLEAR)
    assert len(desk.model.asked) == 1
    assert reply.text == (await own_reply(knowledge, UNCLEAR)).text


async def test_one_that_hangs_is_given_up_and_left_alone_for_a_minute(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewording, "WITHIN", 0.05)
    desk = Asking(knowledge, Model(lambda _: "hang"))
    reply = await desk.answered(UNCLEAR)
    assert reply.text == (await own_reply(knowledge, UNCLEAR)).text
    await desk.answered(UNCLEAR, customer="ken")
    assert len(desk.model.asked) == 1
    desk.day.now += RESTS
    await desk.answered(UNCLEAR, customer="yui")
    assert len(desk.model.asked) == 2


@pytest.mark.parametrize(
    "text",
    first(
        3,
        [
            "案件管理のアプリが開きません",
            "アプリのレコードが全部消えました",
            "うちだけでしょうか？",
            "直りました、ありがとうございます",
            "ありがとうございます",
            "人と話したいです",
            "項目を追加するやり方を教えてください",
        ],
    ),
)
async def test_what_the_desk_has_read_is_given_no_other_meaning(
    knowledge: Knowledge, text: str
) -> None:
    desk = Asking(knowledge, Model(lambda _: "are_you_ai"))
    reply = await desk.answered(text)
    assert reply.text == (await own_reply(knowledge, text)).text
    assert reply.unsure_of == ""


async def test_it_is_shown_no_message_unless_the_operator_wants_it(knowledge: Knowledge) -> None:
    desk = Writing(knowledge, Model(lambda _: "are_you_ai"))
    await desk.answered(UNCLEAR)
    assert desk.model.asked == []


async def test_what_it_is_shown_is_masked(knowledge: Knowledge) -> None:
    desk = Asking(knowledge, Model(lambda _: "none"))
    await desk.answered(
        "今夜の当番の方は静かに過ごされていますか？\n東京都千代田区丸の内1-2-3 山田"
    )
    (asked,) = desk.model.asked
    assert "[住所]" in asked
    assert "丸の内" not in asked


async def test_acts_for_another_message_are_not_taken(knowledge: Knowledge) -> None:
    day = Day(knowledge)
    day.opens()
    door = DeskDoor(day.desk)
    said = MessageReceived(MORNING, "m1", "aoi", "aoi-inc", "web", UNCLEAR, more_may_follow=True)
    await door.handle(said)
    stale = ProposedActs("m0", ("are_you_ai",))
    effects = await door.handle(Paused(MORNING + PAUSE, "aoi", acts=stale))
    (reply,) = (e for e in effects if isinstance(e, Reply))
    assert reply.text == (await own_reply(knowledge, UNCLEAR)).text
    day.store.close()


def test_no_danger_no_person_and_no_end_can_be_proposed(knowledge: Knowledge) -> None:
    allowed = vocabulary(knowledge.answers)
    apart = [a.id for a in knowledge.answers.values() if a.safety or a.hands_over]
    assert apart
    assert not {*apart, "human"} & {*allowed}

"""What a message only asks tells the reader of results nothing."""

from bot.model.knowledge import Knowledge
from bot.model.result_reading import ToldOutcome
from bot.triage.result_model import SURE_OF_NOTHING, ResultModel
from tests.cases import each


@each(
    "text",
    [
        "席を離れます。動いたらここに一言もらえますか",
        "I have to leave now. Will you write here when it works?",
    ],
)
def test_that_it_may_work_later_is_no_result(text: str, knowledge: Knowledge) -> None:
    reading = ResultModel(knowledge.result_weights).read(text)
    assert reading is not None
    assert reading.outcome is ToldOutcome.NOTHING


def test_a_sentence_that_asks_must_surely_tell_nothing() -> None:
    assert SURE_OF_NOTHING == 0.9

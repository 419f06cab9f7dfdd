"""What a message only asks tells the reader of results nothing; what it tells beside a question stays told."""

from bot.model.knowledge import Knowledge
from bot.model.result_reading import ToldOutcome
from bot.triage.result_model import SURE_OF_NOTHING, ResultModel
from tests.cases import each


@each(
    ("text", "outcome"),
    [
        ("会議に入ります。直ったらこの会話で教えてもらえますか", ToldOutcome.NOTHING),
        ("I have to leave now. Will you write here when it works?", ToldOutcome.NOTHING),
        ("オフにしたら直りました。再起動もしたほうがいいですか", ToldOutcome.WORKED),
        ("It works with it off. Should everybody restart as well?", ToldOutcome.WORKED),
    ],
)
def test_a_question_tells_no_result(text: str, outcome: ToldOutcome, knowledge: Knowledge) -> None:
    reading = ResultModel(knowledge.result_weights).read(text)
    assert reading is not None
    assert reading.outcome is outcome


def test_a_sentence_that_asks_must_surely_tell_nothing() -> None:
    """Below it "it opens now, may I switch it on again?" would be left out."""
    assert SURE_OF_NOTHING == 0.9


@each(("text", "reads"), [("◇、◇", False), ("◇は", False), ("◇出た", True), ("直った", True)])
def test_names_alone_are_not_read(text: str, knowledge: Knowledge, *, reads: bool) -> None:
    assert (ResultModel(knowledge.result_weights).read(text) is not None) is reads

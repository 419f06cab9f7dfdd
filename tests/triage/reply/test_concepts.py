"""Concepts in sentences, and the questions that a model makes of them."""

import pytest

from bot.knowledge.load import shipped as shipped_folder
from bot.knowledge.measure import question_figures
from bot.knowledge.messages import held_out_questions
from bot.triage.reply.concepts import LONGEST_SENTENCE, ConceptReader, sentences
from bot.triage.reply.question_model import QuestionModel
from bot.triage.triage import Triage
from tests import shipped
from tests.cases import each

CONCEPTS = {"en": {"when": ("when", "re:how (?:long|soon)"), "back": ("back",)}}
READER = ConceptReader(CONCEPTS)


def test_the_concepts_of_a_sentence_stand_behind_their_language() -> None:
    assert READER.shown("how soon is it back", ("en",)) == {"en:when", "en:back"}
    assert READER.shown("it is here", ("en",)) == set()
    assert READER.shown("how soon is it back", ("ko",)) == set()
    assert READER.shows("when", "how soon", ("ko", "en"))
    assert not READER.shows("when", "how soon", ("ko",))


@each(
    ("text", "cut"),
    [
        (
            "開きません。いつ直りますか? v4.1.3 is out. ok\n\n",
            ["開きません。", "いつ直りますか?", "v4.1.3 is out.", "ok"],
        ),
        ("うちだけですか、いつ直りますか", ["うちだけですか、", "いつ直りますか"]),
        ("なんか、急に白い", ["なんか、急に白い"]),
        (
            "開きません 1)うちだけですか 2)いつですか",
            ["開きません", "1)うちだけですか", "2)いつですか"],
        ),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, cut: list[str]) -> None:
    assert [text[a:b].strip() for a, b in sentences(text)] == cut


def test_a_long_sentence_asks_for_nothing() -> None:
    knowledge = shipped.knowledge()
    model = QuestionModel(knowledge.question_weights, ConceptReader(knowledge.concepts))
    asked, long = model.of_sentences(
        "いつ直りますか? " + "あ" * LONGEST_SENTENCE + "いつ直りますか", ("ja",)
    )
    assert max(asked, key=lambda name: asked[name]) == "when_fixed"
    assert long == {}


@pytest.mark.slow
def test_questions_in_customers_words_are_found() -> None:
    """On sentences that nobody trains on: 0.95, 0.02 and 0.06 of 934 when this was written.

    Three answers came later, with a few hundred sentences each: of their 154 the half is found.
    """
    knowledge = shipped.knowledge()
    read = Triage(knowledge, knowledge.catalogue).read
    every = held_out_questions(shipped_folder())
    late = {"how_to_look", "as_of", "erase"}
    told = question_figures([s for s in every if s.label not in late], read)
    assert told.found >= 0.94
    assert told.mistaken <= 0.03
    assert told.false <= 0.08
    of_late = question_figures([s for s in every if s.label in {*late, "none"}], read)
    assert of_late.found >= 0.5
    assert of_late.mistaken <= 0.25

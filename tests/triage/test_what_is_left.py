"""What is complained of once a part of it is over."""

from dataclasses import replace
from typing import Any

from bot.model.acts import SaysOver
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.update_conversation import hear
from tests.builders import a_catalogue, a_conversation, a_message
from tests.cases import each


@each(
    ("kind", "acts", "left"),
    [
        (Kind.FUNCTION_REPORT, (SaysOver("戻りました", 0.9),), {Symptom.PRINT_PROBLEM}),
        (Kind.FUNCTION_REPORT, (), {Symptom.LOGIN_FAILS, Symptom.PRINT_PROBLEM}),
        (
            Kind.CHITCHAT,
            (SaysOver("戻りました", 0.9),),
            {Symptom.LOGIN_FAILS, Symptom.PRINT_PROBLEM},
        ),
    ],
)
def test_where_a_part_is_over_the_rest_is_what_they_complain_of(
    kind: Kind, acts: tuple[Any, ...], left: set[Symptom]
) -> None:
    words = Understanding(Kind.OUTAGE_REPORT, "ja", "…")
    before = replace(words, symptoms=frozenset({Symptom.LOGIN_FAILS}))
    said = replace(words, kind=kind, symptoms=frozenset({Symptom.PRINT_PROBLEM}), acts=acts)
    talk = a_conversation()
    for minutes, heard in enumerate((before, said)):
        talk = hear(talk, a_message(after=minutes), heard, (), a_catalogue())
    assert talk.complaint.symptoms == left

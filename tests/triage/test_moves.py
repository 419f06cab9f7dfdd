"""The moves that need no question about the cause."""

from typing import Any

from bot.model.conversation import AdviceOutcome, Advised, Trial
from bot.triage.moves import goes_on_with
from tests.builders import RARE, a_conversation, at, some_facts
from tests.cases import each

VIEW, PRINT = Advised("use_standard_view", at(0)), Advised("use_standard_print", at(1))
OFF = f"disable_plugin:{RARE.id}"


@each(
    ("talk", "advice"),
    [
        ({"advised": (VIEW,)}, ("use_standard_view",)),
        ({"advised": (VIEW, PRINT)}, ("use_standard_print",)),
        ({"advised": (Advised("hard_reload", at(0)),)}, ()),
        ({"advised": (VIEW,), "trials": (Trial(OFF, AdviceOutcome.WORKED, at(1)),)}, ()),
        ({"advised": (VIEW,), "recovered_at": at(2)}, ()),
    ],
)
def test_who_gets_along_keeps_to_what_was_advised_meanwhile(
    talk: dict[str, Any], advice: tuple[str, ...]
) -> None:
    conversation = a_conversation(**{"reported_at": at(0), **talk})
    assert goes_on_with(some_facts(conversation=conversation)) == advice

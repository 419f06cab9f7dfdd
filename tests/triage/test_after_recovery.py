"""What to do when it works again."""

from dataclasses import replace
from typing import Any

from bot.model.conversation import AdviceOutcome, Complaint, Trial
from bot.model.incident import IncidentStatus
from bot.model.knowledge import Knowledge
from bot.triage.after_recovery import after_recovery
from tests.builders import HOSTING, POPULAR, RARE, a_conversation, an_incident, at, some_facts
from tests.cases import each


def told(knowledge: Knowledge, *off: str, **facts: Any) -> tuple[str, ...]:
    """The advice to who switched these off, with success."""
    trials = tuple(
        Trial(f"disable_plugin:{product}", AdviceOutcome.WORKED, at(1)) for product in off
    )
    talk = a_conversation(trials=trials, incident="I1", reported_at=at(0))
    known = replace(some_facts(Complaint()), conversation=talk, **facts)
    return after_recovery(RARE.cause, talk, known, knowledge, facts.get("asked", ()))


GRID_OFF = an_incident(suspects=(RARE.cause,))


@each(
    ("off", "facts", "advice"),
    [
        ((RARE.id,), {}, ("reenable_plugin:ruri_grid",)),
        ((RARE.id,), {"incidents": (GRID_OFF,)}, ("keep_disabled", "monitor")),
        ((RARE.id,), {"incidents": (GRID_OFF,), "decides": True}, ("reenable_plugin:ruri_grid",)),
        (
            (RARE.id,),
            {"incidents": (GRID_OFF,), "over_apart": True},
            ("reenable_plugin:ruri_grid",),
        ),
        (
            (RARE.id,),
            {"incidents": (replace(GRID_OFF, status=IncidentStatus.RESOLVED),)},
            ("reenable_plugin:ruri_grid",),
        ),
        (
            (RARE.id,),
            {"incidents": (an_incident(suspects=(HOSTING.cause,)),)},  # on which it stands
            ("keep_disabled", "monitor"),
        ),
        (
            (RARE.id, POPULAR.id),
            {"incidents": (GRID_OFF,)},
            ("reenable_plugin:moku_check",),
        ),
        (("unlisted",), {}, ("reenable_plugin:unlisted",)),
        (("unlisted",), {"incidents": (GRID_OFF,)}, ("keep_disabled", "monitor")),
        (
            ("unlisted",),
            {"incidents": (replace(GRID_OFF, id="I2"),)},  # which is not theirs
            ("reenable_plugin:unlisted",),
        ),
    ],
)
def test_what_was_switched_off_goes_on_again_unless_an_open_incident_may_be_about_it(
    knowledge: Knowledge, off: tuple[str, ...], facts: dict[str, Any], advice: tuple[str, ...]
) -> None:
    assert told(knowledge, *off, **facts) == advice


def test_what_is_in_no_catalogue_any_more_is_not_spoken_of(knowledge: Knowledge) -> None:
    assert told(knowledge, "gone") == told(knowledge)
    assert told(knowledge)[0] == "no_action_needed"

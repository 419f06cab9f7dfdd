"""How many cases are looked at together, and from which weight a cause explains what is told."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot.desk.conversations import together
from bot.desk.ports import UnitOfWork
from bot.desk.sharing import _Explained, may_be_due_to
from bot.model.conversation import Complaint
from bot.model.incident import IncidentStatus
from tests.builders import FORMS, PLATFORM, PRINTS, RARE, a_catalogue, a_conversation, an_incident
from tests.cases import each
from tests.fakes import Day


def test_of_very_many_cases_the_newest_are_looked_at(desk: Day) -> None:
    with desk.store.work() as work:
        for n in range(25):
            begun = a_conversation(f"C{n}", split_from=f"C{n - 1}" if n else None)
            work.save_conversation(begun, desk.now)
        newest = work.conversation("C24")
        assert newest is not None
        assert [case.id for case in together(newest, work)] == [f"C{n}" for n in range(24, 4, -1)]


@pytest.mark.parametrize(("decibans", "may_be"), [(-13.9, True), (-14.0, False)])
def test_a_case_explains_what_its_cause_makes_once_in_twenty_five(
    decibans: float, *, may_be: bool
) -> None:
    testimony = {RARE.cause: decibans, FORMS.cause: -30.0}
    assert may_be_due_to([RARE.cause, FORMS.cause], testimony) is may_be
    assert not may_be_due_to([PRINTS.cause], testimony)


@each(
    ("products", "incident", "status", "causes"),
    [
        ((RARE.id,), None, None, [RARE.cause]),
        ((PLATFORM.id, "gone", RARE.id), None, None, [RARE.cause]),  # all stand on the platform
        ((PLATFORM.id,), None, None, []),
        ((RARE.id,), "I1", IncidentStatus.SUSPECTED, [FORMS.cause]),
        ((RARE.id,), "I1", IncidentStatus.RESOLVED, [RARE.cause]),
        ((RARE.id,), "I9", None, [RARE.cause]),
    ],
)
def test_what_is_known_of_a_case_is_its_open_incident_else_the_products_that_were_named(
    work: UnitOfWork,
    products: tuple[str, ...],
    incident: str | None,
    status: IncidentStatus | None,
    causes: list[str],
) -> None:
    if status is not None:
        work.save_incident(an_incident(suspects=(FORMS.cause,), status=status))
    case = a_conversation(complaint=Complaint(products=products), incident=incident)
    triage: Any = SimpleNamespace(catalogue=a_catalogue())
    assert list(_Explained(work, triage)._causes(case)) == causes

"""How many cases are looked at together, and from which weight a cause explains what is told."""

import pytest

from bot.desk.conversations import together
from bot.desk.sharing import may_be_due_to
from tests.builders import FORMS, PRINTS, RARE, a_conversation
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

"""What an advice has to fit: what somebody tells, and the function that others of the same incident miss."""

from bot.model.advice_plan import Situation
from bot.model.conversation import Complaint
from bot.model.understanding import Symptom
from tests.builders import a_conversation
from tests.cases import each
from tests.shipped import knowledge

OPEN, BLANK, PRINT = Symptom.WONT_OPEN, Symptom.BLANK_SCREEN, Symptom.PRINT_PROBLEM
VAGUE = (OPEN, Symptom.DISPLAY_BROKEN, Symptom.STUCK_LOADING, Symptom.ERROR_MESSAGE, Symptom.SLOW)


def situation(*told: Symptom, theirs: str = "") -> Situation:
    talk = a_conversation(complaint=Complaint(symptoms=frozenset(told)))
    return Situation.of(talk, knowledge(), theirs=theirs)


@each("told", [(), *((symptom,) for symptom in VAGUE), (OPEN, PRINT)])
def test_what_does_not_come_out_is_the_function_that_the_others_miss(
    told: tuple[Symptom, ...],
) -> None:
    assert situation(*told, theirs="print_problem").symptoms == {PRINT}
    disable = knowledge().remedies["disable_plugin"]
    assert not situation(*told, theirs="print_problem").suits("disable_plugin:some", disable)


@each("told", [(BLANK,), (BLANK, PRINT), (Symptom.LOGIN_FAILS,), (Symptom.SAVE_FAILS,)])
def test_whoever_tells_of_something_else_has_that(told: tuple[Symptom, ...]) -> None:
    assert situation(*told, theirs="print_problem").symptoms == {*told}


@each("theirs", ["", "wont_open", "error_message", "blank_screen"])
def test_others_who_miss_no_function_change_nothing(theirs: str) -> None:
    assert situation(OPEN, theirs=theirs).symptoms == {OPEN}

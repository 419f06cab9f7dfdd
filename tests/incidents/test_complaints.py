"""What most of those who report an incident complain of."""

from bot.incidents.complaints import common_symptom
from bot.model.conversation import Complaint, Conversation
from bot.model.understanding import Symptom
from tests.builders import a_conversation


def a_report(tenant: str, *symptoms: Symptom) -> Conversation:
    return a_conversation(tenant=tenant, complaint=Complaint(symptoms=frozenset(symptoms)))


def test_the_symptom_of_most_organisations_is_told() -> None:
    slow, shut = Symptom.SLOW, Symptom.WONT_OPEN
    several = [a_report("a", slow), a_report("b", shut), a_report("c", shut, slow), a_report("d")]
    assert common_symptom([*several, a_report("e", slow)]) == "slow"
    assert common_symptom([*several, *[a_report("b", shut)] * 5, a_report("e", slow)]) == "slow"


def test_of_symptoms_that_are_told_as_often_what_stops_all_work_comes_first() -> None:
    both = a_report("a", Symptom.ERROR_MESSAGE, Symptom.WONT_OPEN, Symptom.PRINT_PROBLEM)
    assert common_symptom([both]) == "wont_open"
    rest = a_report("a", Symptom.PRINT_PROBLEM, Symptom.FILE_PROBLEM)
    assert common_symptom([rest]) == "file_problem"


def test_nobody_may_have_told_of_any() -> None:
    assert common_symptom([]) == common_symptom([a_report("a")]) == ""


def test_what_fails_comes_before_how_it_fails() -> None:
    said = a_report("a", Symptom.ERROR_MESSAGE, Symptom.SLOW, Symptom.PRINT_PROBLEM)
    assert common_symptom([said]) == "print_problem"
    assert common_symptom([said, a_report("b", Symptom.ERROR_MESSAGE)]) == "error_message"

"""Who reported nothing tells for their colleagues that it works again, as these would."""

from typing import Any

from bot.incidents.recover import with_word_for_colleagues
from bot.model.conversation import AdviceOutcome, Change, Complaint, Conversation, Done, Trial
from tests.builders import FORMS, RARE, a_catalogue, a_conversation, a_report, an_incident, at

OWN = {FORMS.cause: 12.0}


def word(*products: str, after: float = 40, tenant: str = "acme", **changes: Any) -> Conversation:
    """Of somebody who reported nothing: that it works again."""
    complaint = Complaint(products=products)
    known = {"recovered_at": at(after), "complaint": complaint, "tenant": tenant, **changes}
    return a_conversation("C9", **known)


def well(said: Conversation, *colleagues: Conversation) -> tuple[str, ...]:
    incident = an_incident(raised_at=at(5), suspects=(FORMS.cause,))
    return with_word_for_colleagues(incident, said, colleagues, a_catalogue()).recovered


def test_one_of_an_organisation_tells_for_its_colleagues_that_it_works_again() -> None:
    report = a_report(1, OWN, after=5, tenant="acme")
    assert well(word(), report) == ("acme",)
    assert well(word(FORMS.id), report) == ("acme",)
    assert well(word("kintone"), report) == ("acme",)
    assert well(word()) == ()  # nobody there has reported it
    assert well(word(RARE.id), report) == ()  # of another trouble
    assert well(word(after=14), report) == ()  # within ten minutes of the report
    assert well(word(after=15), report) == ("acme",)


def test_who_has_switched_it_off_sees_no_end_by_a_colleague() -> None:
    off = Change(Done.OFF, FORMS.id, at(20))
    report = a_report(1, OWN, after=5, tenant="acme", changes=(off,))
    assert well(word(), report) == ()
    on_again = Trial(f"reenable_plugin:{FORMS.id}", AdviceOutcome.WORKED, at(40))
    assert well(word(trials=(on_again,)), report) == ("acme",)


def test_who_reports_it_anew_has_not_heard_that_it_is_over() -> None:
    again = a_report(1, OWN, after=50, tenant="acme")
    assert well(word(after=40), again) == ()


def test_nobody_unverified_tells_for_colleagues() -> None:
    report = a_report(1, OWN, after=5, tenant="~from:net1")
    assert well(word(tenant="~from:net1"), report) == ()


def test_the_word_for_colleagues_counts_once() -> None:
    report = a_report(1, OWN, after=5, tenant="acme")
    incident = an_incident(raised_at=at(5), suspects=(FORMS.cause,), recovered=("acme",))
    assert with_word_for_colleagues(incident, word(), [report], a_catalogue()) is incident

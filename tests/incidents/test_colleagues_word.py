"""The word of a colleague that it works again counts as that of who reported the trouble would."""

from typing import Any

from bot.incidents.recover import with_word_of_colleague
from bot.model.advice_plan import UPDATED
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
    return with_word_of_colleague(incident, said, lambda: colleagues, a_catalogue()).recovered


def test_it_counts_for_an_organisation_that_reported_the_same_some_time_ago() -> None:
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
    for advice, outcome in (
        (f"reenable_plugin:{FORMS.id}", AdviceOutcome.FAILED),
        (f"disable_plugin:{FORMS.id}", AdviceOutcome.WORKED),
        ("hard_reload", AdviceOutcome.WORKED),
    ):
        assert well(word(trials=(Trial(advice, outcome, at(40)),)), report) == ()


def test_who_is_well_by_another_version_has_not_seen_the_end_for_a_colleague_either() -> None:
    report = a_report(1, OWN, after=5, tenant="acme")
    cured = Change(Done.CURED, UPDATED, at(40), "2.1")
    assert well(word(changes=(cured,)), report) == ()
    assert well(word(after=50, changes=(cured,)), report) == ("acme",)


def test_the_word_of_a_colleague_before_the_incident_does_not_count() -> None:
    report = a_report(1, OWN, after=-20, tenant="acme")
    assert well(word(after=4), report) == ()
    assert well(word(after=5), report) == ("acme",)


def test_who_reports_it_anew_has_not_heard_that_it_is_over() -> None:
    again = a_report(1, OWN, after=50, tenant="acme")
    assert well(word(after=40), again) == ()


def test_the_word_of_a_colleague_counts_for_nobody_unverified() -> None:
    report = a_report(1, OWN, after=5, tenant="~from:net1")
    assert well(word(tenant="~from:net1"), report) == ()


def test_the_word_of_a_colleague_counts_once_and_nobody_looks_for_reports_then() -> None:
    def nothing_is_looked_for() -> list[Conversation]:
        raise AssertionError

    incident = an_incident(raised_at=at(5), suspects=(FORMS.cause,), recovered=("acme",))
    known = with_word_of_colleague(incident, word(), nothing_is_looked_for, a_catalogue())
    assert known is incident

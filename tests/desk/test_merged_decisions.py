"""What people decided about an incident or its cases stands when it becomes part of another."""

from collections.abc import Callable

import pytest

from bot.desk import incident_lifecycle
from bot.incidents.beliefs import Beliefs
from bot.model.case_events import TicketSnoozed
from bot.model.conversation import Conversation
from bot.model.decision import IncidentDecision
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus
from bot.model.ticket import Ticket
from tests.builders import FORMS, PLATFORM, PRINTS
from tests.desk.test_incident_decisions import decides, known, talk_of
from tests.desk.test_incidents import BLANK, NOTHING_ARRIVES
from tests.fakes import Day
from tests.lived import go_on

Merge = Callable[[], None]


@pytest.fixture
def day(desk: Day) -> Day:
    """Two incidents: I1 of PRINTS, I2 of FORMS."""
    go_on(desk, two_outages)
    assert [i.cause for i in desk.incidents] == [PRINTS.cause, FORMS.cause]
    return desk


def two_outages(desk: Day) -> None:
    desk.opens()
    desk.report("aoi", "chie", "emi", text=BLANK, uses=PRINTS)
    desk.report("ben", "dai", "fumi", text=NOTHING_ARRIVES, uses=FORMS)


@pytest.fixture
def merge(day: Day, monkeypatch: pytest.MonkeyPatch) -> Merge:
    """The desk finds that the two are one, and stays with it."""
    found = list[bool]()

    def mergeable(_: Beliefs, seen: Watch) -> tuple[Incident, Incident] | None:
        return (seen.open[0], seen.open[1]) if found and len(seen.open) > 1 else None

    def turns_out() -> None:
        found.append(True)
        day.passes(2)
        assert known(day, "I2").merged_into == "I1"

    monkeypatch.setattr(incident_lifecycle, "mergeable", mergeable)
    monkeypatch.setattr(incident_lifecycle, "second_fault", lambda *_: None)
    return turns_out


def case_of(day: Day, customer: str) -> Conversation:
    with day.store.look() as work:
        found = work.latest_conversation(customer)
    assert found is not None
    return found


@pytest.mark.slow
def test_what_people_decided_about_the_younger_stands(day: Day, merge: Merge) -> None:
    decides(day, IncidentDecision.OWN, "taro", incident="I2")
    decides(day, IncidentDecision.RULE_OUT, PLATFORM.cause, incident="I1")
    decides(day, IncidentDecision.RULE_OUT, PRINTS.cause, incident="I2")
    decides(day, IncidentDecision.CONFIRM, incident="I2")
    decides(day, IncidentDecision.PROMISE, "30", incident="I2")
    younger = known(day, "I2")
    merge()
    whole = known(day)
    assert (whole.owner, whole.chosen, whole.chosen_by) == ("taro", FORMS.cause, "hana")
    assert (whole.status, whole.decided_at) == (IncidentStatus.CONFIRMED, younger.decided_at)
    assert set(whole.ruled_out) == {PLATFORM.cause, PRINTS.cause}
    assert whole.cause == FORMS.cause
    assert (whole.next_update_at, whole.update_every) == (younger.next_update_at, 30)


@pytest.mark.slow
def test_what_people_decided_about_the_elder_goes_before(day: Day, merge: Merge) -> None:
    for incident, owner, minutes in (("I1", "jiro", "30"), ("I2", "taro", "90")):
        decides(day, IncidentDecision.OWN, owner, incident=incident)
        decides(day, IncidentDecision.PROMISE, minutes, incident=incident)
    decides(day, IncidentDecision.RULE_OUT, FORMS.cause, incident="I1")
    decides(day, IncidentDecision.CONFIRM, incident="I2")
    elder = known(day)
    merge()
    whole = known(day)
    assert (whole.owner, whole.cause, whole.chosen) == ("jiro", PRINTS.cause, None)
    assert (whole.next_update_at, whole.update_every) == (elder.next_update_at, 30)


@pytest.mark.slow
def test_a_case_that_was_linked_by_hand_stays_with_the_one_that_goes_on(
    day: Day, merge: Merge
) -> None:
    decides(day, IncidentDecision.LINK, incident="I2", conversations=(talk_of(day, "aoi"),))
    merge()
    assert case_of(day, "aoi").pinned == "I1"
    day.says("aoi", "まだ真っ白のままです", uses=(PRINTS.id,))
    assert day.incident_of("aoi") == "I1"


@pytest.mark.slow
def test_a_case_that_was_unlinked_from_one_is_not_of_the_whole(day: Day, merge: Merge) -> None:
    decides(day, IncidentDecision.UNLINK, incident="I1", conversations=(talk_of(day, "aoi"),))
    decides(day, IncidentDecision.UNLINK, incident="I2", conversations=(talk_of(day, "ben"),))
    day.says("aoi", NOTHING_ARRIVES, uses=(FORMS.id,))
    assert day.incident_of("aoi") == "I2"
    merge()
    for customer, text, product in (("aoi", BLANK, PRINTS), ("ben", NOTHING_ARRIVES, FORMS)):
        assert day.incident_of(customer) is None
        day.says(customer, text, uses=(product.id,))
        assert day.incident_of(customer) is None
    assert known(day).organisations == 4


@pytest.mark.slow
def test_a_case_that_people_moved_from_one_to_the_other_is_of_the_whole(
    day: Day, merge: Merge
) -> None:
    case = (talk_of(day, "aoi"),)
    decides(day, IncidentDecision.UNLINK, incident="I1", conversations=case)
    decides(day, IncidentDecision.LINK, incident="I2", conversations=case)
    merge()
    assert (case_of(day, "aoi").incident, case_of(day, "aoi").unlinked) == ("I1", ())


@pytest.mark.slow
def test_all_cases_come_when_a_person_merges(day: Day) -> None:
    decides(day, IncidentDecision.UNLINK, incident="I1", conversations=(talk_of(day, "aoi"),))
    day.says("aoi", NOTHING_ARRIVES, uses=(FORMS.id,))
    decides(day, IncidentDecision.MERGE, "I1", incident="I2")
    assert day.members("I1") == {"aoi", "ben", "chie", "dai", "emi", "fumi"}
    assert case_of(day, "aoi").unlinked == ()


@pytest.mark.slow
def test_what_is_put_off_until_an_incident_is_over_waits_for_its_heir(
    day: Day, merge: Merge
) -> None:
    day.says("ben", "担当者と話したいです", button="human")
    ticket = case_of(day, "ben").ticket
    assert ticket is not None

    def seen() -> Ticket:
        with day.store.look() as work:
            found = work.ticket(ticket)
        assert found is not None
        return found

    day._tell(TicketSnoozed(day.now, ticket, "hana", incident="I2"))
    merge()
    day.passes(2)
    assert seen().snoozed_for == "I1"
    day.ends("I1")
    day.passes(2)
    assert not seen().is_snoozed

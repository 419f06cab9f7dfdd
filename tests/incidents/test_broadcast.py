"""Each told once, each told what concerns them, and the end to exactly those who were told."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.incidents.broadcast import Due, broadcast, may_be_told, told
from bot.model.conversation import Conversation, Outcome, Trial
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus, Told
from bot.model.status import Shows
from tests.builders import (
    FORMS,
    PLATFORM,
    RARE,
    a_feed,
    a_report,
    a_watch,
    an_incident,
    at,
    having_advised,
)

OWN = {RARE.cause: 12.0}
OFF = f"disable_plugin:{RARE.id}"
TRIED: dict[str, Any] = {"support": {RARE.cause: ("trial",)}}


def a_reader(number: int, *, disabled: bool = False, **changes: Any) -> Conversation:
    trials = (Trial(OFF, Outcome.WORKED, at(8)),) if disabled else ()
    return a_report(number, OWN, trials=trials, **changes)


def all_sent(incident: Incident, watch: Watch) -> tuple[Incident, list[Due]]:
    due = broadcast(incident, watch)
    for one in due:
        incident = told(incident, one, watch)
    return incident, due


def ended(*members: Conversation, **changes: Any) -> Incident:
    return an_incident(*members, status=IncidentStatus.RESOLVED, resolved_at=at(60), **changes)


def readers(due: list[Due], reason: str) -> set[str]:
    return {d.conversation.customer for d in due if d.reason == reason}


@given(
    st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=5),
    st.sampled_from([IncidentStatus.SUSPECTED, IncidentStatus.RESOLVED, IncidentStatus.WITHDRAWN]),
)
def test_what_was_told_once_is_never_told_again(
    people: list[tuple[bool, bool]], status: IncidentStatus
) -> None:
    members = [
        a_reader(n, disabled=off, recovered_at=at(50) if well else None, **TRIED)
        for n, (off, well) in enumerate(people)
    ]
    incident = an_incident(*members, status=status, told=(Told("reporter0", "workaround", at(9)),))
    watch = a_watch(*members, after=60)
    incident, _ = all_sent(incident, watch)
    assert broadcast(incident, watch) == []


def test_reenable_goes_to_exactly_those_who_disabled_and_recovery_to_the_others() -> None:
    members = (a_reader(1, disabled=True), a_reader(2), a_reader(3, recovered_at=at(55)))
    _, due = all_sent(ended(*members), a_watch(*members, after=60))
    assert readers(due, "reenable") == {"reporter1"}
    assert readers(due, "recovered") == {"reporter2"}
    (again,) = [d for d in due if d.reason == "reenable"]
    assert again.advice == (f"reenable_plugin:{RARE.id}",)


def test_who_has_switched_it_on_again_is_not_told_to() -> None:
    on = (
        Trial(OFF, Outcome.WORKED, at(8)),
        Trial(f"reenable_plugin:{RARE.id}", Outcome.WORKED, at(50)),
    )
    reader = a_report(1, OWN, trials=on, recovered_at=at(50))
    assert broadcast(ended(reader), a_watch(reader, after=60)) == []


def test_the_end_is_not_told_to_strangers() -> None:
    member, stranger = a_reader(1), a_reader(2)
    _, due = all_sent(ended(member), a_watch(member, stranger, after=60))
    assert {d.conversation.customer for d in due} == {"reporter1"}


def test_a_withdrawn_suspicion_is_taken_back_from_those_who_were_told() -> None:
    members = (a_reader(1), a_reader(2))
    incident = an_incident(
        *members, status=IncidentStatus.WITHDRAWN, told=(Told("reporter1", "workaround", at(9)),)
    )
    _, due = all_sent(incident, a_watch(*members, after=60))
    assert readers(due, "withdrawn") == {"reporter1"}
    assert len(due) == 1


def test_a_cause_is_never_told_from_counts_alone() -> None:
    crowd = [a_report(n, OWN, support={}) for n in range(9)]
    assert not may_be_told(an_incident(*crowd), a_watch(*crowd))
    tried = [*crowd, a_reader(10, **TRIED)]
    assert may_be_told(an_incident(*tried), a_watch(*tried))
    unsure = an_incident(*tried, confidence=0.5)
    assert not may_be_told(unsure, a_watch(*tried))


def test_the_workaround_goes_to_the_affected_who_do_not_know_it() -> None:
    knows = having_advised(a_reader(1), OFF)
    found = a_reader(2, disabled=True, **TRIED)
    over = a_reader(3, recovered_at=at(9))
    needs = a_reader(4)
    members = (knows, found, over, needs)
    due = broadcast(an_incident(*members), a_watch(*members))
    assert readers(due, "workaround") == {"reporter4"}


def test_for_the_platform_there_is_nothing_to_do_and_its_page_is_news() -> None:
    own = {PLATFORM.cause: 12.0}
    members = tuple(a_report(n, own, support={PLATFORM.cause: ("console",)}) for n in (1, 2))
    incident = an_incident(*members, suspects=(PLATFORM.cause,))
    assert broadcast(incident, a_watch(*members)) == []
    feeds = {PLATFORM.id: a_feed(PLATFORM, Shows.MAJOR_OUTAGE, read=10)}
    _, due = all_sent(incident, a_watch(*members, feeds=feeds))
    assert readers(due, "update") == {"reporter1", "reporter2"}


def test_a_page_in_trouble_lets_the_cause_be_told() -> None:
    members = tuple(a_report(n, {FORMS.cause: 12.0}, support={}) for n in (1, 2))
    incident = an_incident(*members, suspects=(FORMS.cause,))
    assert not may_be_told(incident, a_watch(*members))
    feeds = {FORMS.id: a_feed(FORMS, Shows.IDENTIFIED, read=10)}
    assert may_be_told(incident, a_watch(*members, feeds=feeds))
    silent = replace(incident, confidence=0.99)
    assert not may_be_told(silent, a_watch(*members))

"""What other desks are told: what verified organisations report here, and nothing that came from a desk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.incidents.peer_sightings import (
    AGAIN_AFTER,
    ending,
    is_news,
    is_proved,
    may_be_judged,
    own_word,
)
from bot.model.facts import Watch
from bot.model.identity import Identity, organisation_key
from bot.model.incident import IncidentStatus
from bot.model.peer import KeptSighting, Sighting, SightingState
from bot.model.status import Shows
from bot.model.tenant_report import NO_INCIDENT, TenantReport
from tests.builders import (
    FORMS,
    POPULAR,
    PRINTS,
    RARE,
    a_feed,
    a_testimony,
    a_watch,
    an_incident,
    at,
    beliefs_of,
    several,
)
from tests.cases import each

USUAL = beliefs_of().usual
REPORTED = Sighting(RARE.id, SightingState.REPORTED, at(0), 3)
HEARD = KeptSighting("b", REPORTED, at(5), at(5))


def word(
    said: Sequence[TenantReport],
    watch: Watch | None = None,
    group: str = NO_INCIDENT,
    known: str = "",
) -> dict[str, Sighting]:
    return own_word({group: said}, {known}, USUAL, watch or a_watch())


def test_from_three_organisations_it_is_told_since_when() -> None:
    assert word(several(2, {RARE.cause: 9.0})) == {}
    assert word(several(3, {RARE.cause: 9.0})) == {RARE.id: REPORTED}
    late = [a_testimony(n, {RARE.cause: 9.0}, at=at(7 + n)) for n in range(4)]
    assert word(late)[RARE.id] == replace(REPORTED, since=at(5), organisations=4)


def test_who_is_not_verified_is_not_counted() -> None:
    keys = [organisation_key(Identity.CLAIMED, f"{n}", "") for n in range(9)]
    claimed = [a_testimony(n, {RARE.cause: 9.0}, tenant=key) for n, key in enumerate(keys)]
    assert word(claimed) == {}
    assert word([*claimed, *several(2, {RARE.cause: 9.0})]) == {}


def test_what_was_reported_hours_ago_is_not_counted() -> None:
    assert word(several(3, {RARE.cause: 9.0}), a_watch(after=200)) == {}


def test_what_may_be_either_of_two_products_is_told_of_neither() -> None:
    alike = beliefs_of(shares={RARE.cause: 0.1, FORMS.cause: 0.1}).usual
    said = several(4, {RARE.cause: 6.0, FORMS.cause: 6.0})
    assert own_word({NO_INCIDENT: said}, (), alike, a_watch()) == {}
    assert set(word(several(4, {RARE.cause: 9.0, FORMS.cause: 1.0}))) == {RARE.id}


def test_what_is_no_product_of_the_catalogue_is_not_told() -> None:
    assert word(several(5, {"browser:chrome": 9.0})) == {}
    assert word(several(5, {"unlisted_plugin:何か": 9.0})) == {}
    assert word(several(5, {f"maintenance:{FORMS.id}": 9.0})) == {}


def test_an_incident_is_told_as_one() -> None:
    incident = an_incident()
    said = word(several(4, {RARE.cause: 9.0}), a_watch(incident), incident.group)
    assert said == {RARE.id: replace(REPORTED, state=SightingState.INCIDENT, organisations=4)}


def test_an_incident_of_two_organisations_is_not_told() -> None:
    incident = an_incident()
    assert word(several(2, {RARE.cause: 9.0}), a_watch(incident), incident.group) == {}


def test_what_other_desks_tell_changes_nothing_of_what_is_told() -> None:
    for weight in (2.0, 5.0, 9.0):
        for count in (2, 3, 5):
            said = several(count, {POPULAR.cause: weight})
            alone, told = (a_watch(told=heard) for heard in ({}, {POPULAR.id: 15.0}))
            assert word(said, alone) == word(said, told)


def test_a_cause_that_only_other_desks_gave_an_incident_is_not_told() -> None:
    incident = an_incident()  # of RARE, while the reports here speak for PRINTS
    said = several(5, {PRINTS.cause: 12.0, RARE.cause: 4.0})
    assert word(said, a_watch(incident, told={RARE.id: 15.0}), incident.group) == {}


def test_what_a_person_found_is_told() -> None:
    incident = an_incident(chosen=RARE.cause, status=IncidentStatus.CONFIRMED)
    said = several(5, {PRINTS.cause: 9.0, RARE.cause: 6.0})
    assert word(said, a_watch(incident), incident.group)[RARE.id].state is SightingState.INCIDENT


@each(
    ("sighting", "minutes", "expected"),
    [
        (replace(REPORTED, organisations=5), 5, False),
        (replace(REPORTED, organisations=6), 5, True),
        (replace(REPORTED, state=SightingState.INCIDENT), 5, True),
        (REPORTED, 35, True),
    ],
)
def test_it_is_told_again_when_it_doubles_turns_or_goes_on(
    sighting: Sighting, minutes: int, *, expected: bool
) -> None:
    assert is_news(HEARD, sighting, at(minutes)) is expected
    assert is_news(None, sighting, at(5))
    assert timedelta(minutes=30) == AGAIN_AFTER


def test_the_end_of_what_was_told() -> None:
    def last(watch: Watch, *said: TenantReport) -> SightingState:
        return ending(REPORTED, {NO_INCIDENT: said}, watch).state

    still, elsewhere = several(4, {RARE.cause: 6.0}), an_incident(suspects=(PRINTS.cause,))
    assert last(a_watch(elsewhere), *still) is SightingState.WITHDRAWN  # they point elsewhere
    assert last(a_watch(after=200), *still) is SightingState.OVER  # nobody reports it any more
    resolved = an_incident(status=IncidentStatus.RESOLVED, resolved_at=at(50))
    assert last(a_watch(resolved), *still) is SightingState.OVER
    withdrawn = an_incident(status=IncidentStatus.WITHDRAWN)
    assert last(a_watch(withdrawn)) is SightingState.WITHDRAWN
    earlier = an_incident(status=IncidentStatus.WITHDRAWN, changed_at=at(-60))
    assert last(a_watch(earlier)) is SightingState.OVER


def test_a_page_or_a_person_proves_it_and_an_incident_alone_does_not() -> None:
    told_of_prints = replace(HEARD, sighting=replace(REPORTED, product=PRINTS.id))
    in_trouble = {PRINTS.id: a_feed(PRINTS, Shows.MAJOR_OUTAGE, read=10)}
    assert is_proved(told_of_prints, a_watch(feeds=in_trouble))
    assert not is_proved(told_of_prints, a_watch())
    suspected = an_incident()
    assert not is_proved(HEARD, a_watch(suspected))
    confirmed = an_incident(chosen=RARE.cause, status=IncidentStatus.CONFIRMED)
    assert is_proved(HEARD, a_watch(confirmed))
    earlier = replace(confirmed, status=IncidentStatus.RESOLVED, changed_at=at(2))
    assert not is_proved(HEARD, a_watch(earlier))


def test_what_could_not_be_seen_here_is_not_judged() -> None:
    assert not may_be_judged(HEARD, a_watch())
    assert may_be_judged(HEARD, a_watch(an_incident()))
    told_of_prints = replace(HEARD, sighting=replace(REPORTED, product=PRINTS.id))
    assert may_be_judged(told_of_prints, a_watch(feeds={PRINTS.id: a_feed(PRINTS, read=10)}))

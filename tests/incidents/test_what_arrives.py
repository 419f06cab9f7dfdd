"""What must arrive is not shown to be over by a screen that is quick again."""

from bot.incidents.recover import recover, with_word_of
from bot.model.conversation import Complaint
from bot.model.status import Shows
from bot.model.understanding import Symptom
from tests.builders import FORMS, a_feed, a_report, a_watch, an_incident, at, said
from tests.cases import each

OWN = {FORMS.cause: 12.0}


@each(
    ("most", "told", "alike"),
    [
        ("not_syncing", {Symptom.NOT_SYNCING}, True),
        ("not_syncing", {Symptom.STUCK_LOADING}, False),
        ("not_syncing", {Symptom.STUCK_LOADING, Symptom.SLOW}, False),
        ("not_syncing", {Symptom.STUCK_LOADING, Symptom.NOT_SYNCING}, True),
        ("not_syncing", {Symptom.ERROR_MESSAGE}, True),  # as which what does not come through shows
        ("not_syncing", set(), True),
        ("blank_screen", {Symptom.STUCK_LOADING}, True),
    ],
)
def test_a_quick_screen_does_not_show_that_what_others_miss_arrives(
    most: str, told: set[Symptom], *, alike: bool
) -> None:
    page = {FORMS.id: a_feed(FORMS, Shows.RESOLVED, since=55, read=61)}
    complaint = Complaint(symptoms=frozenset(told))
    well = a_report(1, OWN, recovered_at=at(58), complaint=complaint)
    outage = an_incident(suspects=(FORMS.cause,), last_report_at=at(5), symptom=most)
    incident = with_word_of(outage, well)
    assert incident.recovered == (well.counts_as,)
    ended = recover(incident, a_watch(after=61, feeds=page), said)
    assert (ended is not None and not ended.incident.is_open) is alike

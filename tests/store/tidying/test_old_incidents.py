"""Who decided what in an incident that is long over goes; that it was decided stays."""

from dataclasses import replace

from bot.model.incident import IncidentStatus
from bot.model.timeline import TimelineEntry, TimelineKind
from bot.store.sql import SqlStore
from tests.store.builders import NOON, an_incident
from tests.store.tidying.test_tidy import DAY, kind, on_both, store, tidied, url

__all__ = ["kind", "store", "url"]


@on_both
def test_of_an_incident_that_is_over_goes_who_decided_and_what_was_noted(
    url: str, store: SqlStore
) -> None:
    with store.work() as work:
        for ident, status in (("I1", IncidentStatus.RESOLVED), ("I2", IncidentStatus.CONFIRMED)):
            known = replace(an_incident(ident), status=status, owner="suzuki")
            work.save_incident(replace(known, evidence=("「社外秘」",)))
            note = TimelineEntry(ident, NOON, TimelineKind.DECISION, "note", "", "suzuki", "社外秘")
            work.log(note)
    assert tidied(url, NOON + 200 * DAY) == {"incidents": 1, "timeline": 1}
    with store.look() as work:
        over, goes_on = work.incident("I1"), work.incident("I2")
        assert over is not None
        assert goes_on is not None
        assert (over.owner, over.evidence, goes_on.owner) == (None, (), "suzuki")
        noted = [e.text for e in work.timeline(["I1", "I2"], NOON, NOON, 9)]
        assert sorted(noted) == ["", "社外秘"]
    assert tidied(url, NOON + 200 * DAY) == {}

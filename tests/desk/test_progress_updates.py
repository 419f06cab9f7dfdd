"""Whom an update of an incident is for, and when the next one is due."""

from dataclasses import replace
from typing import Any

from bot.desk.ports import UnitOfWork
from bot.desk.progress_updates import Concerned, concerned, draft, lines, tell
from bot.model.broadcast import PROGRESS, Broadcast, BroadcastStatus
from bot.model.conversation import AdviceOutcome, Trial
from bot.model.decision import IncidentDecided, IncidentDecision, UpdateReaders
from bot.model.event import Approved
from bot.model.incident import ToldNotice
from bot.model.ticket import ProposedNotice
from tests.builders import FORMS, RARE, a_conversation, an_incident, at
from tests.cases import each

FIRST = Broadcast(
    *("B1", "I1", "first", "障害です。", "ja", RARE.cause, at(0), "hana"),
    named=("aoi",),
    status=BroadcastStatus.COMPLETE,
)


@each(
    ("readers", "names"),
    [
        (UpdateReaders.REPORTED, ("aoi", "ben")),
        (UpdateReaders.FITTING, ("ben",)),
        (UpdateReaders.TOLD, ("chie",)),
        (UpdateReaders.ALL, ("aoi", "ben", "chie")),
    ],
)
def test_each_of_those_whom_it_concerns_is_named_once(
    readers: UpdateReaders, names: tuple[str, ...]
) -> None:
    whom = Concerned(
        {"ja": ["aoi", "ben", "aoi"], "en": ["x"]},
        {"ja": ["ben", "ben"], "en": ["x"]},
        {"ja": ["ben", "chie", "chie"], "en": []},
    )
    assert whom.named("ja", readers) == names


@each(
    ("changes", "later", "told"),
    [
        ({}, None, True),
        ({"lang": "en"}, None, False),
        ({"reason": PROGRESS}, None, False),
        ({"follows": "B0"}, None, False),
        ({"status": BroadcastStatus.CANCELLED}, None, False),
        ({}, {"reason": "withdrawn", "staff": "hana"}, False),
        ({}, {"reason": "withdrawn", "staff": ""}, True),  # its incident was nothing for a while
        ({}, {"reason": "recovered", "staff": "hana"}, True),
    ],
)
def test_the_readers_of_first_notices_hear_of_it_unless_those_were_taken_back(
    work: UnitOfWork, changes: dict[str, Any], later: dict[str, Any] | None, *, told: bool
) -> None:
    work.save_broadcast(replace(FIRST, **changes))
    sequel = replace(FIRST, id="B2", follows="B1", **(later or {"reason": "recovered"}))
    work.save_broadcast(sequel)
    assert [first.id for first in lines("I1", "ja", work)] == ["B1"] * told


def reported(work: UnitOfWork, customer: str, **changes: Any) -> None:
    given = {"customer": customer, "incident": "I1", "reported_at": at(0), **changes}
    work.save_conversation(a_conversation(f"C-{customer}", **given), at(0))


def test_it_concerns_reporters_who_wait_for_the_end_or_were_told_of_it(work: UnitOfWork) -> None:
    work.save_incident(an_incident())
    off = Trial(f"disable_plugin:{RARE.id}", AdviceOutcome.WORKED, at(1))
    reported(work, "aoi")
    reported(work, "ben", recovered_at=at(5))
    reported(work, "chie", recovered_at=at(5), trials=(off,))
    reported(work, "dai", recovered_at=at(5), lang="en")
    reported(work, "emi", lang="ko")
    work.tell("I1", [ToldNotice("dai", "workaround", at(2))])
    work.save_broadcast(FIRST)
    found = concerned(an_incident(), work)
    assert dict(found.reported) == {"ja": ["aoi", "chie"], "en": ["dai", "emi"]}
    assert dict(found.told) == {"ja": ["aoi"], "en": []}


def test_of_its_reporters_those_fit_whose_reports_its_leading_cause_explains(
    work: UnitOfWork,
) -> None:
    incident = an_incident(suspects=(RARE.cause, FORMS.cause))
    work.save_incident(incident)
    reported(work, "aoi", testimony={RARE.cause: 15.0})
    reported(work, "ben", testimony={FORMS.cause: 15.0})
    reported(work, "chie", testimony={RARE.cause: 15.0}, lang="en")
    reported(work, "dai", testimony={RARE.cause: 15.0}, recovered_at=at(5))
    assert dict(concerned(incident, work).fitting) == {"ja": ["aoi"], "en": ["chie"]}
    other = replace(incident, suspects=(FORMS.cause, RARE.cause))
    assert dict(concerned(other, work).fitting) == {"ja": ["ben"], "en": []}


def test_an_update_for_those_who_fit_is_told_to_them_and_to_no_reader_of_a_notice(
    work: UnitOfWork,
) -> None:
    incident = an_incident(suspects=(RARE.cause,))
    work.save_incident(incident)
    reported(work, "aoi", testimony={RARE.cause: 15.0})
    reported(work, "ben")
    work.save_broadcast(replace(FIRST, id="B0", named=("chie",)))
    readers = UpdateReaders.FITTING
    by = IncidentDecided(
        at(0), "I1", "hana", IncidentDecision.DRAFT, "ja", "無効にしてください", readers=readers
    )
    draft(by, incident, work)
    (proposal,) = work.proposals()
    assert (proposal.to, proposal.readers) == (("aoi",), readers)
    tell(proposal, Approved(at(20), proposal.id, "hana"), work)
    (sent,) = [b for b in work.broadcasts(incident="I1", under_way_only=False) if b.id != "B0"]
    assert (sent.named, sent.follows, sent.total) == (("aoi",), None, 1)


@each(("every", "minutes"), [(30, 50), (0, None)])
def test_the_next_update_is_due_as_it_was_promised(
    work: UnitOfWork, every: int, minutes: float | None
) -> None:
    work.save_incident(replace(an_incident(), update_every=every))
    proposal = ProposedNotice("P1", "I1", ("aoi",), PROGRESS, "続報", "ja", RARE.cause, at(0))
    tell(proposal, Approved(at(20), "P1", "hana"), work)
    after = work.incident("I1")
    assert after is not None
    assert after.next_update_at == (at(minutes) if minutes is not None else None)


@each(("text", "drafted"), [("", False), ("x" * 4_001, False), ("続報です", True)])
def test_what_cannot_go_out_is_not_drafted(work: UnitOfWork, text: str, *, drafted: bool) -> None:
    work.save_incident(an_incident())
    by = IncidentDecided(at(0), "I1", "hana", IncidentDecision.DRAFT, "ja", text)
    assert bool(draft(by, an_incident(), work)) is drafted
    assert bool(work.proposals()) is drafted

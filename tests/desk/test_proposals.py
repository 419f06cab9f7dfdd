"""Who uses what fails and did not report hears of it only after staff approved."""

from dataclasses import replace

import pytest

from bot.desk.hearers import hearers
from bot.model.decision import IncidentDecided, IncidentDecision
from bot.model.effect import Notice, Proposal
from bot.model.event import Approved
from bot.model.incident import IncidentStatus
from bot.model.status import Shows
from bot.model.ticket import ProposalStatus, ProposedNotice
from tests.builders import FORMS, an_incident
from tests.fakes import Day
from tests.lived import go_on

NOTHING_ARRIVES = "今朝からフォームの回答がkintoneに入ってきません"


@pytest.fixture
def day(desk: Day) -> Day:
    """An incident among those who use FORMS; of its other users, two are calm."""
    go_on(desk, outage)
    return desk


def outage(desk: Day) -> None:
    desk.opens()
    desk.says("calm", "ありがとうございます", uses=(FORMS.id,))
    desk.says("quiet", "Thank you", uses=(FORMS.id,), lang="en")
    desk.says("other", "ありがとうございます", uses=())
    for name in ("aoi", "beni", "chie"):
        desk.passes(2)
        desk.says(name, NOTHING_ARRIVES, uses=(FORMS.id,))
    desk.feed("hoshi_status", Shows.IDENTIFIED)


def test_those_who_use_it_and_said_nothing_are_proposed_by_language(day: Day) -> None:
    proposals = day.every(Proposal)
    assert {(p.lang, p.to) for p in proposals} == {("ja", ("calm",)), ("en", ("quiet",))}
    assert not [n for n in day.notices() if set(n.to) & {"calm", "quiet", "other"}]


def test_an_approved_proposal_goes_out_once_and_a_rejected_one_never(day: Day) -> None:
    by_lang = {p.lang: p for p in day.every(Proposal)}
    (notice,) = day.approves(by_lang["ja"].proposal)
    assert isinstance(notice, Notice)
    assert (notice.to, notice.reason, notice.text) == (("calm",), "first", by_lang["ja"].text)
    assert day.approves(by_lang["ja"].proposal) == ()
    assert day.rejects(by_lang["en"].proposal) == ()
    with day.store.work() as work:
        conversation = work.latest_conversation("calm")
        assert conversation is not None
        assert conversation.turns[-1].text == notice.text


def test_nobody_is_proposed_twice_however_long_it_lasts(day: Day) -> None:
    day.feed(FORMS.id, Shows.MAJOR_OUTAGE)
    day.passes(30)
    readers = [c for p in day.every(Proposal) for c in p.to]
    assert sorted(readers) == ["calm", "quiet"]


def test_who_turns_up_later_is_proposed_alone_and_once(day: Day) -> None:
    for name in ("late", "later", "late", "aoi"):
        day.passes(1)
        day.says(name, "ありがとうございます", uses=(FORMS.id,))
    assert [p.to for p in day.every(Proposal)][2:] == [("late",), ("later",)]
    with day.store.work() as work:
        kept = work.proposals()
    assert sorted(p.id for p in kept) == sorted({p.proposal for p in day.every(Proposal)})
    assert len(kept) == 4


def test_a_notice_goes_out_as_staff_edited_it_and_is_masked(day: Day) -> None:
    (proposal,) = [p for p in day.every(Proposal) if p.lang == "ja"]
    text = "ただいま調査中です。お急ぎの方は 090-1234-5678 までご連絡ください。"
    (notice,) = day._tell(Approved(day.now, proposal.proposal, "hana", text))
    assert isinstance(notice, Notice)
    assert notice.text.startswith("ただいま調査中です。")
    assert "1234-5678" not in notice.text


def drafts_an_update(day: Day) -> None:
    by = IncidentDecided(day.now, "I1", "hana", IncidentDecision.DRAFT, "ja", "対応中です。")
    assert day._tell(by)


def waiting(day: Day) -> list[ProposedNotice]:
    with day.store.look() as work:
        return work.proposals()


def test_what_waits_is_set_aside_when_its_incident_ends(day: Day) -> None:
    drafts_an_update(day)
    before = {p.id: p for p in waiting(day)}
    assert {p.reason for p in before.values()} == {"first", "progress"}
    day.ends()
    assert waiting(day) == []
    with day.store.look() as work:
        kept = {p.id: p for p in work.proposals_of("I1")}
    assert kept == {
        ident: replace(p, status=ProposalStatus.SET_ASIDE, decided_at=day.now)
        for ident, p in before.items()
    }
    assert not any(day.approves(ident) for ident in kept)


def test_who_was_to_hear_of_it_by_what_was_set_aside_is_not_said_to_wait(day: Day) -> None:
    def readers() -> set[str]:
        with day.store.look() as work:
            incident = work.incident("I1")
            assert incident is not None
            return {hearer.organisation for hearer in hearers(incident, work, day.now)}

    asked = {"calm-inc", "quiet-inc"}
    assert asked < readers()
    day.ends()
    assert readers() == {"aoi-inc", "beni-inc", "chie-inc"}


def test_an_incident_that_goes_on_again_proposes_its_first_notices_anew(day: Day) -> None:
    drafts_an_update(day)
    day.ends()
    day.passes(1)
    day._tell(IncidentDecided(day.now, "I1", "hana", IncidentDecision.REOPEN))
    assert {(p.reason, p.lang) for p in waiting(day)} == {("first", "ja"), ("first", "en")}


def test_what_waits_for_a_part_of_an_incident_waits_until_the_whole_ends(day: Day) -> None:
    part = an_incident(ident="I9", status=IncidentStatus.MERGED, merged_into="I1")
    notice = ProposedNotice("P9", "I9", ("calm",), "first", "…", "ja", FORMS.cause, day.now)
    with day.store.work() as work:
        work.save_incident(part)
        work.save_proposal(notice)
        work.save_proposal(
            replace(notice, id="P8", incident="I404")
        )  # nobody knows that it is over
    day.passes(1)
    assert {"P8", "P9"} < {p.id for p in waiting(day)}
    day.ends()
    assert [p.id for p in waiting(day)] == ["P8"]


def test_what_waited_already_when_nothing_was_set_aside_is_within_a_minute(day: Day) -> None:
    day.ends()
    late = ProposedNotice("P9", "I1", ("calm",), "first", "…", "ja", FORMS.cause, day.now)
    with day.store.work() as work:
        work.save_proposal(late)
    day.passes(1)
    assert waiting(day) == []

"""Who uses what fails and did not report hears of it only after staff approved."""

import pytest

from bot.model.effect import Notice, Proposal
from bot.model.event import Approved
from bot.model.status import Shows
from tests.builders import FORMS
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

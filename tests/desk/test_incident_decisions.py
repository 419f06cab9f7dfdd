"""What people decide about incidents: each decision once, written down, and standing."""

from datetime import timedelta
from itertools import count

import pytest

from bot.desk.ledger import DeliveryState, Settled
from bot.model.decision import IncidentDecided, IncidentDecision
from bot.model.effect import Proposal
from bot.model.event import Approved, Rejected, Tick
from bot.model.incident import Incident, IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.recipient import Recipient
from bot.model.status import Shows
from bot.model.timeline import TimelineEntry, TimelineKind
from tests.builders import FORMS, HOSTING, PRINTS, RARE
from tests.cases import each
from tests.desk.announcing import HERE
from tests.fakes import Day, reply_in
from tests.lived import go_on

FAILS = "るりグリッドを入れた一覧画面が真っ白で開きません。昨日までは動いていました。"
WHO = ("aoba", "kita", "minami", "sora", "umi")
_keys = count(1)


@pytest.fixture
def day(knowledge: Knowledge) -> Day:
    """Five organisations report one plug-in."""
    day = Day(knowledge)
    go_on(day, reported)
    return day


def reported(day: Day) -> None:
    day.opens()
    day.report(*WHO, text=FAILS, uses=RARE)
    day.passes(2)


def decides(
    day: Day, what: IncidentDecision, about: str = "", text: str = "", **more: object
) -> None:
    fields = {"incident": "I1", "key": f"k{next(_keys)}", **more}
    day._tell(IncidentDecided(day.now, fields.pop("incident"), "hana", what, about, text, **fields))  # type: ignore[arg-type]


def later(day: Day, minutes: int) -> None:
    """One minute after so many in which nothing happened."""
    day.now += timedelta(minutes=minutes)
    day._tell(Tick(day.now))


def known(day: Day, ident: str = "I1") -> Incident:
    return next(i for i in day.incidents if i.id == ident)


def entries(day: Day, ident: str = "I1") -> list[TimelineEntry]:
    """What is written of an incident, the oldest first."""
    since = known(day, ident).raised_at
    with day.store.look() as work:
        return work.timeline([ident], since, day.now, 99)[::-1]


def talk_of(day: Day, customer: str) -> str:
    with day.store.look() as work:
        found = work.latest_conversation(customer)
    assert found is not None
    return found.id


def test_whoever_confirms_an_incident_has_its_reporters_told_once(day: Day) -> None:
    assert known(day).status is IncidentStatus.SUSPECTED
    decides(day, IncidentDecision.CONFIRM, key="once")
    decides(day, IncidentDecision.CONFIRM, key="once")
    assert known(day).status is IncidentStatus.CONFIRMED
    told = [e for e in entries(day) if e.kind is TimelineKind.DECISION]
    assert [(e.what, e.staff) for e in told] == [("confirm", "hana")]
    heard = day.heard("workaround")
    assert len(heard) == len(set(heard))
    later(day, 400)
    assert known(day).is_open


def test_a_cause_that_a_person_names_stands_whatever_is_reported(day: Day) -> None:
    assert known(day).cause == RARE.cause
    decides(day, IncidentDecision.CHANGE_CAUSE, FORMS.cause)
    day.report("yama", "kawa", text=FAILS, uses=RARE)
    assert known(day).cause == FORMS.cause
    decides(day, IncidentDecision.RULE_OUT, FORMS.cause)
    decides(day, IncidentDecision.RULE_OUT, RARE.cause)
    day.report("mori", text=FAILS, uses=RARE)
    assert {FORMS.cause, RARE.cause}.isdisjoint(known(day).suspects)


def test_it_is_resolved_and_opened_again_by_hand_and_told_both_times(day: Day) -> None:
    decides(day, IncidentDecision.CONFIRM)
    decides(day, IncidentDecision.RESOLVE)
    assert known(day).status is IncidentStatus.RESOLVED
    assert set(day.heard("recovered")) == set(WHO)
    decides(day, IncidentDecision.REOPEN)
    again = known(day)
    assert (again.status, again.relapses) == (IncidentStatus.CONFIRMED, 1)
    assert again.cause == RARE.cause
    back = [n for n in day.notices("update") if "再び" in n.text]
    assert {reader for n in back for reader in n.to} == set(WHO)
    later(day, 60)
    assert known(day).is_open
    group = known(day).group
    with day.store.look() as work:
        assert len(work.testimonies(group)) == len(WHO)
    decides(day, IncidentDecision.RESOLVE)
    assert known(day).status is IncidentStatus.RESOLVED


def test_what_was_nothing_is_withdrawn_from_those_who_were_told(day: Day) -> None:
    decides(day, IncidentDecision.CONFIRM)
    told = set(day.heard("workaround"))
    decides(day, IncidentDecision.WITHDRAW)
    assert known(day).status is IncidentStatus.WITHDRAWN
    assert "hana" in day.alerts("withdrawn")[0].text
    assert {r for n in day.notices("update") for r in n.to} >= told
    decides(day, IncidentDecision.RESOLVE)
    assert known(day).status is IncidentStatus.WITHDRAWN


@pytest.mark.slow
def test_reports_that_are_split_off_stay_apart_until_a_person_merges_them(day: Day) -> None:
    away = tuple(talk_of(day, c) for c in WHO[:2])
    decides(day, IncidentDecision.SPLIT, HOSTING.cause, conversations=away)
    assert day.members("I2") == set(WHO[:2])
    day.says(WHO[0], "まだ真っ白のままです", uses=(RARE.id,))
    day.passes(5)
    assert (day.incident_of(WHO[0]), known(day, "I2").owner) == ("I2", "hana")
    assert known(day).organisations == 3
    assert [e.about for e in entries(day) if e.what == "split"] == ["I2"]
    decides(day, IncidentDecision.MERGE, "I1", incident="I2")
    assert known(day, "I2").status is IncidentStatus.MERGED
    day.passes(10)
    assert day.members("I1") == set(WHO)
    assert known(day).organisations == 5
    assert [e.about for e in entries(day) if e.what == "merge"] == ["I2"]


def test_a_case_that_was_unlinked_does_not_come_back_by_itself(day: Day) -> None:
    case = (talk_of(day, WHO[0]),)
    decides(day, IncidentDecision.UNLINK, conversations=case)
    day.says(WHO[0], FAILS, uses=(RARE.id,))
    day.passes(10)
    assert WHO[0] not in day.members("I1")
    decides(day, IncidentDecision.LINK, conversations=case)
    day.says(WHO[0], "印刷ができません", uses=(RARE.id, PRINTS.id))
    assert day.incident_of(WHO[0]) == "I1"
    written = [(e.what, e.about) for e in entries(day) if e.kind is TimelineKind.DECISION]
    assert written == [("unlink", case[0]), ("link", case[0])]


def test_a_person_starts_an_incident_before_anybody_reports(knowledge: Knowledge) -> None:
    day = Day(knowledge)
    day.opens()
    decides(day, IncidentDecision.START, FORMS.cause, "電話で2社から", incident="", key="s")
    decides(day, IncidentDecision.START, FORMS.cause, incident="")
    assert [(i.id, i.cause, i.owner) for i in day.incidents] == [("I1", FORMS.cause, "hana")]
    later(day, 600)
    assert known(day).status is IncidentStatus.SUSPECTED
    first = entries(day)[0]
    assert (first.what, first.text, first.staff) == ("start", "電話で2社から", "hana")


@pytest.mark.slow
def test_an_update_goes_to_reporters_and_to_those_told_by_broadcast_once_approved(
    day: Day,
) -> None:
    with day.store.work() as work:
        work.save_recipients(
            [Recipient("mail:r@x.example", "mail", "r@x.example", "ja", "t", (RARE.id,))]
        )
    decides(day, IncidentDecision.CONFIRM)
    (first,) = day.every(Proposal)
    day._tell(Approved(day.now, first.proposal, "hana"))
    mails = day.store.ledger.claim("mail", HERE, 9, day.now)
    arrived = [Settled(o, DeliveryState.DELIVERED) for o in mails]
    day.store.ledger.settle(HERE, arrived, day.now)
    decides(day, IncidentDecision.PROMISE, "30")
    decides(day, IncidentDecision.DRAFT, "ja", "原因の製品は、いま修正を配っています。")
    update = day.every(Proposal)[-1]
    before = day.now
    day.passes(20)
    day._tell(Approved(day.now, update.proposal, "hana"))
    heard = [r for n in day.notices("update") if "修正を配って" in n.text for r in n.to]
    assert sorted(heard) == sorted([*WHO, "mail:r@x.example"])
    due = known(day).next_update_at
    assert due is not None
    assert (due - before).total_seconds() == 50 * 60
    decides(day, IncidentDecision.DRAFT, "ja", "引き続き、修正を配って確認しています。")
    day._tell(Approved(day.now, day.every(Proposal)[-1].proposal, "hana"))
    again = [r for n in day.notices("update") if "引き続き" in n.text for r in n.to]
    assert sorted(again) == sorted(heard)
    decides(day, IncidentDecision.DRAFT, "ja", "")
    assert "引き続き" in day.every(Proposal)[-1].text
    day._tell(Rejected(day.now, day.every(Proposal)[-1].proposal, "hana"))


def test_a_note_is_masked_and_written_once(day: Day) -> None:
    for _ in range(2):
        decides(day, IncidentDecision.NOTE, text="先方は 03-1234-5678 へ", key="n")
    decides(day, IncidentDecision.NOTE, text="")
    notes = [e.text for e in entries(day) if e.what == "note"]
    assert len(notes) == 1
    assert "1234" not in notes[0]


def test_the_timeline_has_what_the_desk_found_beside_what_people_decided(day: Day) -> None:
    decides(day, IncidentDecision.OWN)
    found = [(e.kind, e.what) for e in entries(day)]
    assert (TimelineKind.STATE, "suspected") in found
    assert (TimelineKind.DECISION, "own") in found
    assert known(day).owner == "hana"
    decides(day, IncidentDecision.OWN, "taro")
    assert known(day).owner == "taro"


@each("what", [IncidentDecision.CHANGE_CAUSE, IncidentDecision.RULE_OUT])
def test_a_decision_about_a_cause_that_names_none_is_none(day: Day, what: IncidentDecision) -> None:
    before = known(day)
    decides(day, what)
    assert known(day) == before
    assert TimelineKind.DECISION not in {e.kind for e in entries(day)}


def test_what_is_decided_once_more_changes_nothing_and_is_written_once(day: Day) -> None:
    for _ in range(2):
        decides(day, IncidentDecision.OWN)
    assert [e.what for e in entries(day) if e.kind is TimelineKind.DECISION] == ["own"]


def test_how_late_a_page_was_is_learned_from_what_has_ended(day: Day) -> None:
    def record() -> tuple[int, int]:
        with day.store.look() as work:
            feed = work.feed("hama_status")
        assert feed is not None
        return feed.record.incidents, feed.record.published

    day.feed("hama_status", Shows.MAJOR_OUTAGE)
    day.passes(3)
    assert (known(day).cause, record()) == (HOSTING.cause, (0, 0))
    decides(day, IncidentDecision.RESOLVE)
    assert record() == (1, 1)


def test_the_timeline_tells_of_another_cause_once_the_desk_finds_one(day: Day) -> None:
    def causes() -> list[str]:
        return [e.about for e in entries(day) if e.kind is TimelineKind.CAUSE]

    assert causes() == [RARE.cause]
    day.feed("hama_status", Shows.MAJOR_OUTAGE)
    day.passes(3)
    assert known(day).status is IncidentStatus.CONFIRMED
    assert causes() == [RARE.cause, HOSTING.cause]


@pytest.mark.parametrize(
    "text", ["おはようございます。本日もよろしくお願いします", "人と話したいです"]
)
def test_whoever_greets_or_wants_a_person_hears_of_a_confirmed_incident_first(
    day: Day, text: str
) -> None:
    decides(day, IncidentDecision.CONFIRM)
    reply = reply_in(day.says("mori", text, uses=(RARE.id,)))
    assert reply.text.startswith(RARE.name)
    day.passes(1)
    assert RARE.name not in reply_in(day.says("mori", "おはようございます")).text


def test_whoever_thanks_for_what_was_done_hears_nothing_of_it(day: Day) -> None:
    decides(day, IncidentDecision.CONFIRM)
    reply = reply_in(day.says("mori", "先週は領収書の件ありがとうございました", uses=(RARE.id,)))
    assert RARE.name not in reply.text


def test_whoever_does_not_use_it_hears_nothing_of_it_unless_they_ask(day: Day) -> None:
    decides(day, IncidentDecision.CONFIRM)
    reply = reply_in(day.says("mori", "おはようございます。よろしくお願いします", uses=()))
    assert RARE.name not in reply.text
    day.passes(1)
    assert RARE.name in reply_in(day.says("mori", "いま障害は出ていますか？", uses=())).text

"""Incidents as those who are in them live through them: apart, together, over, back again."""

from datetime import timedelta

import pytest

from bot.desk import incident_lifecycle, notify
from bot.desk.incident_lifecycle import untold
from bot.incidents.beliefs import Beliefs
from bot.model.facts import Watch
from bot.model.incident import Incident, IncidentStatus, ToldNotice
from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from tests.builders import CDN, FORMS, ON_THE_CDN, PLATFORM, PRINTS, RARE
from tests.fakes import Day

BLANK = "案件アプリの一覧が真っ白です。ほかのアプリは開きます"
NOTHING_ARRIVES = "今朝からフォームの回答がkintoneに入ってきません"
OVER = "何も操作していませんが、自然に直りました"
AGAIN = "また一覧が真っ白で開きません。ほかのアプリは開きます"


def the_only(day: Day) -> Incident:
    (incident,) = day.incidents
    return incident


@pytest.mark.slow
def test_two_unrelated_faults_stay_two_incidents_and_end_by_themselves(desk: Day) -> None:
    for one, other in (("aoi", "ben"), ("chie", "dai"), ("emi", "fumi")):
        desk.report(one, text=BLANK, uses=RARE)
        desk.report(other, text=NOTHING_ARRIVES, uses=FORMS)
    desk.passes(12)
    by_cause = {i.cause: i for i in desk.incidents}
    assert len(desk.incidents) == len(by_cause) == 2
    first, second = by_cause[RARE.cause], by_cause[FORMS.cause]
    assert desk.members(first.id) == {"aoi", "chie", "emi"}
    assert desk.members(second.id) == {"ben", "dai", "fumi"}
    for name in ("aoi", "chie"):
        desk.says(name, OVER)
        desk.passes(2)
    assert {i.cause: i.is_open for i in desk.incidents} == {RARE.cause: False, FORMS.cause: True}
    assert set(desk.heard("recovered")) == {"emi"}


@pytest.mark.slow
def test_what_fails_below_several_plugins_is_one_incident(knowledge: Knowledge) -> None:
    day = Day(knowledge)
    day.opens(PLATFORM, CDN, *ON_THE_CDN)
    for n in range(8):
        day.report(f"reader{n}", text=BLANK, uses=ON_THE_CDN[n % len(ON_THE_CDN)])
    day.passes(12)
    incident = the_only(day)
    assert incident.cause == CDN.cause
    assert len(day.members(incident.id)) == 8
    assert len(day.alerts("raised")) == 1
    assert incident.organisations == 8
    day.store.close()


def relapsed(day: Day, *back: str) -> None:
    """A person ends it, and half an hour later it is back for some."""
    day.ends()
    day.passes(30)
    for name in back:
        day.passes(2)
        day.says(name, AGAIN)
    day.passes(12)


@pytest.mark.slow
def test_an_incident_that_is_back_is_the_same_and_everybody_who_heard_of_its_end_hears(
    desk: Day,
) -> None:
    desk.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    desk.passes(12)
    relapsed(desk, "aoi", "ben")
    incident = the_only(desk)
    assert (incident.is_open, incident.relapses) == (True, 1)
    assert [a.action for a in desk.alerts() if a.action != "updated"] == [
        "raised",
        "recovered",
        "raised",
    ]
    assert set(desk.heard("recovered")) == {"aoi", "ben", "chie"}
    assert sorted(desk.heard("update")) == ["aoi", "ben", "chie"]


@pytest.mark.slow
def test_every_relapse_and_every_end_is_told_once(desk: Day) -> None:
    desk.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    desk.passes(12)
    for _ in range(2):
        relapsed(desk, "aoi", "ben")
    desk.ends()
    desk.passes(5)
    assert the_only(desk).relapses == 2
    assert the_only(desk).status is IncidentStatus.RESOLVED
    assert desk.heard("update").count("chie") == 2
    assert desk.heard("recovered").count("chie") == 3


@pytest.mark.slow
def test_a_report_after_the_end_is_news_and_never_joins_the_dead(desk: Day) -> None:
    desk.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    desk.passes(12)
    over = the_only(desk).id
    desk.says("aoi", OVER)
    desk.ends()
    desk.passes(30)
    assert desk.incident_of("ben") == over
    desk.says("ben", NOTHING_ARRIVES, uses=(FORMS.id,))
    assert desk.incident_of("ben") is None
    assert desk.incident_of("chie") == over
    assert not the_only(desk).is_open
    desk.report("dai", "emi", text=NOTHING_ARRIVES, uses=FORMS)
    desk.passes(12)
    assert desk.incidents[-1].cause == FORMS.cause
    assert desk.members(desk.incidents[-1].id) == {"ben", "dai", "emi"}


@pytest.mark.slow
def test_what_turns_out_to_be_one_fault_is_merged_with_its_ledger_and_ends_nothing(
    knowledge: Knowledge,
) -> None:
    day = Day(knowledge)
    day.opens(PLATFORM, CDN, *ON_THE_CDN)
    one, other, *more = ON_THE_CDN
    heard = {"ben": "first", "emi": "workaround", "fumi": "first"}
    with day.store.work() as work:  # as soon as both are raised they turn out to be one
        for incident, reader in (("I1", "ben"), ("I2", "emi"), ("I2", "fumi")):
            work.tell(incident, [ToldNotice(reader, heard[reader], day.now)])
    for product, readers in ((one, ("aoi", "ben", "chie")), (other, ("dai", "emi", "fumi"))):
        text = f"{product.name}が動きません。一覧が真っ白です"
        day.report(*readers, text=text, uses=product)
    assert [i.id for i in day.incidents] == ["I1", "I2"]
    for n, product in enumerate((*more, *more)):
        text = f"{product.name}が動きません。一覧が真っ白です"
        day.report(f"later{n}", text=text, uses=product)
    day.passes(3)
    elder = day.incidents[0]
    assert elder.cause == CDN.cause
    assert [i for i in day.incidents if i.is_open] == [elder]
    assert all(
        (i.status, i.merged_into) == (IncidentStatus.MERGED, elder.id) for i in day.incidents[1:]
    )
    assert len(day.members(elder.id)) == elder.organisations == 10
    ledger = day.told(elder.id)
    assert all(heard[reader] in ledger[reader] for reader in heard)
    assert "emi" not in day.heard("workaround")
    assert day.alerts("recovered") == []
    for name in ("dai", "later0", "later1"):
        day.says(name, OVER)
        day.passes(2)
    assert {"aoi", "ben", "chie", "emi", "fumi"} <= set(day.heard("recovered"))
    day.store.close()


def mistaken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look takes two incidents for one."""
    mistakes = [True]

    def mergeable(_: Beliefs, seen: Watch) -> tuple[Incident, Incident] | None:
        return (seen.open[0], seen.open[1]) if mistakes and mistakes.pop() else None

    monkeypatch.setattr(incident_lifecycle, "mergeable", mergeable)


@pytest.mark.slow
def test_what_turns_out_to_be_two_faults_is_split_and_nobody_is_counted_twice(
    desk: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.report("aoi", "chie", "emi", text=BLANK, uses=PRINTS)
    desk.report("ben", "dai", "fumi", text=NOTHING_ARRIVES, uses=FORMS)
    mistaken_once(monkeypatch)
    desk.passes(5)
    first, wrong, second = desk.incidents
    assert wrong.status is IncidentStatus.MERGED
    for incident, cause, readers in (
        (first, PRINTS.cause, ("aoi", "chie", "emi")),
        (second, FORMS.cause, ("ben", "dai", "fumi")),
    ):
        assert (incident.cause, incident.is_open) == (cause, True)
        assert desk.members(incident.id) == set(readers)
        assert incident.organisations == 3
        assert set(incident.tenants) == {f"{r}-inc" for r in readers}
    assert desk.alerts("recovered") == []
    said_of_both = len(desk.alerts("raised"))
    desk.passes(30)
    assert len(desk.alerts("raised")) == said_of_both  # they stay apart


@pytest.mark.slow
def test_who_is_told_of_another_fault_after_a_split_hears_of_the_end_of_that_one(
    desk: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.report("aoi", "chie", "emi", text=BLANK, uses=PRINTS)
    desk.report("ben", "dai", "fumi", text=NOTHING_ARRIVES, uses=FORMS)
    mistaken_once(monkeypatch)
    desk.passes(5)
    first, _, second = desk.incidents
    desk.says("aoi", OVER)
    desk.ends(first.id)
    desk.passes(2)
    assert set(desk.heard("recovered")) == {"chie", "emi"}
    desk.says("ben", OVER)
    desk.ends(second.id)
    desk.passes(2)
    assert set(desk.heard("recovered")) == {"chie", "emi", "dai", "fumi"}


@pytest.mark.slow
def test_announced_work_explains_reports_until_the_page_says_that_it_is_done(desk: Day) -> None:
    desk.feed("hoshi_status", Shows.MAINTENANCE_IN_PROGRESS)
    desk.report("aoi", "ben", "chie", text=NOTHING_ARRIVES, uses=FORMS)
    desk.passes(30)
    assert desk.incidents == []
    assert desk.alerts() == []
    desk.feed("hoshi_status", Shows.MAINTENANCE_COMPLETED)
    desk.report("dai", "emi", text=NOTHING_ARRIVES, uses=FORMS)
    desk.passes(3)
    incident = the_only(desk)
    assert (incident.cause, incident.is_open) == (FORMS.cause, True)
    assert {"dai", "emi"} <= desk.members(incident.id)


@pytest.mark.slow
def test_who_told_of_it_hours_ago_and_still_waits_hears_of_the_end(
    desk: Day,
) -> None:
    desk.says("gone", BLANK, uses=(RARE.id,))
    desk.now += timedelta(hours=7)
    desk.says("unsure", BLANK)
    desk.now += timedelta(hours=4)
    desk.says("early", BLANK, uses=(RARE.id,))
    desk.says("other", "印刷ボタンを押しても帳票が出ません", uses=(PRINTS.id,))
    desk.says("well", "私だけログインできません", uses=())
    desk.says("well", OVER)
    desk.now += timedelta(hours=4)
    desk.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    desk.passes(2)
    incident = the_only(desk)
    assert incident.cause == RARE.cause
    assert desk.members(incident.id) == {"early", "aoi", "ben", "chie"}
    desk.says("aoi", OVER)
    desk.ends()
    desk.passes(2)
    assert set(desk.heard("recovered")) == {"early", "ben", "chie"}


@pytest.mark.slow
def test_an_incident_whose_cause_is_open_tells_what_fails(knowledge: Knowledge) -> None:
    day = Day(knowledge)
    day.opens()
    for number in range(6):
        day.says(f"reader{number}", "アプリの一覧が表示されません。全員です")
        day.passes(3)
    incident = the_only(day)
    assert incident.cause.endswith(":any")
    assert (incident.matter.symptom, incident.matter.organisations) == ("wont_open", 6)
    day.store.close()


def test_news_for_many_is_told_a_portion_at_each_tick_and_holds_nobody_up(
    desk: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify, "PORTION", 2)
    readers = ["aoi", "ben", "chie", "dai", "emi"]
    desk.report(*readers, text=BLANK, uses=RARE)
    desk.passes(12)
    desk.ends()
    assert desk.heard("recovered") == readers[:2]
    with desk.store.look() as work:
        assert untold(work, desk.now).keys() == {"I1"}
    desk.says(
        "emi", "ありがとうございます"
    )  # a message waits for no portion, and hears its own news
    desk.says("fumi", "一覧の絞り込みの方法を教えてください")
    assert desk.heard("recovered") == ["aoi", "ben", "emi"]
    desk.passes(2)
    assert desk.heard("recovered") == ["aoi", "ben", "emi", "chie", "dai"]
    desk.passes(2)
    assert sorted(desk.heard("recovered")) == readers
    with desk.store.look() as work:
        assert untold(work, desk.now) == {}


def test_who_waits_for_news_hears_it_after_a_restart(
    desk: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify, "PORTION", 1)
    desk.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    desk.passes(12)
    desk.ends()
    desk.restarts()
    desk.passes(4)
    assert desk.heard("recovered") == ["aoi", "ben", "chie"]

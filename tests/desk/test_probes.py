"""A day with our own measurements: they raise nothing alone, speak for a cause, and tell its end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.attention import suspected
from bot.model.event import Probed
from bot.model.knowledge import Knowledge
from bot.model.probe import Importance, MeasurementStep, ProbeRef, ServiceHealth
from bot.model.status import FetchOutcome
from tests.builders import FEEDS, FORMS, HOME, HOSTING, PLATFORM, PRINTS, RARE, a_catalogue
from tests.fakes import Day, reply_in
from tests.lived import go_on

SCRIPT = ProbeRef("cdn.rurigrid.example/grid.js", RARE.id)
DELIVERY = ProbeRef("scripts.sazanami.example/health", HOME.id, names={"ja": "配信", "en": "it"})
EDITOR = ProbeRef("editor.sazanami.example/", HOME.id, Importance.LOW)
EDGE = ProbeRef("example.cybozu.com/k/v1/records.json", PLATFORM.id)
OTHER = ProbeRef("api.hoshiform.example/", FORMS.id)
PROBES = (SCRIPT, DELIVERY, EDITOR, EDGE, OTHER)

BLANK = "案件アプリの一覧が真っ白です。ほかのアプリは開きます"
OVER = "何も操作していませんが、自然に直りました"
SPINS = "アプリを開くとずっと読み込み中のままです。全員です"


@pytest.fixture
def probed(knowledge: Knowledge) -> Iterator[Day]:
    day = Day(knowledge)
    go_on(day, measured)
    yield day
    day.store.close()


def measured(day: Day) -> None:
    day.opens(probes=PROBES)
    day.passes(10)


def health_of(day: Day, product: str) -> ServiceHealth | None:
    with day.store.work() as work:
        room = day.desk._room
        assert room is not None
        found = room.around.watch(work, day.now).probes.get(product)
    return found.health if found else None


@pytest.mark.slow
def test_a_host_that_fails_is_a_note_to_staff_and_no_incident(probed: Day) -> None:
    probed.measures(SCRIPT, MeasurementStep.CONNECT)
    probed.passes(4)
    assert probed.notes == []
    probed.passes(30)
    (note,) = probed.notes
    assert RARE.name in note.text
    assert SCRIPT.id in note.text
    assert "接続できない" in note.text
    assert probed.incidents == []
    probed.measures(SCRIPT, None)
    probed.passes(5)
    probed.measures(SCRIPT, MeasurementStep.STATUS)
    probed.passes(10)
    assert len(probed.notes) == 2  # another failure is another note


def test_what_fails_for_us_leads_where_a_report_alone_leaves_it_open(knowledge: Knowledge) -> None:
    def cause(step: MeasurementStep | None) -> tuple[str, float]:
        day = Day(knowledge)
        go_on(day, measured)
        day.measures(SCRIPT, step)
        day.passes(3)
        reply = reply_in(day.says("aoi", SPINS, uses=(RARE.id, PRINTS.id)))
        day.store.close()
        return reply.cause, reply.confidence

    assert cause(MeasurementStep.ANSWER)[0] == RARE.cause
    assert cause(None)[0] != RARE.cause


@pytest.mark.slow
def test_the_home_product_is_suspected_until_it_is_measured(knowledge: Knowledge) -> None:
    def weight(*probes: ProbeRef) -> float:
        day = Day(knowledge)
        day.opens(probes=probes)
        day.passes(3)
        day.says("aoi", SPINS, uses=(HOME.id, PRINTS.id))
        room = day.desk._room
        with day.store.work() as work:
            said = work.latest_conversation("aoi")
            assert said is not None
            assert room is not None
            facts = room.around.facts(said, room.around.watch(work, day.now), work)
        day.store.close()
        found = room.triage.diagnose(facts).of(HOME.cause)
        assert found is not None
        return found.weight

    assert weight(DELIVERY, EDITOR) < weight() - 4
    assert weight(EDITOR) == weight()  # what matters was not measured


def test_who_reports_hears_that_we_tried_ourselves_and_when(probed: Day) -> None:
    text = reply_in(probed.says("aoi", "kintoneが開きません")).details
    assert "09:10にこちらから接続を試したところ、kintoneの応答はありました" in text
    assert "画面の表示まで確かめたものではありません" in text
    probed.measures(EDGE, MeasurementStep.STATUS)
    probed.passes(3)
    text = reply_in(probed.says("ben", "kintoneが開きません", uses=())).text
    assert "応答がありませんでした" in text


@pytest.mark.slow
def test_an_incident_ends_by_our_measurements_when_no_page_tells(probed: Day) -> None:
    probed.measures(SCRIPT, MeasurementStep.ANSWER)
    for customer in ("aoi", "ben", "chie"):
        probed.report(customer, text=BLANK, uses=RARE)
    probed.passes(20)
    (incident,) = probed.incidents
    assert incident.cause == RARE.cause
    probed.measures(SCRIPT, None)
    probed.passes(55)
    assert probed.incidents[0].is_open
    probed.passes(10)
    assert not probed.incidents[0].is_open
    (over,) = probed.alerts("recovered")
    assert "当社の測定" in over.text
    assert set(probed.heard("recovered")) == {"aoi", "ben", "chie"}


@pytest.mark.slow
def test_one_reporter_who_is_well_does_not_end_what_still_fails_for_us(probed: Day) -> None:
    probed.measures(SCRIPT, MeasurementStep.ANSWER)
    for customer in ("aoi", "ben", "chie"):
        probed.report(customer, text=BLANK, uses=RARE)
    probed.passes(15)
    probed.says("aoi", OVER)
    probed.passes(3)
    assert probed.incidents[0].is_open
    probed.says("ben", OVER)
    probed.passes(3)
    assert not probed.incidents[0].is_open


@pytest.mark.slow
def test_a_lost_network_is_said_and_blames_nobody(probed: Day) -> None:
    for feed in FEEDS:
        probed.feed(feed.id, FetchOutcome.UNREACHABLE)
    for probe in PROBES:
        probed.measures(probe, MeasurementStep.DNS)
    probed.passes(15)
    texts = [note.text for note in probed.notes]
    assert len(texts) == 2
    assert any("こちらの監視・外向き通信の問題" in t for t in texts)
    assert any("測定地点「main」から、どのホストにも届きません" in t for t in texts)
    assert health_of(probed, RARE.id) is None
    assert reply_in(probed.says("aoi", SPINS, uses=(RARE.id,))).cause != RARE.cause


@pytest.mark.slow
def test_feeds_that_all_fail_while_our_probes_get_out_are_a_matter_of_the_set_up(
    probed: Day,
) -> None:
    for feed in FEEDS:
        probed.feed(feed.id, FetchOutcome.UNREACHABLE)
    probed.passes(12)
    (note,) = probed.notes
    assert "測定は外部に届いています" in note.text


@pytest.mark.slow
def test_a_certificate_that_runs_out_is_told_once(probed: Day) -> None:
    until = probed.now + timedelta(days=5)

    def seen() -> None:
        event = Probed(probed.now, OTHER.id, OTHER.service, "main", None, 200, 0.2, until)
        probed._tell(event)

    for _ in range(5):
        seen()
        probed.passes(1)
    (note,) = probed.notes
    assert "api.hoshiform.example" in note.text
    assert "1月10日" in note.text


def test_what_is_no_longer_declared_counts_for_nothing_after_a_restart(probed: Day) -> None:
    probed.measures(SCRIPT, MeasurementStep.CONNECT)
    probed.passes(3)
    assert health_of(probed, RARE.id) is ServiceHealth.FAILING
    probed.opens(probes=(DELIVERY,))
    assert health_of(probed, RARE.id) is None


@pytest.mark.slow
def test_what_a_report_points_to_is_looked_at_more_often(probed: Day) -> None:
    catalogue = a_catalogue()

    def looked_at() -> frozenset[str]:
        with probed.store.work() as work:
            return suspected(work, catalogue, probed.now)

    assert looked_at() == frozenset()
    probed.says("aoi", BLANK, uses=(RARE.id,))
    assert {RARE.id, HOSTING.id, PLATFORM.id, HOME.id} <= looked_at()
    probed.passes(40)
    assert looked_at() == frozenset()


def test_probes_and_no_probes_take_reports_alike_where_nothing_was_measured(
    knowledge: Knowledge,
) -> None:
    def replies(probes: tuple[ProbeRef, ...]) -> list[str]:
        day = Day(knowledge)
        day.opens(probes=())
        if probes:
            unseen = replace(SCRIPT, id="never.example/")
            for _ in range(3):
                day._tell(Probed(day.now, unseen.id, RARE.id, "main", MeasurementStep.DNS))
        found = reply_in(day.says("aoi", SPINS, uses=(RARE.id,)))
        day.store.close()
        return [found.cause, found.text]

    assert replies(()) == replies((SCRIPT,))

"""Whatever is reported in whatever order: nobody counted twice, nobody told twice, nothing lost."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.model.catalogue import Product
from bot.model.incident import ENDINGS, IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from bot.model.tenant_report import NO_INCIDENT
from bot.store import tables
from bot.store.sql import SqlStore
from tests import shipped
from tests.builders import FORMS, MORNING, POPULAR, PRINTS, RARE
from tests.examples import often
from tests.fakes import Day, seen_by_another, seen_by_the_desk

BLANK = "案件アプリの一覧が真っ白です。ほかのアプリは開きます"
NOTHING_ARRIVES = "今朝からフォームの回答がkintoneに入ってきません"
OVER = "何も操作していませんが、自然に直りました"
PEOPLE = ("aoi", "ben", "chie", "dai", "emi", "fumi", "gen", "hana")
COLLEAGUES = {"gen": "kita-inc", "hana": "kita-inc"}
PLUGINS = (RARE, PRINTS, POPULAR)
PAGES = ("hoshi_status", "tanpopo_status", "hama_status")

Deed = tuple[str, str, Product | Shows | None]
PERSON = st.sampled_from(PEOPLE)
DEEDS: st.SearchStrategy[list[Deed]] = st.lists(
    st.one_of(
        st.tuples(st.just("blank"), PERSON, st.sampled_from(PLUGINS)),
        st.tuples(st.just("blank"), PERSON, st.just(RARE)),
        st.tuples(st.just("form"), PERSON, st.just(FORMS)),
        st.tuples(st.just("off"), PERSON, st.sampled_from(PLUGINS)),
        st.tuples(st.just("over"), PERSON, st.none()),
        st.tuples(
            st.just("page"),
            st.sampled_from(PAGES),
            st.sampled_from([Shows.MAJOR_OUTAGE, Shows.RESOLVED]),
        ),
    ),
    min_size=8,
    max_size=20,
)


def lived(deeds: list[Deed], knowledge: Knowledge) -> Day:
    day = Day(knowledge)
    day.opens()
    for n, (deed, who, what) in enumerate(deeds):
        tenant = COLLEAGUES.get(who, "")
        if isinstance(what, Shows):
            day.feed(who, what)
        elif what is None:
            day.says(who, OVER, tenant=tenant)
        elif deed == "off":
            day.says(who, f"{what.name}を無効にしたら開きました", tenant=tenant)
        else:
            text = NOTHING_ARRIVES if deed == "form" else BLANK
            day.says(who, text, uses=(what.id,), tenant=tenant)
        day.passes(2 + 9 * (n % 3 == 2))
    day.passes(15)
    return day


@pytest.mark.slow
@settings(max_examples=often(4))
@given(DEEDS)
def test_any_day_is_kept_in_order(deeds: list[Deed]) -> None:
    knowledge = shipped.knowledge()
    day = lived(deeds, knowledge)
    assert seen_by_the_desk(day) == seen_by_another(day, knowledge)
    nobody_is_counted_twice(day)
    nobody_is_told_twice(day)
    day.store.close()


def nobody_is_counted_twice(day: Day) -> None:
    """An open incident counts whom its reports are from; who wrote anew since an end is elsewhere."""
    incidents = day.incidents
    with day.store.work() as work:
        for incident in incidents:
            members = list(work.members(incident.id))
            tenants = {c.tenant for c in members}
            if incident.status is IncidentStatus.MERGED:
                assert members == []
            if incident.is_open and not incident.relapses:
                assert incident.organisations == len(tenants)
                assert set(incident.tenants) == tenants
        counted = {s.testimony.tenant for s in work.statements(0) if not s.group}
        free = {c.tenant for c in work.unexplained(MORNING)}
        assert {t for t in counted if work.testimony(NO_INCIDENT, t)} <= free


def nobody_is_told_twice(day: Day) -> None:
    assert isinstance(day.store, SqlStore)
    with day.store.work() as work:
        entries = work._connection.execute(select(tables.told)).all()
    once = {"workaround", "recovered", "reenable", "withdrawn", "relapse", "is_it_over"}
    told = Counter((e.incident, e.customer, e.reason, e.life) for e in entries if e.reason in once)
    assert [entry for entry, count in told.items() if count > 1] == []
    ends = Counter((e.incident, e.customer, e.life) for e in entries if e.reason in ENDINGS)
    assert [entry for entry, count in ends.items() if count > 1] == []
    raised = Counter(a.incident for a in day.alerts("raised"))
    assert raised == {i.id: i.relapses + 1 for i in day.incidents}

"""What the desk may expect of any store about many reports: members, testimonies, the ledger."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk.ports import Store, UnitOfWork
from bot.incidents.counts_by_group import CountsByGroup
from bot.model.incident import ToldNotice
from bot.model.tenant_report import NO_INCIDENT
from bot.store import crowds
from bot.store.errors import StoreError
from tests.examples import often
from tests.store.builders import MINUTE, NOON, a_member, a_testimony
from tests.store.databases import in_memory

LATER = NOON + 60 * MINUTE


def test_the_conversations_of_an_organisation_with_an_incident_newest_first(store: Store) -> None:
    with store.work() as work:
        for place, ident in enumerate(("c1", "c2", "c3")):
            work.save_conversation(a_member(ident, tenant="acme"), NOON + place * MINUTE)
        work.save_conversation(a_member("free", None, tenant="acme"), NOON)
        work.save_conversation(a_member("other", "I2", tenant="acme"), NOON)
        work.save_conversation(a_member("stranger"), NOON)
        found = work.conversations_of("acme", "I1", NOON + MINUTE)
        assert [c.id for c in found] == ["c3", "c2"]
        assert [c.id for c in work.conversations_of("acme", "I1", NOON, limit=1)] == ["c3"]
        assert work.conversations_of("acme", None, NOON) == [a_member("free", None, tenant="acme")]
        assert work.conversations_of("nobody", None, NOON) == []


def test_the_unexplained_told_of_trouble_lately_and_have_no_incident(store: Store) -> None:
    with store.work() as work:
        work.save_conversation(a_member("old", None), NOON)
        work.save_conversation(a_member("late", None, opened_at=LATER), LATER)
        work.save_conversation(a_member("early", None), LATER)
        work.save_conversation(a_member("explained"), LATER)
        work.save_conversation(a_member("calm", None, reported_at=None), LATER)
        assert [c.id for c in work.unexplained(NOON + MINUTE)] == ["early", "late"]


def test_organisations_without_an_explanation_are_counted_once_an_hour(store: Store) -> None:
    with store.work() as work:
        for ident in ("a1", "a2"):
            work.save_conversation(a_member(ident, None, tenant="acme"), NOON)
        work.save_conversation(a_member("b1", None), NOON)
        work.save_conversation(a_member("c1"), NOON)
        work.save_conversation(a_member("next", None, reported_at=LATER), LATER)
        assert work.unexplained_tenants(NOON, LATER) == 2
        assert work.unexplained_tenants(LATER, LATER + 60 * MINUTE) == 1
        assert work.unexplained_tenants(LATER + MINUTE, LATER + 60 * MINUTE) == 0


def test_members_are_read_oldest_first_and_as_many_as_wanted(store: Store) -> None:
    with store.work() as work:
        for place, ident in enumerate(("c9", "c10", "c2")):
            work.save_conversation(a_member(ident), NOON + place * MINUTE)
        work.save_conversation(a_member("other", "I2"), NOON)
        assert [c.id for c in work.members("I1")] == ["c9", "c10", "c2"]
        assert [c.id for c in work.members("I1", since=NOON + MINUTE)] == ["c10", "c2"]
        assert [c.id for c in work.members("I1", limit=2)] == ["c9", "c10"]
        assert list(work.members("I1", limit=0)) == []
        assert list(work.members("I3")) == []


@pytest.mark.parametrize("count", [3, 4, 5])
def test_members_may_be_saved_and_moved_while_they_are_read(
    store: Store, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowds, "PAGE", 2)
    with store.work() as work:
        for n in range(count):
            work.save_conversation(a_member(f"c{n}"), NOON)
        seen = []
        for member in work.members("I1"):
            seen.append(member.id)
            work.save_conversation(replace(member, incident="I2"), LATER)
        assert seen == [f"c{n}" for n in range(count)]
        assert [c.id for c in work.members("I2")] == seen
        assert list(work.members("I1")) == []
        assert len(list(work.members("I2", limit=3))) == 3


def entry(customer: str, reason: str, life: int = 0) -> ToldNotice:
    return ToldNotice(customer, reason, NOON, life)


def test_the_ledger_answers_for_one_and_for_all(store: Store) -> None:
    with store.work() as work:
        work.tell("I1", [entry("sato", "update"), entry("kato", "update")])
        work.tell("I1", [entry("sato", "workaround")])
        work.tell("I2", [entry("sato", "first")])
        work.tell("I1", [])
        assert work.told("I1", 0) == {
            "sato": frozenset({"update", "workaround"}),
            "kato": frozenset({"update"}),
        }
        assert work.told("I1", 0, "kato") == {"kato": frozenset({"update"})}
        assert work.told("I1", 0, "nobody") == {}
        assert work.told("I3", 0) == {}


@pytest.mark.parametrize("reason", ["recovered", "reenable", "withdrawn"])
def test_what_told_of_an_end_counts_in_its_own_life_only(store: Store, reason: str) -> None:
    with store.work() as work:
        work.tell("I1", [entry("sato", "workaround"), entry("sato", reason)])
        assert work.told("I1", 0, "sato")["sato"] == {"workaround", reason}
        assert work.told("I1", 1, "sato")["sato"] == {"workaround"}
        work.tell("I1", [entry("sato", reason, 1)])
        assert work.told("I1", 1, "sato")["sato"] == {"workaround", reason}
        assert work.told("I1", 2, "sato")["sato"] == {"workaround"}


def test_that_it_is_back_is_told_once_in_every_life(store: Store) -> None:
    with store.work() as work:
        work.tell("I1", [entry("sato", "relapse", 1)])
        assert work.told("I1", 1, "sato")["sato"] == {"relapse"}
        assert work.told("I1", 2, "sato") == {}


def test_an_entry_too_long_for_an_index_is_refused(store: Store) -> None:
    with store.work() as work, pytest.raises(StoreError, match="500 are the most"):
        work.tell("I1", [entry("x" * 501, "update")])


def test_a_testimony_comes_back_exactly_and_replaces_the_one_before(store: Store) -> None:
    first, second = a_testimony(), a_testimony(after=5, weight=9.5)
    with store.work() as work:
        assert work.testimony(NO_INCIDENT, "acme") is None
        work.testify(NO_INCIDENT, "acme", first)
        assert work.testimony(NO_INCIDENT, "acme") == first
        work.testify(NO_INCIDENT, "acme", second)
        assert work.testimony(NO_INCIDENT, "acme") == second
        assert work.testimony("I1", "acme") is None
        assert work.testimony(NO_INCIDENT, "bolt") is None
        work.testify(NO_INCIDENT, "acme", None)
        assert work.testimony(NO_INCIDENT, "acme") is None
        work.testify(NO_INCIDENT, "acme", None)


def test_all_that_counts_in_a_group_is_read_in_order(store: Store) -> None:
    acme, bolt = a_testimony(), replace(a_testimony(), tenant="bolt")
    with store.work() as work:
        assert work.testimonies("I1") == []
        for said in (acme, bolt):
            work.testify("I1", said.tenant, said)
        work.testify("I2", "acme", acme)
        assert work.testimonies("I1") == [acme, bolt]
        again = a_testimony(weight=9.5)
        work.testify("I1", "acme", again)
        work.testify("I1", "bolt", None)
        assert work.testimonies("I1") == [again]
        work.disband("I1")
        assert work.testimonies("I1") == []
        assert work.testimonies("I2") == [acme]


def test_the_log_says_what_began_and_what_stopped_to_count_in_order(store: Store) -> None:
    first, second = a_testimony(), a_testimony(weight=9.5)
    with store.work() as work:
        work.testify(NO_INCIDENT, "acme", first)
        seen = list(work.statements(0))
        assert [(s.group, s.counts, s.testimony) for s in seen] == [(NO_INCIDENT, True, first)]
        last = seen[-1].number
        work.testify(NO_INCIDENT, "acme", first)  # the same again is no news
        assert list(work.statements(last)) == []
        work.testify(NO_INCIDENT, "acme", second)
        work.testify("I1", "acme", second)
        news = list(work.statements(last))
    assert [(s.group, s.counts, s.testimony) for s in news] == [
        (NO_INCIDENT, False, first),
        (NO_INCIDENT, True, second),
        ("I1", True, second),
    ]
    numbers = [last, *(s.number for s in news)]
    assert numbers == sorted(set(numbers))


def test_a_disbanded_group_says_nothing_and_its_numbers_are_not_used_again(store: Store) -> None:
    with store.work() as work:
        work.testify("I1", "acme", a_testimony())
        work.testify("I2", "acme", a_testimony())
        *_, last = (s.number for s in work.statements(0))
        work.disband("I2")
        assert work.testimony("I2", "acme") is None
        assert work.testimony("I1", "acme") == a_testimony()
        work.testify("I3", "acme", a_testimony())
        assert [s.group for s in work.statements(last)] == ["I3"]


def test_old_testimonies_go_unless_they_count_in_an_incident(store: Store) -> None:
    old, young = a_testimony(), a_testimony("bolt", after=60)
    with store.work() as work:
        work.testify(NO_INCIDENT, "acme", old)
        work.testify(NO_INCIDENT, "bolt", young)
        work.testify("I1", "acme", old)
        work.testify("I1", "bolt", old)
        work.testify("I1", "bolt", young)
        work.forget_testimonies(NOON + MINUTE)
        assert work.testimony(NO_INCIDENT, "acme") is None
        assert work.testimony(NO_INCIDENT, "bolt") == young
        assert work.testimony("I1", "acme") == old
        assert work.testimony("I1", "bolt") == young
        assert all(s.counts for s in work.statements(0))


GROUPS = ("I1", "I2")
DEEDS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["acme", "bolt"]),
            st.sampled_from(GROUPS),
            st.one_of(st.none(), st.integers(0, 20)),
        ),
        st.sampled_from(["follow", "forget"]),
    ),
    max_size=14,
)


@settings(max_examples=often(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DEEDS)
def test_whoever_reads_the_log_and_whenever_hears_the_same(deeds: list[object]) -> None:
    """Reading on from where one stopped comes to what reading from the beginning comes to."""
    store = in_memory()
    following = CountsByGroup()
    with store.work() as work:
        for deed in deeds:
            match deed:
                case (str(tenant), str(group), int(minutes)):
                    said = a_testimony(tenant, after=minutes, weight=minutes / 2)
                    work.testify(group, tenant, said)
                case (str(tenant), str(group), None):
                    work.testify(group, tenant, None)
                case _:
                    follow(following, work)
            if deed == "forget":  # what is replaced and old goes; who follows has read it long ago
                work.forget_testimonies(NOON + 10 * MINUTE)
            late = CountsByGroup()
            follow(late, work)
            follow(late, work)
            check(late, work)
        follow(following, work)
        check(following, work)
    store.close()


def follow(tallies: CountsByGroup, work: UnitOfWork) -> None:
    tallies.fold(work.statements(tallies.last))


def check(tallies: CountsByGroup, work: UnitOfWork) -> None:
    """The tallies hold what the store says counts now, and nothing else."""
    for group in GROUPS:
        given = [t for n in ("acme", "bolt") if (t := work.testimony(group, n)) is not None]
        tally = tallies.of(group)
        assert tally.organisations("plugin:kumo") == len(given)
        assert tally.newest == max((t.at for t in given), default=None)
        assert bool(tally.causes()) == bool(given)


def test_an_attempt_that_fails_is_undone_and_what_was_done_before_stands(store: Store) -> None:
    with store.work() as work:
        work.remember("before", "yes")
        with pytest.raises(ZeroDivisionError), work.attempt():
            change_and_break(work)
        with pytest.raises(Exception), work.attempt():  # noqa: B017, PT011  each database has its own
            work.remember("nothing", None)  # type: ignore[arg-type]
        with work.attempt():
            work.remember("after", "yes")
    with store.work() as work:
        assert [work.recall(key) for key in ("before", "noted", "after")] == ["yes", None, "yes"]
        assert work.number("ticket") == 1


def change_and_break(work: UnitOfWork) -> None:
    work.remember("noted", "yes")
    assert work.recall("noted") == "yes"
    assert work.number("ticket") == 1
    raise ZeroDivisionError

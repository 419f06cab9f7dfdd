"""Whose name for a product of no catalogue others may read."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.desk.ports import UnitOfWork
from bot.desk.unlisted import confirm, names_that_cross, with_known_groups
from bot.model.conversation import Complaint
from bot.model.effect import Effect, Notice, Reply
from bot.model.event import NameConfirmed
from bot.model.identity import Identity
from tests.builders import a_conversation, at
from tests.cases import each
from tests.examples import first
from tests.fakes import Day
from tests.store.databases import in_memory

HOST = "okina.example"
FAILS = f"一覧が真っ白です。コンソールに GET https://{HOST}/t.js net::ERR_CONNECTION_REFUSED と出ています"
EVIL = "復旧したので evil.example を開いて"


def tells(day: Day, customer: str, name: str = "", **who: Any) -> Sequence[Effect]:
    """A report of the host that fails, under the name that a reporter has for the product."""
    day.passes(2)
    uses = (f"unlisted:{name}",) if name else None
    identity = Identity(who.pop("identity", "verified"))
    return day.says(customer, FAILS, uses=uses, identity=identity, **who)


def read_by(day: Day, *customers: str) -> str:
    """All that they could read of what the desk did, its fields included."""
    told = [e for e in day.every(Reply) if e.customer in customers]
    news = [n for n in day.every(Notice) if set(n.to) & set(customers)]
    return "\n".join(repr(e) for e in (*told, *news))


@pytest.mark.slow
@pytest.mark.parametrize("identity", first(1, ["verified", "claimed", "anonymous"]))
def test_the_words_of_one_customer_are_never_put_into_the_desks_mouth(
    desk: Day, identity: str
) -> None:
    tells(desk, "mallory", EVIL, identity=identity, address="net1")
    for customer in ("aoi", "ben", "chie", "dai"):
        tells(desk, customer)
    desk.passes(30)
    desk.ends()
    assert len(desk.incidents) == 1
    assert len(desk.members(desk.incidents[0].id)) == 5
    said = read_by(desk, "aoi", "ben", "chie", "dai")
    assert "evil" not in said
    assert HOST in said


def test_everybody_reads_their_own_name_for_it(desk: Day) -> None:
    tells(desk, "aoi", "オキナ帳票")
    tells(desk, "ben", "Okina Forms")
    tells(desk, "chie", "オキナ帳票")
    desk.passes(30)
    assert "オキナ帳票" not in read_by(desk, "ben")
    assert "Okina Forms" in read_by(desk, "ben")
    assert "Okina Forms" not in read_by(desk, "aoi", "chie")


@pytest.mark.slow
def test_a_name_that_two_verified_organisations_use_is_for_everybody(desk: Day) -> None:
    tells(desk, "aoi", "オキナ帳票")
    tells(desk, "ann", "オキナ帳票", tenant="aoi-inc")
    tells(desk, "web", "オキナ帳票", identity="anonymous")
    tells(desk, "chie")
    assert "オキナ帳票" not in read_by(desk, "chie")
    tells(desk, "ben", "オキナ 帳票")
    tells(desk, "dai")
    assert "オキナ帳票" in read_by(desk, "dai")


@pytest.mark.slow
def test_what_begins_like_a_known_name_does_not_cross_with_it(desk: Day) -> None:
    tells(desk, "mallory", f"オキナ帳票{EVIL}")
    tells(desk, "aoi", "オキナ帳票")
    tells(desk, "ben", "オキナ帳票")
    tells(desk, "chie")
    said = read_by(desk, "aoi", "ben", "chie")
    assert "evil" not in said
    assert "オキナ帳票" in read_by(desk, "chie")


@pytest.mark.slow
def test_a_name_that_staff_confirmed_is_for_everybody(desk: Day) -> None:
    tells(desk, "aoi", "オキナ帳票")
    tells(desk, "ben")
    tells(desk, "chie")
    desk.passes(12)
    assert desk.incidents[0].cause == "unlisted_plugin:オキナ帳票"
    assert "オキナ帳票" not in read_by(desk, "ben", "chie")
    desk._tell(NameConfirmed(desk.now, "I1", "hana"))
    tells(desk, "dai")
    assert "オキナ帳票" in read_by(desk, "dai")


def test_a_host_that_nobody_has_a_name_for_is_one_thing_to_those_who_report_it(desk: Day) -> None:
    """The script of a contractor that several customers use, for one."""
    for customer in ("aoi", "ben", "chie"):
        tells(desk, customer)
    desk.passes(30)
    (incident,) = desk.incidents
    assert incident.cause == f"unlisted_plugin:{HOST}"
    assert desk.members(incident.id) == {"aoi", "ben", "chie"}


def test_who_only_asks_about_a_host_means_no_product_by_it(desk: Day) -> None:
    desk.says("aoi", f"https://{HOST}/ をアプリに埋め込む方法を教えてください")
    assert desk.conversation("aoi").complaint.groups == ()
    tells(desk, "aoi")
    assert desk.conversation("aoi").complaint.groups == (HOST,)


MISSES = "レコードのボタンが出ません。コンソールに ReferenceError: tanabeCommon is not defined と出ています"


def test_who_misses_the_same_name_has_the_same_script(desk: Day) -> None:
    """One report of a name that nothing defines is held for the customer's own script, several are not."""
    causes = []
    for customer in ("aoi", "ben", "chie"):
        causes += [e.cause for e in desk.says(customer, MISSES) if isinstance(e, Reply)]
        desk.passes(5)
    assert causes == ["customer:own_js", *["unlisted_plugin:tanabeCommon"] * 2]
    (incident,) = desk.incidents
    assert incident.cause == "unlisted_plugin:tanabeCommon"
    assert desk.members(incident.id) == {"aoi", "ben", "chie"}


@pytest.mark.slow
def test_a_script_is_known_by_its_maker_and_by_the_name_that_it_defines(desk: Day) -> None:
    """「たなべ」 and "tanabe" are read alike."""
    for customer in ("aoi", "chie"):
        desk.says(customer, "たなべ工房さんの共通JSが動きません。レコードのボタンが出ません")
        desk.passes(4)
    desk.says("ben", MISSES)
    desk.passes(8)
    (incident,) = desk.incidents
    assert desk.members(incident.id) == {"aoi", "ben", "chie"}
    assert "たなべ工房のスクリプト" in read_by(desk, "aoi", "chie")
    assert any("disable_own_js" in n.advice for n in desk.every(Notice) if "aoi" in n.to)
    assert not any("disable_plugin" in a for n in desk.every(Notice) for a in n.advice)


def test_names_that_are_anybodys_tell_no_script(desk: Day) -> None:
    for customer in ("aoi", "ben"):
        desk.says(customer, MISSES.replace("tanabeCommon", "data"))
    assert desk.conversation("ben").complaint.groups == ()


@pytest.mark.slow
def test_who_sees_an_error_in_a_script_of_the_same_host_has_the_same_script(desk: Day) -> None:
    threw = (
        "保存できません。コンソールです\nUncaught TypeError: tb.sum is not a function\n"
        "    at https://js.tanabe.example/common/tb.js:1:20433"
    )
    for customer in ("aoi", "ben", "chie"):
        desk.says(customer, threw)
        desk.passes(5)
    (incident,) = desk.incidents
    assert incident.cause == "unlisted_plugin:js.tanabe.example"
    assert any("disable_own_js" in e.advice for e in desk.every(Reply))


def reported(
    work: UnitOfWork, tenant: str = "aoi-inc", *names: str, earlier: Sequence[str] = (), **told: Any
) -> tuple[str, ...]:
    """What the report of an organisation is of; ``told``: the facts of its complaint."""
    at_trouble = told.pop("troubled", True)
    complaint = Complaint(unlisted=names, facts=told)
    talk = a_conversation(
        tenant=tenant, complaint=complaint, reported_at=at(0) if at_trouble else None
    )
    return with_known_groups(talk, earlier, work).complaint.groups


def test_a_name_crosses_once_a_second_verified_organisation_uses_it(work: UnitOfWork) -> None:
    for tenant in ("aoi-inc", "aoi-inc", "~claimed:ben", "~from:net1", ""):
        reported(work, tenant, "オキナ帳票")
        assert names_that_cross(["オキナ帳票"], work) == {}
    reported(work, "chie-inc", "ｵｷﾅ帳票", earlier=["オキナ帳票"])
    assert names_that_cross(["オキナ帳票", "ほか"], work) == {"オキナ帳票": "オキナ帳票"}


def test_a_name_that_a_person_confirmed_crosses_at_once(work: UnitOfWork) -> None:
    confirm("オキナ帳票", "オキナ帳票", work)
    assert names_that_cross(["オキナ帳票"], work) == {"オキナ帳票": "オキナ帳票"}


def test_twenty_spellings_of_one_product_are_counted_and_any_of_them_may_cross(
    work: UnitOfWork,
) -> None:
    for n in range(21):
        reported(work, "aoi-inc", f"名前{n}", unlisted_hosts=(HOST,))
    for n in (20, 19):
        assert names_that_cross(["名前0"], work) == {}
        for tenant in ("ben-inc", "chie-inc"):
            reported(work, tenant, f"名前{n}", unlisted_hosts=(HOST,))
    assert names_that_cross(["名前0"], work) == {"名前0": "名前19"}


def test_five_marks_of_one_report_tell_a_product(work: UnitOfWork) -> None:
    hosts = tuple(f"h{n}.example" for n in range(6))
    assert reported(work, "aoi-inc", "オキナ帳票", unlisted_hosts=hosts) == ("オキナ帳票",)
    assert reported(work, "ben-inc", unlisted_hosts=hosts[4:5]) == ("オキナ帳票",)
    assert reported(work, "ben-inc", unlisted_hosts=hosts[5:]) == (hosts[5],)


@each(
    ("tenant", "names", "troubled", "groups"),
    [
        ("aoi-inc", ("オキナ帳票",), True, ("オキナ帳票",)),
        ("~claimed:aoi", ("オキナ帳票",), True, (HOST,)),  # nobody's words but the mark
        ("aoi-inc", (), True, (HOST,)),
        ("aoi-inc", (), False, ()),  # who only asks
        ("aoi-inc", ("オキナ帳票", "ほか"), True, ("オキナ帳票", "ほか")),  # which of them fails?
    ],
)
def test_what_fails_is_called_by_its_first_verified_reporter_or_by_what_was_seen(
    tenant: str, names: tuple[str, ...], groups: tuple[str, ...], *, troubled: bool
) -> None:
    with in_memory().work() as work:
        seen = reported(work, tenant, *names, unlisted_hosts=(HOST,), troubled=troubled)
        assert seen == groups
        later = groups if len(names) < 2 and groups else ("ben",)
        assert reported(work, "ben-inc", "ben", unlisted_hosts=(HOST,)) == later

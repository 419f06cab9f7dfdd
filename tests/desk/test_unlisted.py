"""Whose name for a product of no catalogue others may read."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.model.effect import Effect, Notice, Reply
from bot.model.event import NameConfirmed
from bot.model.identity import Identity
from tests.examples import first
from tests.fakes import Day

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

"""Accounts and sessions of staff, on every database."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.ports import Store
from bot.desk.staff_accounts import (
    AccountError,
    StaffStore,
    accept,
    add,
    changed,
    connect_slack,
    give_role,
    invite,
    invited,
    named,
    remove,
    set_password,
)
from bot.model.staff import IDLE, INVITED_FOR, LONGEST, Account, Role, StaffSession
from tests.builders import MORNING

MINUTE = timedelta(minutes=1)


def made(
    staff: StaffStore, name: str, role: Role = Role.AGENT, *, signs_in: bool = True
) -> Account:
    account, key = changed(staff, lambda held: add(held, name, role, "", MORNING))
    return changed(staff, lambda held: accept(held, key, "hash", MORNING)) if signs_in else account


def a_session(key: str, account: Account | None = None, name: str = "佐藤") -> StaffSession:
    ident = account.id if account is not None else ""
    return StaffSession(key, name, Role.AGENT, MORNING, MORNING, ident, "Firefox", "192.0.2.0/24")


def keys(staff: StaffStore, account: Account | None = None) -> set[str]:
    ident = account.id if account is not None else None
    return {session.key for session in staff.sessions(MORNING, ident)}


def test_an_account_is_kept_as_it_was_made_and_changed(store: Store) -> None:
    staff = store.staff
    sato = made(staff, " 佐藤\u200b ")
    made(staff, "加藤", Role.ADMIN)
    changed(staff, lambda held: give_role(held, sato.id, Role.LEAD))
    changed(staff, lambda held: connect_slack(held, sato.id, "U0SATO"))
    found = named(staff.accounts(), "佐 藤")
    assert found is not None
    assert found == replace(sato, role=Role.LEAD, slack="U0SATO")
    assert (found.name, found.can_sign_in) == ("佐藤", True)


def test_a_change_that_is_refused_keeps_nothing(store: Store) -> None:
    made(store.staff, "佐藤", Role.ADMIN)
    before = store.staff.accounts()

    def both(held: dict[str, Account]) -> Account:
        add(held, "鈴木", Role.AGENT, "", MORNING)
        return add(held, "佐藤", Role.AGENT, "", MORNING)[0]

    with pytest.raises(AccountError, match="taken"):
        changed(store.staff, both)  # type: ignore[arg-type]  # any mapping will do
    assert store.staff.accounts() == before


def test_two_who_change_accounts_at_once_lose_nothing(store: Store) -> None:
    staff, begin = store.staff, threading.Barrier(4)

    def add_one(number: int) -> None:
        begin.wait()
        changed(staff, lambda held: add(held, f"人{number}", Role.AGENT, "", MORNING))

    threads = [threading.Thread(target=add_one, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [account.name for account in staff.accounts()] == ["人0", "人1", "人2", "人3"]


def test_a_link_works_once_and_for_three_days_and_only_the_newest(store: Store) -> None:
    staff = store.staff
    sato, first = changed(staff, lambda held: add(held, "佐藤", Role.AGENT, "", MORNING))
    _, second = changed(staff, lambda held: invite(held, sato.id, MORNING))
    assert first not in str(staff.accounts())
    assert invited(staff.accounts(), first, MORNING) is None
    assert invited(staff.accounts(), second, MORNING + INVITED_FOR) is None
    assert invited(staff.accounts(), "", MORNING) is None
    changed(staff, lambda held: accept(held, second, "hash", MORNING))
    with pytest.raises(AccountError, match="invitation"):
        changed(staff, lambda held: accept(held, second, "another", MORNING))


def test_another_password_closes_a_link_that_was_open(store: Store) -> None:
    staff = store.staff
    sato = made(staff, "佐藤")
    _, key = changed(staff, lambda held: invite(held, sato.id, MORNING))
    changed(staff, lambda held: set_password(held, sato.id, "another"))
    assert invited(staff.accounts(), key, MORNING) is None


def test_there_is_an_admin_as_long_as_there_is_anybody_else(store: Store) -> None:
    staff = store.staff
    boss = made(staff, "加藤", Role.ADMIN)
    sato = made(staff, "佐藤")
    made(staff, "鈴木", Role.ADMIN, signs_in=False)
    with pytest.raises(AccountError, match="last_admin"):
        changed(staff, lambda held: give_role(held, boss.id, Role.LEAD))
    with pytest.raises(AccountError, match="last_admin"):
        changed(staff, lambda held: remove(held, boss.id))
    changed(staff, lambda held: give_role(held, sato.id, Role.ADMIN))
    changed(staff, lambda held: remove(held, boss.id))
    assert [account.name for account in staff.accounts()] == ["佐藤", "鈴木"]


@pytest.mark.parametrize("slack", ["U0SATO", "hana"])
def test_nobody_is_somebody_else_in_slack(store: Store, slack: str) -> None:
    sato, suzuki = made(store.staff, "佐藤"), made(store.staff, "鈴木")
    changed(store.staff, lambda held: connect_slack(held, sato.id, "U0SATO"))
    with pytest.raises(AccountError, match="slack"):
        changed(store.staff, lambda held: connect_slack(held, suzuki.id, slack))


def test_a_session_has_the_role_that_its_account_has_now(store: Store) -> None:
    staff = store.staff
    made(staff, "加藤", Role.ADMIN)
    sato = made(staff, "佐藤")
    assert staff.begin_session(a_session("k", sato, "佐藤"), instead=False)
    changed(staff, lambda held: give_role(held, sato.id, Role.VIEWER))
    found = staff.sessions_by(["k"]).get("k")
    assert found is not None
    assert (found.role, found.name, found.device) == (Role.VIEWER, "佐藤", "Firefox")
    changed(staff, lambda held: remove(held, sato.id))
    assert staff.sessions_by(["k"]).get("k") is None
    assert keys(staff) == set()


@pytest.mark.slow
def test_many_sessions_are_read_at_once(store: Store) -> None:
    staff = store.staff
    keys_of_all = [f"k{n}" for n in range(200)]
    for key in keys_of_all:
        assert staff.begin_session(a_session(key, name=f"担当{key}"), instead=False)
    staff.end_session("k7", MORNING)
    found = staff.sessions_by([*keys_of_all, "nobody's"])
    assert {key: s.key for key, s in found.items()} == {k: k for k in keys_of_all if k != "k7"}
    assert staff.sessions_by([]) == {}


def test_sessions_end_one_by_one_and_all_but_one(store: Store) -> None:
    staff = store.staff
    sato, suzuki = made(staff, "佐藤"), made(staff, "鈴木")
    for key, account in (("a", sato), ("b", sato), ("c", sato), ("d", suzuki)):
        assert staff.begin_session(a_session(key, account, account.name), instead=False)
    staff.end_session("a", MORNING)
    assert (staff.sessions_by(["a"]).get("a"), keys(staff, sato)) == (None, {"b", "c"})
    staff.end_sessions(sato.id, MORNING, but="c")
    assert keys(staff) == {"c", "d"}


def test_a_name_without_an_account_belongs_to_one_browser(store: Store) -> None:
    staff = store.staff
    assert staff.begin_session(a_session("a"), instead=False)
    assert not staff.begin_session(a_session("b", name="佐 藤"), instead=False)
    assert staff.begin_session(a_session("b", name="佐 藤"), instead=True)
    assert keys(staff) == {"b"}


def test_a_session_lasts_as_long_as_it_is_used_and_never_over_night(store: Store) -> None:
    staff = store.staff
    assert staff.begin_session(a_session("k"), instead=False)
    staff.use_session("k", MORNING + IDLE - MINUTE)
    used = staff.sessions_by(["k"]).get("k")
    assert used is not None
    assert used.is_live(MORNING + IDLE)
    assert [s.key for s in staff.sessions(MORNING + IDLE)] == ["k"]
    assert staff.sessions(MORNING + 2 * IDLE) == []
    staff.use_session("k", MORNING + LONGEST)
    assert staff.sessions(MORNING + LONGEST) == []
    assert staff.seen_since(MORNING + LONGEST) == ["佐藤"]

"""The rules for changing the accounts of staff."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from bot.desk.staff_accounts import (
    AccountError,
    accept,
    add,
    connect_slack,
    give_role,
    invite,
    invited,
    named,
    remove,
    set_password,
    vouched_for,
)
from bot.model.staff import INVITED_FOR, LONGEST_NAME, Account, Role
from tests.builders import MINUTE, at
from tests.cases import each

NOW = at(0)


def accounts(*names: str) -> dict[str, Account]:
    """An admin who can sign in, and agents of these names who were invited."""
    known = {"a": Account("a", "Hana", Role.ADMIN, NOW, password="hash")}
    for name in names:
        add(known, name, Role.AGENT, "", NOW)
    return known


def test_a_name_belongs_to_one_person_however_it_is_spelled() -> None:
    known = accounts()
    account, _ = add(known, "  Taro \u200b Ito ", Role.AGENT, "U123", NOW)
    assert (account.name, account.slack, account.role) == ("Taro Ito", "U123", Role.AGENT)
    assert named(known.values(), "ｔａｒｏito") == known[account.id]
    for name, why in (("TARO ITO", "taken"), ("\u200b ", "name")):
        with pytest.raises(AccountError, match=rf"accounts\.problem\.{why}"):
            add(known, name, Role.AGENT, "", NOW)
    assert len(known) == 2


def test_an_invitation_is_open_for_three_days_until_it_is_used_or_another_is_made() -> None:
    known = accounts()
    account, first = add(known, "Taro", Role.AGENT, "", NOW)
    _, key = invite(known, account.id, NOW)
    end = NOW + INVITED_FOR
    assert invited(known.values(), first, NOW) is None
    assert invited(known.values(), key, end) is None
    assert invited(known.values(), key, end - MINUTE) == known[account.id]
    with pytest.raises(AccountError, match=r"accounts\.problem\.invitation"):
        accept(known, key, "hash2", end)
    accept(known, key, "hash2", NOW)
    assert known[account.id].password == "hash2"
    assert invited(known.values(), key, NOW) is None
    assert invited(known.values(), "", NOW) is None


def test_who_signs_in_by_the_identity_provider_gets_no_password() -> None:
    known = accounts()
    account = vouched_for(known, "idp|1", "Taro", Role.AGENT, NOW)
    with pytest.raises(AccountError, match=r"accounts\.problem\.vouched"):
        invite(known, account.id, NOW)
    with pytest.raises(AccountError, match=r"accounts\.problem\.gone"):
        set_password(known, "nobody", "hash")


def test_whom_the_identity_provider_vouches_for_is_nobody_else_of_that_name() -> None:
    known = accounts("Taro", "Taro (2)")
    account = vouched_for(known, "idp|1", "taro", Role.LEAD, NOW)
    assert (account.name, account.role, account.identity) == ("taro (3)", Role.LEAD, "idp|1")
    again = vouched_for(known, "idp|1", "Somebody", Role.VIEWER, NOW)
    assert again == replace(account, role=Role.VIEWER) == known[account.id]
    assert vouched_for(known, "idp|2", "\u200b", Role.AGENT, NOW).name == "?"
    assert len(known) == 5


def test_a_number_behind_a_long_name_leaves_it_as_long_as_any() -> None:
    long = "x" * LONGEST_NAME
    known = accounts(long)
    assert vouched_for(known, "idp|1", long, Role.AGENT, NOW).name == f"{long[:55]} (2)"


@each(
    ("others", "is_refused"),
    [
        ({}, False),  # the last of all may go
        ({"role": Role.AGENT, "password": "hash"}, True),
        ({"role": Role.ADMIN}, True),  # who cannot sign in yet
        ({"role": Role.ADMIN, "password": "hash"}, False),
        ({"role": Role.ADMIN, "identity": "idp|1"}, False),
    ],
)
def test_somebody_is_left_who_is_admin_and_can_sign_in(
    others: dict[str, object], *, is_refused: bool
) -> None:
    others_of_a = {"b": replace(Account("b", "Taro", Role.AGENT, NOW), **others)} if others else {}  # type: ignore[arg-type]

    def resigns(known: dict[str, Account]) -> object:
        return give_role(known, "a", Role.LEAD)

    def leaves(known: dict[str, Account]) -> object:
        return remove(known, "a")

    for change in (resigns, leaves):
        known = {**accounts(), **others_of_a}
        with (
            pytest.raises(AccountError, match=r"accounts\.problem\.last_admin")
            if is_refused
            else nullcontext()
        ):
            change(known)
        is_still = "a" in known and known["a"].role is Role.ADMIN
        assert is_still is is_refused


def test_who_is_no_admin_goes_whoever_is_left() -> None:
    known = accounts("Taro", "Jiro")
    taro = named(known.values(), "Taro")
    assert taro is not None
    assert give_role(known, taro.id, Role.VIEWER).role is Role.VIEWER
    assert give_role(known, "a", Role.ADMIN).role is Role.ADMIN
    assert remove(known, taro.id).name == "Taro"
    assert named(known.values(), "Taro") is None


@each(
    ("slack", "why"),
    [("U", "slack"), ("X123", "slack"), (f"U{'1' * 31}", "slack"), ("U1", "slack_taken")],
)
def test_in_slack_somebody_is_one_user_whom_nobody_else_is(slack: str, why: str) -> None:
    known = accounts("Taro")
    taro = named(known.values(), "Taro")
    assert taro is not None
    connect_slack(known, "a", "U1")
    with pytest.raises(AccountError, match=rf"accounts\.problem\.{why}$"):
        connect_slack(known, taro.id, slack)
    assert connect_slack(known, "a", "U1").slack == "U1"
    assert connect_slack(known, taro.id, f"W{'1' * 30}").slack == f"W{'1' * 30}"
    assert [connect_slack(known, ident, "").slack for ident in known] == ["", ""]

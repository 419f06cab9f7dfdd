"""What an organisation is known to use: for its recipients, and when somebody of it writes."""

from dataclasses import replace
from typing import Any

import pytest

from bot.desk import inventories
from bot.desk.conversations import under_its_key
from bot.desk.inventories import keep, with_inventory
from bot.desk.ports import UnitOfWork
from bot.model.conversation import Complaint
from bot.model.identity import Identity
from bot.model.organisation import KnownOrganisation
from bot.model.recipient import Recipient
from bot.model.upload import Sort, Upload
from tests.builders import FORMS, PRINTS, RARE, a_conversation, a_message, at
from tests.cases import each

AOI = KnownOrganisation("aoi-inc", "Aoi", (RARE.id, FORMS.id), False, at(0), "crm")  # noqa: FBT003 - a record


def recipient(number: int, tenant: str = "aoi-inc", *uses: str) -> Recipient:
    name = f"r{number:04}@x.example"
    return Recipient(f"mail:{name}", "mail", name, "ja", tenant, uses)


@each(
    ("complete", "uses"),
    [(False, (PRINTS.id, RARE.id, FORMS.id)), (True, (RARE.id, FORMS.id))],
)
def test_recipients_use_what_their_organisation_does_and_no_less_unless_that_is_all(
    work: UnitOfWork, uses: tuple[str, ...], *, complete: bool
) -> None:
    work.save_recipients([recipient(1, "aoi-inc", PRINTS.id), recipient(2, "ben-inc", PRINTS.id)])
    keep([replace(AOI, complete=complete)], work)
    used = {r.tenant: r.uses for r in work.recipients_of(["aoi-inc", "ben-inc"], 9)}
    assert used == {"aoi-inc": uses, "ben-inc": (PRINTS.id,)}


def test_of_one_organisation_a_thousand_recipients_change_with_it(
    work: UnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert inventories.MOST_RECIPIENTS == 1_000
    monkeypatch.setattr(inventories, "MOST_RECIPIENTS", 2)
    work.save_recipients([recipient(n) for n in range(3)])
    keep([AOI], work)
    assert sum(bool(r.uses) for r in work.recipients_of(["aoi-inc"], 9)) == 2


@each(
    ("changes", "used"),
    [
        ({}, True),
        ({"installed_plugins": ()}, False),
        ({"upload": Upload("a.csv", Sort.PLUGIN_CSV)}, False),
        ({"identity": Identity.CLAIMED}, False),
        ({"tenant": "ben-inc"}, False),
    ],
)
def test_a_first_message_has_what_its_verified_organisation_uses_unless_it_says_so_itself(
    work: UnitOfWork, changes: dict[str, Any], *, used: bool
) -> None:
    keep([replace(AOI, complete=True)], work)
    event = under_its_key(replace(a_message(), **changes))
    after = with_inventory(event, work)
    expected = replace(event, installed_plugins=AOI.products, installed_are_all=True)
    assert after == (expected if used else event)


@each(("inventory", "used"), [(None, True), ((), False)])
def test_what_a_case_knows_already_counts_for_more(
    work: UnitOfWork, inventory: tuple[str, ...] | None, *, used: bool
) -> None:
    keep([AOI], work)
    work.save_conversation(a_conversation(complaint=Complaint(inventory=inventory)), at(0))
    found = with_inventory(under_its_key(a_message()), work).installed_plugins
    assert found == (AOI.products if used else None)

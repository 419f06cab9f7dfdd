"""What organisations use, on every database."""

from dataclasses import replace

import pytest

from bot.desk.ports import Store
from bot.model.organisation import KnownOrganisation
from bot.model.recipient import Recipient, recipient_id
from tests.builders import MINUTE, MORNING

AOBA = KnownOrganisation(
    "青葉製作所",
    "青葉",
    ("krewdata", "kviewer"),
    complete=True,
    changed_at=MORNING,
    changed_by="CRM",
)


def test_an_organisation_is_kept_replaced_and_forgotten(store: Store) -> None:
    with store.work() as work:
        work.save_organisations([AOBA])
    changed = replace(AOBA, products=(), complete=False, changed_at=MORNING + MINUTE)
    with store.work() as work:
        assert work.organisation(AOBA.id) == AOBA
        work.save_organisations([changed])
    with store.work() as work:
        assert work.organisations() == [changed]
        assert work.drop_organisation(AOBA.id)
        assert not work.drop_organisation(AOBA.id)
        assert work.organisation(AOBA.id) is None


def test_organisations_are_listed_in_parts(store: Store) -> None:
    with store.work() as work:
        for ident in ("c", "a", "d", "b"):
            work.save_organisations([replace(AOBA, id=ident)])
        assert [o.id for o in work.organisations(limit=2)] == ["a", "b"]
        assert [o.id for o in work.organisations("b", 2)] == ["c", "d"]


def test_organisations_are_found_by_words_and_keep_what_staff_noted(store: Store) -> None:
    with store.work() as work:
        work.save_organisations(
            [replace(AOBA, note="担当は山田様"), replace(AOBA, id="50%", name="Midori")]
        )
        assert work.organisations(words="青葉") == [replace(AOBA, note="担当は山田様")]
        assert [o.id for o in work.organisations(words="MIDO")] == ["50%"]
        assert [o.id for o in work.organisations(words="0%")] == ["50%"]
        assert work.organisations("50%", words="mido") == []


def test_the_recipients_of_an_organisation_are_found(store: Store) -> None:
    def reader(number: int, tenant: str) -> Recipient:
        address = f"{number}@example.com"
        return Recipient(recipient_id("mail", address), "mail", address, "ja", tenant)

    with store.work() as work:
        work.save_recipients([reader(n, AOBA.id if n % 2 else "b") for n in range(6)])
        found = list(work.recipients_of([AOBA.id, "c"], 2))
        assert found == [reader(1, AOBA.id), reader(3, AOBA.id)]


@pytest.mark.slow
def test_many_organisations_are_saved_and_found_at_once(store: Store) -> None:
    several = [replace(AOBA, id=f"o{n}") for n in range(1_001)]
    with store.work() as work:
        work.save_organisations(several)
        work.save_organisations([])
        found = work.organisations_by_id([*(one.id for one in several), "x"])
        assert found == {one.id: one for one in several}

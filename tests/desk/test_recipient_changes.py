"""One recipient as an admin changes them: what holds for deliveries, and for who wants none."""

from dataclasses import replace

import pytest

from bot.desk import recipient_changes as changes
from bot.desk.ports import Store
from bot.desk.recipient_changes import RecipientDetails, RecipientFault, RecipientFaultError
from bot.model.recipient import Recipient, RecipientState, recipient_id
from tests.store.databases import in_memory

OLD, NEW = "old@example.com", "new@example.com"
SATO = Recipient(recipient_id("mail", OLD), "mail", OLD, "ja", "aoba", ("x",), ("y",))


@pytest.fixture
def store() -> Store:
    return in_memory()


def test_what_is_said_of_one_is_told_from_anything_else() -> None:
    said = RecipientDetails.of(SATO)
    assert said.recipient(RecipientState.ACTIVE) == SATO
    others = [replace(said, lang="en"), replace(said, uses=("y",)), replace(said, tenant="")]
    assert said.digest not in {other.digest for other in others}


def test_a_new_address_is_tried_though_the_old_one_was_refused(store: Store) -> None:
    away = replace(SATO, state=RecipientState.UNREACHABLE)
    said = RecipientDetails.of(away)
    with store.work() as work:
        work.save_recipient(away)
        new = changes.change(away, replace(said, address=NEW), said.digest, work)
        assert new.state is RecipientState.ACTIVE
        assert work.recipient(SATO.id) is None
        assert work.recipient(new.id) == new


def test_other_details_do_not_bring_back_who_could_not_be_reached(store: Store) -> None:
    away = replace(SATO, state=RecipientState.UNREACHABLE)
    said = RecipientDetails.of(away)
    with store.work() as work:
        work.save_recipient(away)
        assert changes.change(away, replace(said, lang="en"), said.digest, work) == replace(
            away, lang="en"
        )


@pytest.mark.parametrize(
    ("other", "fault"), [(NEW, RecipientFault.THERE), ("", RecipientFault.KEPT_OUT)]
)
def test_an_address_is_not_taken_from_somebody_else(
    store: Store, other: str, fault: RecipientFault
) -> None:
    state = RecipientState.ACTIVE if other else RecipientState.UNSUBSCRIBED
    taken = Recipient(recipient_id("mail", NEW), "mail", other, state=state)
    said = RecipientDetails.of(SATO)
    with store.work() as work:
        work.save_recipients([SATO, taken])
        with pytest.raises(RecipientFaultError) as raised:
            changes.change(SATO, replace(said, address=NEW), said.digest, work)
        assert raised.value.fault is fault
        assert NEW not in str(raised.value)
        assert work.recipient(SATO.id) == SATO
        assert work.recipient(taken.id) == taken

"""Recipients as admins look through them, on every database."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.desk.ports import Store
from bot.desk.recipient_lists import NO_AUDIENCE, AudienceCount, RecipientFilter
from bot.model.organisation import KnownOrganisation
from bot.model.recipient import CONTACT, EVERYTHING, Recipient, RecipientState, recipient_id
from tests.builders import MORNING

STOPPED = RecipientState.UNSUBSCRIBED


def by_mail(address: str, tenant: str = "", *uses: str) -> Recipient:
    return Recipient(recipient_id("mail", address), "mail", address, tenant=tenant, uses=uses)


ANN = replace(by_mail("Ann@aoba.example", "aoba", "x"), follows=("x", "y"))
BEN = replace(by_mail("ben@b.example", "50%", "x"), lang="en")
HOOK = Recipient(
    recipient_id("webhook", "https://c.example/_"),
    *("webhook", "https://c.example/_", "en", "c"),
    follows=(EVERYTHING,),
)
CEM = replace(by_mail("cem@d.example", "", "y"), state=STOPPED)
DEE = by_mail("dee@d.example")
EVERYBODY = (ANN, BEN, HOOK, CEM, DEE)


@pytest.fixture
def known(store: Store) -> Store:
    """Five, and two who are in no list: an address of the chat, and who was removed and wants none."""
    aoba = KnownOrganisation("aoba", "青葉 Works", (), False, MORNING, "CRM")  # noqa: FBT003 - its fields
    bare = Recipient(recipient_id("mail", "gone@e.example"), "mail", "", state=STOPPED)
    chat = Recipient(f"{CONTACT}web:1", "mail", "chat@e.example", uses=("x",), state=STOPPED)
    with store.work() as work:
        work.save_organisations([aoba])
        work.save_recipients([*EVERYBODY, bare, chat])
    return store


@pytest.mark.parametrize(
    ("which", "found"),
    [
        (RecipientFilter(), EVERYBODY),
        (RecipientFilter(words="ANN@"), (ANN,)),
        (RecipientFilter(words="WORKS"), (ANN,)),
        (RecipientFilter(words="青葉"), (ANN,)),
        (RecipientFilter(words="%"), (BEN,)),
        (RecipientFilter(words="_"), (HOOK,)),
        (RecipientFilter(words="chat@"), ()),
        (RecipientFilter(audience="x"), (ANN, BEN)),
        (RecipientFilter(audience="y"), (ANN, CEM)),
        (RecipientFilter(audience=EVERYTHING), (HOOK,)),
        (RecipientFilter(audience=NO_AUDIENCE), (DEE,)),
        (RecipientFilter(audience="x", lang="en"), (BEN,)),
        (RecipientFilter(audience="x", words="aoba"), (ANN,)),
        (RecipientFilter(channel="webhook"), (HOOK,)),
        (RecipientFilter(state="unsubscribed"), (CEM,)),
        (RecipientFilter(tenant="c"), (HOOK,)),
    ],
    ids=str,
)
def test_they_are_narrowed_and_the_latest_added_comes_first(
    known: Store, which: RecipientFilter, found: Sequence[Recipient]
) -> None:
    with known.look() as work:
        page = work.recipient_page(which, limit=50, most=100)
    assert [recipient for _, recipient in page.rows] == [*found][::-1]
    assert page.found == len(found)


@pytest.mark.parametrize("which", [RecipientFilter(), RecipientFilter(audience="x")], ids=str)
def test_pages_follow_each_other_and_are_counted_no_further_than_asked(
    store: Store, which: RecipientFilter
) -> None:
    many = [replace(by_mail(f"{n}@e.example", "", "x"), follows=("x",)) for n in range(7)]
    with store.work() as work:
        work.save_recipients(many)
        first = work.recipient_page(which, limit=3, most=5)
        assert (first.found, [r for _, r in first.rows]) == (5, many[:3:-1])
        then = work.recipient_page(which, before=first.rows[-1][0], limit=3, most=4)
        assert (then.found, [r for _, r in then.rows]) == (4, many[3:0:-1])
        last = work.recipient_page(which, before=then.rows[-1][0], limit=3, most=4)
        assert (last.found, [r for _, r in last.rows]) == (1, many[:1])


def test_they_are_counted_by_state_and_audiences_by_kind(known: Store) -> None:
    with known.look() as work:
        assert work.recipient_states() == {"active": 4, "unsubscribed": 1}
        assert work.audience_counts() == [
            AudienceCount(EVERYTHING, "webhook", "en", "active", 1),
            AudienceCount("x", "mail", "en", "active", 1),
            AudienceCount("x", "mail", "ja", "active", 1),
            AudienceCount("y", "mail", "ja", "active", 1),
            AudienceCount("y", "mail", "ja", "unsubscribed", 1),
        ]

"""What staff see before they approve is what is then sent."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.desk.broadcast_ports import DeliveryPlace
from bot.desk.broadcasts import start, write_page
from bot.desk.preview import By, LeftOut, Preview, preview
from bot.model.broadcast import Audience, Broadcast, BroadcastStatus
from bot.model.event import Approved
from bot.model.incident import Incident, IncidentStatus, ToldNotice
from bot.model.recipient import EVERYTHING, Recipient, RecipientState
from bot.model.ticket import ProposedNotice
from bot.store import tables
from bot.store.sql import SqlStore
from bot.store.unit_of_work import SqlUnitOfWork
from tests.builders import FORMS, MORNING, RARE, a_conversation, an_incident
from tests.store.databases import in_memory

TENANTS, CHANNELS, LANGS = ("t1", "t2"), ("mail", "webhook", "web"), ("ja", "en", "fr")


class _UndoError(Exception):
    """Ends an example without a trace."""


@pytest.fixture(scope="module")
def store() -> Iterator[SqlStore]:
    opened = in_memory()
    yield opened
    opened.close()


@contextlib.contextmanager
def tried_out(store: SqlStore) -> Iterator[SqlUnitOfWork]:
    with contextlib.suppress(_UndoError), store.work() as work:
        yield work
        raise _UndoError


def some(number: int, **changes: object) -> Recipient:
    channel = str(changes.get("channel", "mail"))
    made = Recipient(f"{channel}:r{number}", channel, f"r{number}@a.example", tenant="t1")
    return replace(made, **{"uses": (FORMS.id,), **changes})  # type: ignore[arg-type]


def a_proposal(*to: str, langs: tuple[str, ...] | None = ("ja",)) -> ProposedNotice:
    audience = Audience((FORMS.id,), langs) if langs is not None else None
    return ProposedNotice(
        "P1", "I1", to, "first", "文", "ja", FORMS.cause, MORNING, audience=audience
    )


def going_on() -> Incident:
    return an_incident(suspects=(FORMS.cause,), status=IncidentStatus.CONFIRMED)


def prepared(work: SqlUnitOfWork, proposal: ProposedNotice, *recipients: Recipient) -> Incident:
    incident = going_on()
    work.save_incident(incident)
    work.save_recipients(recipients)
    work.save_proposal(proposal)
    return incident


def talks(work: SqlUnitOfWork, customer: str, *, channel: str = "web", tenant: str = "t1") -> None:
    talk = a_conversation(f"C-{customer}", customer=customer, channel=channel, tenant=tenant)
    work.save_conversation(talk, MORNING)


def sent(
    work: SqlUnitOfWork, proposal: ProposedNotice, approved: Approved
) -> list[tuple[str, str]]:
    """Channel and reader of every row of the ledger, after the last page."""
    start(proposal, approved, work)
    broadcast = work.broadcasts(under_way_only=False)[0]
    while (broadcast := work.broadcasts(under_way_only=False)[0]).is_running:
        write_page(broadcast, MORNING, work)
    c = tables.outbox.c
    found = work._connection.execute(select(c.channel, c.reader).where(c.broadcast == broadcast.id))
    return [(channel, reader) for channel, reader in found]


def left_out(found: Preview) -> dict[LeftOut, int]:
    return dict(found.left_out)


PRODUCTS = st.lists(st.sampled_from([FORMS.id, RARE.id]), max_size=2, unique=True).map(tuple)
FOLLOWED = st.lists(st.sampled_from([FORMS.id, RARE.id, EVERYTHING]), max_size=2, unique=True).map(
    tuple
)
RECIPIENTS = st.lists(
    st.builds(
        some,
        st.integers(0, 30),
        channel=st.sampled_from(CHANNELS[:2]),
        lang=st.sampled_from(LANGS),
        tenant=st.sampled_from(TENANTS),
        uses=PRODUCTS,
        follows=FOLLOWED,
        state=st.sampled_from(RecipientState),
    ),
    max_size=12,
    unique_by=lambda r: r.id,
)
CUSTOMERS = st.lists(
    st.tuples(
        st.sampled_from(["aoi", "ben", *(f"mail:r{n}" for n in range(6))]),
        st.sampled_from(CHANNELS),
        st.sampled_from(TENANTS),
        st.sampled_from(["", "named", "first", "workaround", "proposed"]),
    ),
    max_size=6,
    unique_by=lambda c: c[0],
)
NARROWED = st.lists(st.sampled_from(CHANNELS), max_size=2, unique=True).map(tuple)
LEFT_IN = st.lists(st.sampled_from(TENANTS), max_size=1).map(tuple)


@pytest.mark.slow
@given(
    recipients=RECIPIENTS,
    customers=CUSTOMERS,
    langs=st.sampled_from([None, ("ja",), ("en", "fr")]),
    channels=NARROWED,
    tenants=LEFT_IN,
    told_before=st.booleans(),
    moved=st.sets(st.sampled_from(["aoi", "ben", *(f"mail:r{n}" for n in range(8))]), max_size=4),
)
def test_it_counts_exactly_those_who_are_then_told(  # noqa: PLR0913 - so many things decide
    *,
    store: SqlStore,
    recipients: list[Recipient],
    customers: list[tuple[str, str, str, str]],
    langs: tuple[str, ...] | None,
    channels: tuple[str, ...],
    tenants: tuple[str, ...],
    told_before: bool,
    moved: set[str],
) -> None:
    to = [customer for customer, *_, heard in customers if heard]
    proposal = a_proposal(*to, langs=langs)
    with tried_out(store) as work:
        incident = prepared(work, proposal, *recipients)
        for customer, channel, tenant, heard in customers:
            talks(work, customer, channel=channel, tenant=tenant)
            if heard not in ("", "named"):
                work.tell("I1", [ToldNotice(customer, heard, MORNING)])
        if told_before:
            earlier = Audience((FORMS.id,), ("fr",))
            said = Broadcast("B0", "I1", "first", "文", "en", FORMS.cause, MORNING, "hana")
            work.save_broadcast(replace(said, audience=earlier))
        said = Broadcast("B9", "I0", "first", "文", "ja", FORMS.cause, MORNING, "hana")
        work.save_broadcast(replace(said, status=BroadcastStatus.COMPLETE))
        work.spread(said, [DeliveryPlace(reader, "mail") for reader in sorted(moved)], MORNING)
        found = preview(proposal, incident, work, tenants, channels)
        approved = Approved(MORNING, "P1", tenants=tenants, channels=channels)
        rows = sent(work, proposal, approved)
        assert len({reader for _, reader in rows}) == len(rows)
        assert dict(found.by_channel()) == dict(Counter(channel for channel, _ in rows))
        assert found.number == len(rows)
        assert moved.isdisjoint(reader for _, reader in rows)
        concerned = {r.id for r in recipients if Audience((FORMS.id,)).concerns(r)}
        everybody = {*to, *(concerned if langs is not None else ())}
        assert found.number + sum(left_out(found).values()) <= len(everybody)
        assert set(dict(found.by_channel())) <= set(found.channels)


def test_it_says_who_is_left_out_and_why(store: SqlStore) -> None:
    proposal = a_proposal("aoi", "ben", "mail:r1")
    with tried_out(store) as work:
        incident = prepared(
            work,
            proposal,
            some(1),
            some(2, uses=(), follows=(EVERYTHING,)),
            some(3, channel="webhook"),
            some(4, lang="en"),
            some(5, state=RecipientState.UNSUBSCRIBED),
            some(6, state=RecipientState.UNREACHABLE),
            some(7, uses=(RARE.id,)),
        )
        for customer in ("aoi", "ben"):
            talks(work, customer)
        work.tell("I1", [ToldNotice("ben", "workaround", MORNING)])
        whole = preview(proposal, incident, work)
        narrowed = preview(proposal, incident, work, channels=("mail",))
    assert whole.by_way() == [(By.INVENTORY, 2), (By.SUBSCRIPTION, 1), (By.CONVERSATION, 1)]
    assert whole.channels == ("mail", "web", "webhook")
    others = {LeftOut.UNSUBSCRIBED: 1, LeftOut.UNREACHABLE: 1, LeftOut.OTHER_LANGUAGE: 1}
    assert left_out(whole) == {**others, LeftOut.TOLD: 1}
    assert left_out(narrowed) == {**others, LeftOut.TOLD: 1, LeftOut.NARROWED: 2}
    assert narrowed.number == 2
    assert narrowed.channels == whole.channels


def test_what_conversations_know_is_counted_with_the_language_that_they_speak(
    store: SqlStore,
) -> None:
    proposal = a_proposal("aoi", langs=None)
    with tried_out(store) as work:
        incident = prepared(work, proposal)
        talks(work, "aoi", channel="slack")
        found = preview(proposal, incident, work)
    assert (found.by_channel(), found.by_lang()) == ([("slack", 1)], [("ja", 1)])
    assert found.left_out == ()


def test_who_was_told_by_an_earlier_notice_is_not_told_again_unless_it_was_retracted(
    store: SqlStore,
) -> None:
    proposal = a_proposal()
    said = Broadcast("B8", "I1", "first", "文", "ja", FORMS.cause, MORNING, "hana")
    said = replace(said, audience=Audience((FORMS.id,), ("ja",)))
    taken_back = replace(said, id="B9", reason="withdrawn", audience=None, follows="B8")
    with tried_out(store) as work:
        incident = prepared(work, proposal, some(1))
        work.save_broadcast(said)
        told = preview(proposal, incident, work)
        work.save_broadcast(taken_back)
        anew = preview(proposal, incident, work)
    assert (told.number, left_out(told)) == (0, {LeftOut.TOLD: 1})
    assert (anew.number, left_out(anew)) == (1, {})

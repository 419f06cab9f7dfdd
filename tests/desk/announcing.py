"""A desk that announces something to many, and receivers who count what arrives."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk.already_notified import adopt
from bot.desk.ledger import Claimant, DeliveryState, Outgoing, Settled
from bot.desk.ports import UnitOfWork
from bot.desk.steering import conclude, possible
from bot.desk.transcript import as_heard
from bot.model.broadcast import Audience, Broadcast, Quiet, Steering
from bot.model.conversation import Turn
from bot.model.effect import Effect, Notice
from bot.model.event import Approved, PageDue, Steered
from bot.model.incident import Incident, IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.recipient import Recipient, RecipientState
from bot.model.ticket import ProposedNotice
from bot.store.sql import SqlStore
from tests.builders import FORMS, an_incident
from tests.fakes import Day

TEXT = "一部のお客様で影響が出ています。"
OTHER_TEXT = "影響は一覧画面だけです。"
HERE = Claimant("here")
AOI, CALM = "web:aoi", "ありがとうございます"  # somebody in the web chat, without any trouble


def somebody(number: int, **changes: object) -> Recipient:
    """A recipient by mail who uses FORMS."""
    name = f"r{number:04}@{number % 3}.example"
    made = Recipient(f"mail:{name}", "mail", name, "ja", f"t{number}", (FORMS.id,))
    return replace(made, **changes)  # type: ignore[arg-type]


class Announcing:
    """What staff do with a notice, and what their readers get, in order of arrival."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.arrived: list[tuple[str, str]] = []

    def knows(self, *recipients: Recipient) -> None:
        with self.day.store.work() as work:
            work.save_recipients(recipients)

    def knows_many(self, number: int) -> None:
        self.knows(*(somebody(n) for n in range(number)))

    def stops(self, recipient: Recipient) -> None:
        """Somebody asks to hear no more."""
        with self.day.store.work() as work:
            known = work.recipient(recipient.id)
            assert known is not None
            stopped = Recipient(
                *(known.id, known.channel, known.address, known.lang, known.tenant),
                uses=known.uses,
                state=RecipientState.UNSUBSCRIBED,
            )
            work.save_recipient(stopped)

    def proposes(
        self,
        *to: str,
        langs: tuple[str, ...] = ("ja",),
        ident: str = "P1",
        incident: str = "I1",
        text: str = TEXT,
    ) -> ProposedNotice:
        """A notice on an incident that is going on, put before staff."""
        confirmed = IncidentStatus.CONFIRMED
        going_on = an_incident(ident=incident, suspects=(FORMS.cause,), status=confirmed)
        audience = Audience((FORMS.id,), langs) if langs else None
        proposal = ProposedNotice(
            *(ident, incident, to, "first", text, "ja", FORMS.cause, self.day.now),
            audience=audience,
        )
        with self.day.store.work() as work:
            if work.incident(incident) is None:
                work.save_incident(going_on)
            work.save_proposal(proposal)
        return proposal

    def merges(self, younger: str = "I1", into: str = "I7") -> None:
        """Two incidents turn out to be one."""
        elder = an_incident(ident=into, suspects=(FORMS.cause,), status=IncidentStatus.CONFIRMED)
        over = replace(self.incident(younger), status=IncidentStatus.MERGED, merged_into=into)
        with self.day.store.work() as work:
            elder = work.incident(into) or elder
            work.save_incident(elder)
            work.save_incident(over)
            adopt(elder, over, self.day.now, work)

    def incident(self, ident: str = "I1") -> Incident:
        with self.day.store.work() as work:
            found = work.incident(ident)
        assert found is not None
        return found

    def ends(self, status: IncidentStatus = IncidentStatus.RESOLVED, ident: str = "I1") -> None:
        """The incident is over, and those told by broadcast hear of it."""
        self._turns(replace(self.incident(ident), status=status))

    def relapses(self, ident: str = "I1") -> None:
        """It is back."""
        incident = self.incident(ident)
        confirmed = IncidentStatus.CONFIRMED
        self._turns(replace(incident, status=confirmed, relapses=incident.relapses + 1))

    def _turns(self, incident: Incident) -> None:
        with self.day.store.work() as work:
            work.save_incident(incident)
            effects = conclude(incident, "ほしフォーム", self.day.now, work, self.day._knowledge)
        self.day.happened += [(self.day.now, e) for e in effects]

    def possible(self, ident: str) -> frozenset[Steering]:
        with self.day.store.work() as work:
            return possible(self.broadcast_in(work, ident), work)

    def approves(
        self,
        proposal: str = "P1",
        *,
        tenants: tuple[str, ...] = (),
        channels: tuple[str, ...] = (),
        quiet: Quiet | None = None,
        public: bool = False,
        own: Mapping[str, str] | None = None,
    ) -> str:
        """The broadcast that it became."""
        how = {"tenants": tenants, "channels": channels, "quiet": quiet, "public": public}
        approved = Approved(self.day.now, proposal, "hana", **how, own=own or {})  # type: ignore[arg-type]
        self.day._tell(approved)
        return self.all()[0].id

    def announces(self, number: int) -> str:
        """A notice to so many, approved; its first page is written."""
        self.knows_many(number)
        self.proposes()
        return self.approves()

    def goes_on(self, ident: str) -> tuple[Effect, ...]:
        return self.day._tell(PageDue(self.day.now, ident))

    def runs(self, *idents: str) -> None:
        """Write every page of these broadcasts, or of all that run."""
        for ident in idents or [b.id for b in self.all() if b.is_running]:
            while self.broadcast(ident).is_running:
                self.goes_on(ident)

    def steers(self, ident: str, what: Steering, text: str = "") -> tuple[Effect, ...]:
        return self.day._tell(Steered(self.day.now, ident, "hana", what, text))

    def broadcast(self, ident: str) -> Broadcast:
        with self.day.store.work() as work:
            return self.broadcast_in(work, ident)

    @staticmethod
    def broadcast_in(work: UnitOfWork, ident: str) -> Broadcast:
        found = work.broadcast(ident)
        assert found is not None
        return found

    def all(self) -> list[Broadcast]:
        """Broadcasts, newest first."""
        with self.day.store.work() as work:
            return work.broadcasts(under_way_only=False)

    def standing(self, ident: str) -> dict[DeliveryState, int]:
        return dict(self.day.store.ledger.standing(ident))

    def claims(self, most: int = 10_000, channel: str = "mail") -> list[Outgoing]:
        return self.day.store.ledger.claim(channel, HERE, most, self.day.now)

    def delivers(self, most: int = 10_000, channel: str = "mail") -> list[str]:
        """Hand over what is due, at most so many; who got something."""
        got: list[str] = []
        while len(got) < most and (claimed := self.claims(most - len(got), channel)):
            self.settles(claimed)
            got += [o.reader for o in claimed if isinstance(o.effect, Notice)]
        return got

    def settles(
        self, claimed: Sequence[Outgoing], state: DeliveryState = DeliveryState.DELIVERED
    ) -> None:
        if state is DeliveryState.DELIVERED:
            for outgoing in claimed:
                if isinstance(outgoing.effect, Notice):
                    self.arrived.append((outgoing.reader, outgoing.effect.text))
        after = timedelta(seconds=5 if state is DeliveryState.WAITING else 0)
        outcomes = [Settled(o, state, reason="why", after=after) for o in claimed]
        self.day.store.ledger.settle(HERE, outcomes, self.day.now)

    def got(self, reader: str) -> list[str]:
        return [text for who, text in self.arrived if who == reader]

    def transcript(self, reader: str = AOI) -> Sequence[Turn]:
        """What a reader, and staff, see of their conversation."""
        with self.day.store.work() as work:
            conversation = work.latest_conversation(reader)
            assert conversation is not None
            return as_heard(conversation, work).turns

    def shows(self, reader: str = AOI) -> list[str]:
        """What stands there besides a reader's first words and the answer to them."""
        return [turn.text for turn in self.transcript(reader)][2:]

    def believes(self, reader: str = AOI, *, incident: str = "I1") -> set[str]:
        """What the desk believes that a reader has heard of an incident, or will."""
        with self.day.store.work() as work:
            return set(work.told(incident, 0, reader).get(reader, ()))

    def readers(self, text: str = "") -> Counter[str]:
        """How often each reader got something with such words in it."""
        return Counter(who for who, said in self.arrived if text in said)


def opened(store: SqlStore, knowledge: Knowledge) -> Announcing:
    """A desk that has just opened."""
    day = Day(knowledge, store)
    day.opens()
    return Announcing(day)

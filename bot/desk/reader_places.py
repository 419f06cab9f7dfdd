"""Where customers read us, asked for at once: a notice that names thousands is counted without asking for each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.desk.broadcast_ports import LatestTalk
from bot.desk.ports import UnitOfWork
from bot.model.recipient import Recipient

STAFF_CHANNEL = "staff"


@dataclass(frozen=True, slots=True)
class ReaderPlaces:
    """``talks``: with whom we talk; ``known``: whose address we keep."""

    talks: Mapping[str, LatestTalk]
    known: Mapping[str, Recipient]

    def channel(self, customer: str) -> str:
        """Where a customer reads us; staff see what nobody can be told."""
        if customer in self.talks:
            return self.talks[customer].channel
        return self.known[customer].channel if customer in self.known else STAFF_CHANNEL

    def destination(self, customer: str) -> str:
        """The address that we keep of a customer; "" where we keep none."""
        return self.known[customer].destination if customer in self.known else ""

    def fits(self, customer: str, tenants: Collection[str], channels: Collection[str]) -> bool:
        """Whether a customer is of these organisations and channels; of any where none are given."""
        tenant = self.talks[customer].tenant if customer in self.talks else ""
        is_of = not tenants or tenant in tenants
        return is_of and (not channels or self.channel(customer) in channels)


def places_of(customers: Sequence[str], work: UnitOfWork) -> ReaderPlaces:
    """The places of so many customers."""
    return ReaderPlaces(work.latest_talks(customers), work.recipients_by_id(customers))


def channel_of(customer: str, work: UnitOfWork) -> str:
    """Where one customer reads us."""
    return places_of((customer,), work).channel(customer)

"""Everything that happens to the desk; each event's ``at`` (aware) is the only clock below the rim."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.broadcast import Quiet, Steering
from bot.model.browser_check import BrowserCheck
from bot.model.case_events import CASE_EVENT_NAMES, CaseParts, CaseWork
from bot.model.catalogue import Product
from bot.model.decision import IncidentDecided
from bot.model.identity import Identity
from bot.model.macro import MACRO_EVENT_NAMES, MacroEvent
from bot.model.peer import PeerTold
from bot.model.picture import Picture
from bot.model.probe import MeasurementStep, ProbeRef
from bot.model.publication import PostWritten
from bot.model.rewording import ProposedActs, Rewording
from bot.model.status import FeedRef, FetchOutcome, Shows
from bot.model.upload import Upload


@dataclass(frozen=True, slots=True)
class Baseline:
    """Normal traffic, to tell a surge from a usual hour."""

    customers_total: int = 800
    messages_per_hour: float = 6.0
    problem_reports_per_hour: float = 1.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A process has started. ``catalogue`` None: the shipped products stay in force. ``probes``: what is measured."""

    at: datetime
    restarted: bool = False
    catalogue: tuple[Product, ...] | None = None
    feeds: tuple[FeedRef, ...] = ()
    baseline: Baseline = field(default_factory=Baseline)
    probes: tuple[ProbeRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed; once a minute."""

    at: datetime


@dataclass(frozen=True, slots=True)
class FeedRead:
    """One attempt to read one feed, whatever came of it.

    ``text``: the title behind what it shows, or why it could not be read. ``page_at``: the feed's own time; ``oddities``: what was strange.
    """

    at: datetime
    feed: str
    service: str
    outcome: FetchOutcome
    shows: Shows | None = None
    text: str | None = None
    page_at: datetime | None = None
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Probed:
    """One measurement of one host, from one vantage (the name of a place that we measure from).

    ``step``: where it failed; None: it answered, after ``seconds``. ``expires_at``: of its certificate.
    """

    at: datetime
    probe: str
    service: str
    vantage: str
    step: MeasurementStep | None = None
    status: int | None = None
    seconds: float | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A customer wrote, or pressed a button (``button``: worked, failed, human).

    ``tenant`` is the organisation, "" when it is not known: all who do not say count as one. ``identity`` says how sure that is. ``address`` stands for the network that it came from, as a word that tells networks apart and names none; None: a network of its own.
    ``installed_plugins`` is the inventory (product ids), None when not known; ``installed_are_all``: it is the whole list. ``thread``: where the answer belongs, e.g. Slack's ``T1/C1:1718.22``. ``upload`` is what was read from a file, ``pictures`` came with it and are kept. ``more_may_follow``: the sender may go on writing; the answer waits for ``Paused``. ``check``: what their browser reached. ``name``: of the customer, for staff. ``wants_person``: a person was asked for by the button with which it was sent.
    """

    at: datetime
    message_id: str
    customer: str
    tenant: str
    channel: str
    text: str
    lang: str | None = None
    installed_plugins: tuple[str, ...] | None = None
    button: str | None = None
    thread: str | None = None
    upload: Upload | None = None
    identity: Identity = Identity.VERIFIED
    address: str | None = None
    more_may_follow: bool = False
    check: BrowserCheck | None = None
    installed_are_all: bool = True
    pictures: tuple[Picture, ...] = ()
    name: str = ""
    wants_person: bool = False


@dataclass(frozen=True, slots=True)
class Paused:
    """A customer has paused: what they wrote (in ``thread``) is answered, perhaps as proposed (``rewording``, ``acts``)."""

    at: datetime
    customer: str
    thread: str | None = None
    rewording: Rewording | None = None
    acts: ProposedActs | None = None


@dataclass(frozen=True, slots=True)
class MessageDoubted:
    """A message under an address (``sender``) that somebody else may have used: evidence of nothing, and unanswered."""

    at: datetime
    message_id: str
    channel: str
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class SocialPost:
    """Something public on social media; never evidence by itself."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Approved:
    """Staff approved a proposal; ``text``: as they edited it, "" as it was drafted; ``own``: other words, by channel or ``PUBLIC_PAGE``.

    ``tenants`` and ``channels`` narrow its recipients (empty: all); in the ``quiet`` hours nobody is told.
    """

    at: datetime
    proposal: str
    staff: str = "staff"
    text: str = ""
    tenants: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    quiet: Quiet | None = None
    public: bool = False  # whether the public page shows it as well
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Staff rejected a proposal."""

    at: datetime
    proposal: str
    staff: str = "staff"


@dataclass(frozen=True, slots=True)
class TicketClaimed:
    """A person took a ticket, or a ``conversation`` without one (``ticket`` ""): the bot is silent there."""

    at: datetime
    ticket: str
    staff: str
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class TicketAnswered:
    """A person answered, having ``seen`` so many answers of staff: if there are more, this goes to nobody.

    It can be taken back, and is not sent, until ``held_until``; None: it is sent at once. ``question``: its id, if it puts one.
    """

    at: datetime
    ticket: str
    staff: str
    text: str
    seen: int | None = None
    held_until: datetime | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class TicketClosed:
    """A person closed a ticket, knowing ``whose`` it is; the bot may speak again. ``asks``: the customer is asked whether it is solved."""

    at: datetime
    ticket: str
    staff: str
    asks: bool = False
    held_until: datetime | None = None
    whose: str | None = None


@dataclass(frozen=True, slots=True)
class TicketAssigned:
    """A ticket was given to ``to``; the bot is silent in that conversation from now on."""

    at: datetime
    ticket: str
    staff: str
    to: str


@dataclass(frozen=True, slots=True)
class TicketLinked:
    """A person says which incident explains a ticket; ``incident`` None: whichever does by itself."""

    at: datetime
    ticket: str
    staff: str
    incident: str | None


@dataclass(frozen=True, slots=True)
class CauseRuledOut:
    """A person found that a ticket's trouble does not come from this cause."""

    at: datetime
    ticket: str
    staff: str
    cause: str


@dataclass(frozen=True, slots=True)
class IncidentEnded:
    """A person found that an incident is over."""

    at: datetime
    incident: str
    staff: str


@dataclass(frozen=True, slots=True)
class NameConfirmed:
    """A person found that an incident's product, which is in no catalogue, is called as reported."""

    at: datetime
    incident: str
    staff: str


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """Something for one customer could not be handed over, for good; ``key`` is its business key.

    ``effect``: its kind, a name of EFFECT_NAMES. ``may_be_there``: it may have arrived all the same.
    """

    at: datetime
    key: str
    customer: str
    effect: str
    reason: str
    may_be_there: bool = False


@dataclass(frozen=True, slots=True)
class PageDue:
    """The next readers of a broadcast are to be told: there is room in the outbox."""

    at: datetime
    broadcast: str


@dataclass(frozen=True, slots=True)
class Steered:
    """Staff paused, resumed, cancelled, corrected (``text``), retracted or published a broadcast, or sent again what had failed, for one kind of reason (``text``) or all."""

    at: datetime
    broadcast: str
    staff: str
    what: Steering
    text: str = ""


Event = (
    Opened | Tick | FeedRead | Probed | MessageReceived | Paused | MessageDoubted | SocialPost | Approved | Rejected | TicketClaimed | TicketAnswered | TicketClosed
    | TicketAssigned | TicketLinked | CauseRuledOut | CaseWork | CaseParts | IncidentEnded | NameConfirmed | IncidentDecided | PageDue | Steered | DeliveryFailed | PostWritten | MacroEvent | PeerTold
)  # fmt: skip

EVENT_NAMES: dict[str, type] = CASE_EVENT_NAMES | MACRO_EVENT_NAMES | {
    "opened": Opened, "tick": Tick, "feed_read": FeedRead, "probed": Probed, "steered": Steered, "message": MessageReceived, "paused": Paused, "message_doubted": MessageDoubted, "social_post": SocialPost, "approved": Approved, "rejected": Rejected,
    "ticket_claimed": TicketClaimed, "ticket_answered": TicketAnswered, "ticket_closed": TicketClosed, "ticket_linked": TicketLinked, "ticket_assigned": TicketAssigned, "cause_ruled_out": CauseRuledOut, "incident_ended": IncidentEnded, "page_due": PageDue, "name_confirmed": NameConfirmed, "delivery_failed": DeliveryFailed, "post_written": PostWritten, "incident_decided": IncidentDecided, "peer_told": PeerTold,
}  # fmt: skip

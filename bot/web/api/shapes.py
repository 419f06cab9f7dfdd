"""What the API answers with. Fields are added, never taken away, and never change what they mean."""

from datetime import UTC, datetime
from typing import Annotated, Generic, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict

from bot.desk.inbox import CaseState, WaitsFor
from bot.model.api_token import Scope
from bot.model.broadcast import BroadcastStatus
from bot.model.catalogue import ProductKind
from bot.model.conversation import Speaker
from bot.model.identity import Identity
from bot.model.incident import IncidentStatus
from bot.model.probe import MeasurementStep, ServiceHealth
from bot.model.publication import Impact, PostKind, PostStatus
from bot.model.status import FetchOutcome, Shows
from bot.model.understanding import Urgency

Item = TypeVar("Item")
Texts = dict[str, str]  # by language
Moment = Annotated[datetime, AfterValidator(lambda at: at.astimezone(UTC))]


class Shape(BaseModel):
    """Nothing but what is documented."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def of(cls, source: object, **more: object) -> Self:
        """What ``source`` has under the same names; ``more``: the fields that it has not, or not so."""
        alike = {name: getattr(source, name) for name in cls.model_fields.keys() - more.keys()}
        return cls.model_validate(alike | more)


class Page(Shape, Generic[Item]):
    """A part of a list; ``next`` is the cursor of what follows, null at the end."""

    items: list[Item]
    next: str | None


class TokenShape(Shape):
    """What the token is that asks."""

    name: str
    scopes: list[Scope]
    organisation: str | None
    expires_at: Moment


class OrganisationName(Shape):
    """Of whom a case is; ``name`` null: nobody said."""

    name: str | None
    identity: Identity


class Case(Shape):
    """A conversation with a customer. What only staff may know is null for an organisation's token."""

    id: str
    organisation: OrganisationName
    state: CaseState
    urgency: Urgency
    waits_for: WaitsFor
    channel: str
    language: str
    opened_at: Moment
    last_at: Moment
    first_words: str
    cause: str | None
    incident: str | None
    assignee: str | None
    tags: list[str] | None


class Message(Shape):
    """One thing said; the words of customers are masked. ``details`` stood behind a fold."""

    at: Moment
    speaker: Speaker
    text: str
    details: str
    choices: list[str]
    file: str | None


class Reported(Shape):
    """A report or message as it was taken in, with what the desk answered; null: a person will.

    ``check``: the address of a check from the customer's browser, where one is offered.
    """

    case: Case
    reply: Message | None
    check: str | None


class Organisation(Shape):
    """What an organisation uses; ``complete``: nothing else."""

    id: str
    name: str
    products: list[str]
    complete: bool
    changed_at: Moment
    changed_by: str | None


class Suspect(Shape):
    """A cause that an incident may have."""

    cause: str
    name: str
    probability: float


class IncidentShape(Shape):
    """An incident as staff see it. ``organisations``: how many report it."""

    id: str
    status: IncidentStatus
    suspects: list[Suspect]
    organisations: int
    owner: str | None
    raised_at: Moment
    changed_at: Moment
    last_report_at: Moment | None
    resolved_at: Moment | None
    next_update_at: Moment | None
    relapses: int
    merged_into: str | None


class NoticeShape(Shape):
    """A notice that staff approved for many, as it was worded last."""

    id: str
    incident: str
    reason: str
    status: BroadcastStatus
    language: str
    text: str
    cause: str
    approved_by: str
    started_at: Moment
    readers: int


class PostUpdateShape(Shape):
    """One thing that was said of a post, by language."""

    at: Moment
    status: PostStatus
    texts: Texts


class PostShape(Shape):
    """An entry of the public page."""

    id: str
    kind: PostKind
    status: PostStatus
    impact: Impact
    titles: Texts
    components: list[str]
    began_at: Moment
    changed_at: Moment
    resolved_at: Moment | None
    starts_at: Moment | None
    ends_at: Moment | None
    updates: list[PostUpdateShape]


class SubscriptionAsked(Shape):
    """What an address was asked to confirm; until it does, it is told nothing."""

    channel: str
    language: str
    components: list[str]
    products: list[str]


class FeedShape(Shape):
    """A status page as it was read last. ``shows`` null: unknown, which is neither fine nor down."""

    id: str
    product: str
    outcome: FetchOutcome
    shows: Shows | None
    text: str | None
    tried_at: Moment
    read_at: Moment | None
    shows_since: Moment | None


class MeasurementShape(Shape):
    """What we measured of a host last, from one place. ``health`` null: not sure, or too old."""

    id: str
    product: str
    vantage: str
    component: Texts | None
    health: ServiceHealth | None
    failed_at: MeasurementStep | None
    at: Moment
    since: Moment
    seconds: float | None


class ProductShape(Shape):
    """A product of the catalogue."""

    id: str
    name: str
    kind: ProductKind
    vendor: str | None
    hosts: list[str]
    depends_on: list[str]
    status_page: str | None
    home: bool


class KnownErrorShape(Shape):
    """An error that is known, by what it means and what had better not be done."""

    id: str
    titles: Texts
    meanings: Texts
    cautions: Texts

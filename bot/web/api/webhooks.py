"""The shapes of what the desk posts to other programs, for the description of the API.

``bot.channels.webhook.payload`` makes them; a test holds the two against each other. Fields may be
added, so a receiver ignores those that it does not know.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import AwareDatetime, BaseModel, Field

from bot.model.peer import FEWEST

Data = TypeVar("Data", bound=BaseModel)


class NoticeData(BaseModel):
    """What a reader is told of a trouble."""

    incident: str
    reason: str
    text: str
    lang: str
    cause: str
    advice: list[str]


class TicketData(BaseModel):
    """A ticket for the operator's own receiver; the customer's words are masked."""

    ticket: str
    customer: str | None
    text: str
    cause: str | None
    urgency: str


class IncidentData(BaseModel):
    """News of an incident for the operator's own receiver; ``tenants``: how many report it."""

    incident: str
    action: str
    suspects: list[str]
    tenants: int
    text: str


class ProposalData(BaseModel):
    """A notice that waits for staff; ``readers``: how many it would reach."""

    proposal: str
    incident: str
    reason: str
    text: str
    lang: str
    readers: int


class PostData(BaseModel):
    """An update of the public page, for who follows it."""

    post: str
    kind: str
    status: str
    impact: str
    title: str
    text: str
    lang: str
    text_lang: str
    components: list[str]
    starts_at: datetime | None
    ends_at: datetime | None
    url: str
    manage: str


class ChallengeData(BaseModel):
    """To be sent back, so that nobody subscribes somebody else's receiver."""

    challenge: str
    manage: str


class SightingData(BaseModel):
    """How many organisations report what a product explains, for another desk."""

    product: str = Field(min_length=1, max_length=200)
    since: AwareDatetime
    organisations: int = Field(ge=FEWEST, le=1_000_000)


class PingData(BaseModel):
    """Nothing: an admin tries the receiver out."""


class WebhookBody(BaseModel, Generic[Data]):
    """``type`` names the shape of ``data``, ``timestamp`` is when the desk decided it."""

    type: str
    timestamp: AwareDatetime
    data: Data


@dataclass(frozen=True, slots=True)
class Webhook:
    """One sort of post, as its ``type`` begins, and its body."""

    name: str
    body: type[BaseModel]


WEBHOOKS = (
    Webhook("notice", WebhookBody[NoticeData]),
    Webhook("ticket", WebhookBody[TicketData]),
    Webhook("incident", WebhookBody[IncidentData]),
    Webhook("proposal", WebhookBody[ProposalData]),
    Webhook("post", WebhookBody[PostData]),
    Webhook("subscription", WebhookBody[ChallengeData]),
    Webhook("sighting", WebhookBody[SightingData]),
    Webhook("ping", WebhookBody[PingData]),
)

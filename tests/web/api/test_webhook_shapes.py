"""The document describes the webhooks as they are posted."""

import json

from bot.channels.webhook.payload import Sayable, body_of
from bot.desk.ledger import Outgoing
from bot.model.effect import Notice, Proposal, StaffAlert, TicketRaised
from bot.model.peer import PeerSighting, Sighting, SightingState
from bot.model.publication import Impact, PostKind, PostNews, PostStatus
from bot.model.subscription import Confirmation
from bot.model.understanding import Urgency
from bot.web.api.webhooks import WEBHOOKS
from tests.builders import MORNING
from tests.cases import each

# What the channel adds to an effect's own fields.
MORE = {"post": {"url": "https://a", "manage": "https://b"}}
MORE["subscription"] = {"challenge": "abc", "manage": "https://b"}


@each(
    "effect",
    [
        Notice("I1", ("a",), "first", "つながりません", "ja", "plugin:x", ("disable_plugin:x",)),
        TicketRaised("T1", None, "つながりません", None, Urgency.HIGH),
        StaffAlert("I1", "raised", ("plugin:x",), 3, "つながりません"),
        Proposal("P1", "I1", ("a", "b"), "first", "つながりません", "ja"),
        PostNews(
            *("p1", PostKind.INCIDENT, PostStatus.IDENTIFIED, Impact.MINOR, "題", "文", "ja", "ja"),
            MORNING,
        ),
        Confirmation("ja"),
        PeerSighting("b", Sighting("ruri_grid", SightingState.REPORTED, MORNING, 3)),
    ],
    ids=lambda effect: type(effect).__name__,
)
def test_a_webhook_is_described_as_it_is_posted(effect: Sayable) -> None:
    outgoing = Outgoing(1, "k", "webhook", effect, MORNING)
    kind = json.loads(body_of(outgoing))["type"].partition(".")[0]
    posted = json.loads(body_of(outgoing, MORE.get(kind, {})))
    (described,) = (w.body for w in WEBHOOKS if w.name == kind)
    told = described.model_validate(posted)
    assert set(posted) == set(described.model_fields)
    assert set(posted["data"]) == set(type(told.data).model_fields)  # type: ignore[attr-defined]

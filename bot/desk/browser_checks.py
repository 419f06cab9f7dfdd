"""A check from the browser, as it goes in and out: links that nobody can forge, runs that are bounded."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.desk.conversations import NEW_AFTER, latest_for, under_its_key
from bot.desk.ports import UnitOfWork
from bot.desk.signed_ids import SignedIds
from bot.masking.redact import redact
from bot.model.browser_check import MOST_RUNS, BrowserCheck, CheckLink, CheckTarget, Offer, Tried
from bot.model.conversation import Conversation
from bot.model.effect import Reply
from bot.model.event import MessageReceived
from bot.model.identity import name_behind
from bot.texts.loader import spoken

LASTS_FOR = NEW_AFTER  # so long a conversation is taken up again at most
PATH = "/check/"
MOST_TRIED = 10
_CHECK = "check"  # begins the ids of messages that came from a check
_NAME, _HOST = 200, 253  # characters
_LONGEST = 200  # characters of a token


@dataclass(frozen=True, slots=True)
class Awaited:
    """A conversation in which a check may still be run, and which run that would be (1, 2, 3)."""

    conversation: Conversation
    offer: Offer
    run: int

    @property
    def is_spent(self) -> bool:
        """Whether every run of it has been used."""
        return self.run > MOST_RUNS


class CheckLinks:
    """Makes and reads the links, signed under the desk's secret.

    A link holds the id of a conversation and the moment of the offer, and nothing of the customer.
    ``base``: where readers reach our pages, without a slash at its end; "": nobody does from elsewhere.
    """

    def __init__(self, secret: str, base: str = "") -> None:
        self._tokens = SignedIds(secret, "check from the browser")
        self._base = base

    def in_message(self, reply: Reply) -> str:
        """The link that goes with a reply to somebody elsewhere; "" where there is none."""
        if not self._base or reply.check is None:
            return ""
        return f"{self._base}{self.path(reply.check)}?lang={spoken(reply.lang)}"

    def path(self, link: CheckLink) -> str:
        """The link on our own pages."""
        return f"{PATH}{self._tokens.token(f'{link.conversation}@{int(link.at.timestamp())}')}"

    def still_open(self, conversation: Conversation | None, now: datetime) -> str:
        """The link to the check of a conversation as long as it can be run, else ""."""
        offer = conversation.offer if conversation is not None else None
        if conversation is None or offer is None or not _is_open(conversation, offer, now):
            return ""
        return self.path(CheckLink(conversation.id, offer.at))

    def read(self, token: str, now: datetime) -> CheckLink | None:
        """What a link is about; None when we did not make it, or it has expired."""
        text = self._tokens.read(token) if len(token) <= _LONGEST else None
        if text is None:
            return None
        conversation, _, second = text.rpartition("@")
        at = datetime.fromtimestamp(int(second), UTC)
        return CheckLink(conversation, at) if now - at <= LASTS_FOR else None


def _is_open(conversation: Conversation, offer: Offer, now: datetime) -> bool:
    """Whether a check that was offered can be run: its trouble goes on, and runs are left."""
    is_over = conversation.closed_at is not None or conversation.recovered_at is not None
    return not is_over and now - offer.at <= LASTS_FOR and len(conversation.checks) < MOST_RUNS


def awaited(link: CheckLink, work: UnitOfWork, now: datetime) -> Awaited | None:
    """The run that a link stands for; None where its conversation has ended or another has begun."""
    found = work.conversation(link.conversation)
    if found is None or found.offer is None or found.closed_at is not None:
        return None
    run = Awaited(found, found.offer, len(found.checks) + 1)
    latest = latest_for(under_its_key(message_of(run, BrowserCheck(()), now)), work)
    is_it = int(found.offer.at.timestamp()) == int(link.at.timestamp())
    return run if is_it and latest is not None and latest.id == found.id else None


def message_of(run: Awaited, check: BrowserCheck, at: datetime) -> MessageReceived:
    """A run as the message of the customer whose conversation it is; the same run has the same id.

    Whoever opened the link speaks for nobody but the customer who was given it, no surer than they do.
    """
    talk = run.conversation
    return MessageReceived(
        at=at,
        message_id=f"{_CHECK}:{talk.id}:{run.run}",
        customer=talk.customer,
        tenant=name_behind(talk.tenant),
        channel=talk.channel,
        text="",
        lang=talk.lang,
        thread=talk.thread,
        identity=talk.identity,
        address=talk.address,
        check=check,
    )


def conversation_of(message_id: str) -> str:
    """Of which conversation a message tells that came from a check; "" for all other messages."""
    head, _, rest = message_id.partition(":")
    return rest.rpartition(":")[0] if head == _CHECK else ""


def kept(check: BrowserCheck) -> BrowserCheck:
    """The check without what a row of the journal could not hold; it never grows."""
    tried = tuple(
        Tried.of(_target(t.target), t.seconds, answered=t.reach != "failed")
        for t in check.tried[:MOST_TRIED]
    )
    return replace(check, tried=tried, browser=redact(check.browser[:_NAME]).text)


def _target(target: CheckTarget) -> CheckTarget:
    return replace(target, host=target.host[:_HOST], name=target.name[:_NAME])

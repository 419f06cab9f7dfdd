"""Everything said with one reporter about one trouble, and what we know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.model.browser_check import BrowserCheck, Offer
from bot.model.effect import Checked, Reply
from bot.model.event import MessageReceived
from bot.model.identity import Identity, identity_behind
from bot.model.picture import Picture
from bot.model.understanding import FactValue, Kind, Scope, Symptom, Urgency
from bot.model.upload import Upload

MOST_TURNS = 300
MOST_CHARACTERS = 200_000
MOST_UPLOADS = 3  # whose findings are kept beside the conversation
_SHOWN_FINDINGS, _SHOWN_PLUGINS = 12, 60  # of each


class Speaker(StrEnum):
    """Who said a turn."""

    CUSTOMER = "customer"
    DESK = "desk"
    STAFF = "staff"


class AdviceOutcome(StrEnum):
    """What came of trying an advice."""

    WORKED = "worked"
    FAILED = "failed"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said. ``text`` is masked; ``attached`` names the file that came with it.

    ``pictures`` came with it and are kept. ``details`` stood behind a fold. ``checked``, ``buttons`` and ``choices`` are those of the reply, so
    that a page can show them again later.
    ``broadcast`` names the notice to many that it is; whether that arrived the ledger knows.
    ``held_until``: when what staff wrote goes out; until then they may take it back and the customer sees none of it.
    ``question``: the one of the knowledge base that a person put with it. ``staff``: who that person is, for staff alone.
    ``part``: what of it is about this case, where the rest is about another case of the same customer.
    """

    at: datetime
    speaker: Speaker
    text: str
    message_id: str = ""
    checked: tuple[Checked, ...] = ()
    buttons: tuple[str, ...] = ()
    attached: str = ""
    broadcast: str = ""
    details: str = ""
    choices: tuple[str, ...] = ()
    held_until: datetime | None = None
    question: str = ""
    pictures: tuple[Picture, ...] = ()
    staff: str = ""
    part: str = ""

    @property
    def words(self) -> str:
        """What of it is about this case."""
        return self.part or self.text


@dataclass(frozen=True, slots=True)
class Advised:
    """An advice id given to this customer, and when."""

    advice: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """What this customer tried (an advice id) and what came of it: the workaround ledger."""

    advice: str
    outcome: AdviceOutcome
    at: datetime


class Done(StrEnum):
    """What somebody says was done, whether or not they say what came of it."""

    OFF = "off"  # a product was switched off
    DELETED = "deleted"  # a product was deleted, and its settings with it
    CURED = "cured"  # it works since then


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was done: ``of`` is a product's id ("" where it is not said) or, of a cure, an advice id.

    ``version`` is the one that was put in, if it was told.
    """

    what: Done
    of: str
    at: datetime
    version: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """The customer was asked whether a ticket that staff closed is solved, and has not said so yet.

    ``staff``: who had it, and has it again if it is not. ``was_open``: nobody had it.
    """

    ticket: str
    at: datetime
    staff: str
    was_open: bool = False


@dataclass(frozen=True, slots=True)
class Complaint:
    """What we understand of the trouble, over all messages of the conversation.

    Later messages override earlier ones fact by fact. ``products`` are named by the customer,
    ``guessed`` those of them that were only held for the cause, never spoken of otherwise;
    ``inventory`` is what they are known to use (None: not known), ``complete`` says that the
    inventory is the whole list, so that what is not in it is not used.
    """

    kind: Kind = Kind.CHITCHAT
    symptoms: frozenset[Symptom] = frozenset()
    products: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    scope: frozenset[Scope] = frozenset({Scope.UNKNOWN})
    urgency: Urgency = Urgency.NORMAL
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    inventory: tuple[str, ...] | None = None
    complete: bool = False
    unlisted: tuple[str, ...] = ()  # what they call products in no catalogue
    groups: tuple[str, ...] = ()  # the groups of reports of such products that theirs belongs to
    signatures: tuple[str, ...] = ()  # ids of error signatures found in their words
    guessed: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()  # ids of what their reports speak of, e.g. lookups


@dataclass(frozen=True, slots=True)
class Conversation:
    """One reporter, one trouble. ``customer`` is the person, ``tenant`` the key of the organisation.

    ``witness`` is as whom the report counts where that is somebody else (see ``identity``), and
    ``address`` the network of an unverified reporter.
    """

    id: str
    customer: str
    tenant: str
    channel: str
    lang: str
    opened_at: datetime
    thread: str | None = None
    turns: tuple[Turn, ...] = ()
    complaint: Complaint = Complaint()
    reported_at: datetime | None = None  # first message that told of trouble
    last_report_at: datetime | None = None  # latest sign that it goes on
    recovered_at: datetime | None = None  # the reporter said that it works again
    asked: tuple[str, ...] = ()  # question keys, in order
    open_questions: tuple[str, ...] = ()  # asked and not answered yet
    answered: tuple[str, ...] = ()
    advised: tuple[Advised, ...] = ()
    asked_if_over: datetime | None = None  # when we last asked whether it goes on
    trials: tuple[Trial, ...] = ()
    changes: tuple[Change, ...] = ()  # what they did, beside the trials
    testimony: Mapping[str, float] = field(default_factory=dict)  # own decibans by shared cause
    support: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # own kinds of evidence
    person_wanted: bool = False  # they asked for a person; the desk asks nothing more
    taken_over_by: str | None = None  # the person who has it; the bot is silent
    ticket: str | None = None
    closed_at: datetime | None = None
    uploads: tuple[Upload, ...] = ()  # what was handed in last, shortened
    incident: str | None = None  # the incident that explains it, or explained it last
    pinned: str | None = None  # the incident that staff say explains it
    unlinked: tuple[str, ...] = ()  # incidents that staff say do not
    ruled_out: tuple[str, ...] = ()  # causes of which staff found that it is none of them
    witness: str | None = None
    address: str | None = None
    waiting: tuple[MessageReceived, ...] = ()  # lines that are not answered yet: more may follow
    held: Reply | None = None  # an answer that waits, since the customer writes very fast
    unanswered: tuple[str, ...] = ()  # ids of answers that it gives, to several messages
    offer: Offer | None = None  # the check from the browser, as it was offered
    checks: tuple[BrowserCheck, ...] = ()  # what came of it, run by run
    suggested: str = ""  # what the desk would say itself, were it not for a person
    closing: Closing | None = None  # what they were asked when staff closed their ticket
    split_from: str | None = None  # the conversation of which it was a part, which stands before it
    one_of_several: bool = False  # its customer has another case beside it
    name: str = ""  # that of the customer, by their channel or themselves; it decides nothing

    @property
    def identity(self) -> Identity:
        """How sure it is which organisation the reporter belongs to."""
        return identity_behind(self.tenant)

    @property
    def counts_as(self) -> str:
        """The witness whose report this is: several conversations of one are one report."""
        return self.tenant if self.witness is None else self.witness

    @property
    def is_troubled(self) -> bool:
        """Whether the reporter has told of trouble and not of its end."""
        return self.reported_at is not None and self.recovered_at is None

    @property
    def awaits_first_reply(self) -> bool:
        """Whether the desk has not said anything yet of the trouble that is told of now."""
        since = self.reported_at
        replies = (t for t in self.turns if t.speaker is Speaker.DESK)
        return not any(since is None or t.at >= since for t in replies)

    def with_turn(self, turn: Turn) -> "Conversation":
        """The conversation with one more turn; the oldest go when it gets very long.

        The journal keeps every word; a row of the store has its limits.
        """
        turns = [*self.turns, turn][-MOST_TURNS:]
        while len(turns) > 1 and sum(len(t.text) for t in turns) > MOST_CHARACTERS:
            del turns[0]
        return replace(self, turns=tuple(turns))

    def with_upload(self, upload: Upload) -> "Conversation":
        """The conversation with what was read from one more file, as much of it as staff look at."""
        inventory = upload.inventory
        if inventory is not None:
            few = tuple(replace(p, apps=()) for p in inventory.plugins[:_SHOWN_PLUGINS])
            inventory = replace(inventory, plugins=few, scripts=inventory.scripts[:_SHOWN_PLUGINS])
        findings = upload.findings[:_SHOWN_FINDINGS]
        short = replace(
            upload, text="", answered=(), shown=(), findings=findings, inventory=inventory
        )
        return replace(self, uploads=(*self.uploads, short)[-MOST_UPLOADS:])

    @property
    def steps(self) -> list[Trial | Change]:
        """All that they tried or did, in order."""
        steps: list[Trial | Change] = [*self.trials, *self.changes]
        return sorted(steps, key=lambda step: step.at)

    def switched_off(self) -> tuple[str, ...]:
        """Ids of what this customer switched off and neither on again nor deleted, in order.

        "" stands for a product that they did not name.
        """
        off: dict[str, None] = {}
        for step in self.steps:
            if isinstance(step, Change):
                if step.what is Done.OFF:
                    off[step.of] = None
                elif step.what is Done.DELETED:
                    off.pop(step.of, None)
                continue
            what, _, ident = step.advice.partition(":")
            if what == "disable_plugin" and step.outcome is AdviceOutcome.WORKED:
                off[ident] = None
            elif what.startswith("reenable") and step.outcome is AdviceOutcome.WORKED:
                off.pop(ident, None)
        return tuple(off)

    def switched_on_again(self) -> tuple[str, ...]:
        """Ids of what this customer enabled again with success, and has neither off nor deleted now."""
        worked = (t.advice.partition(":") for t in self.trials if t.outcome is AdviceOutcome.WORKED)
        on = dict.fromkeys(ident for what, _, ident in worked if what.startswith("reenable"))
        return tuple(i for i in on if i and i not in {*self.switched_off(), *self.deleted()})

    def may_have_off(self, product_id: str) -> bool:
        """Whether this customer switched a product off, or was advised to."""
        advised = any(a.advice == f"disable_plugin:{product_id}" for a in self.advised)
        return bool(product_id) and (advised or product_id in self.switched_off())

    def advised_off(self) -> str:
        """The id of the product that this customer was last advised to switch off; "" when there is none."""
        given = (a.advice.partition(":") for a in reversed(self.advised))
        return next((ident for what, _, ident in given if what == "disable_plugin"), "")

    def fails_since_enabled(self) -> bool:
        """Whether the last result they told is that it fails since something was enabled again."""
        return self._came_of_enabling(AdviceOutcome.FAILED)

    def works_since_enabled(self) -> bool:
        """Whether the last result they told is that it works with something enabled again."""
        return self._came_of_enabling(AdviceOutcome.WORKED)

    def _came_of_enabling(self, outcome: AdviceOutcome) -> bool:
        last = self.trials[-1:]
        return any(t.outcome is outcome and t.advice.startswith("reenable") for t in last)

    def deleted(self) -> tuple[str, ...]:
        """Ids of the products that this customer deleted."""
        return tuple(dict.fromkeys(c.of for c in self.changes if c.what is Done.DELETED))

"""What the desk would have said in a conversation with the knowledge that it has today.

The customer's messages, as they are stored and masked, go through the triage once more. What status
pages showed, was measured and others reported at that time is not looked at, and nothing is kept,
sent or decided. Pure, apart from the compiled phrases and the latest conversations that it remembers.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Lock

from bot.desk.case_parts import message_of
from bot.desk.flood import with_reply
from bot.desk.gather import furnished
from bot.desk.intake import Decided, reply_of
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.effect import Reply
from bot.model.event import Opened
from bot.model.evidence import Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.triage.reply.wording import ReplyWording
from bot.triage.triage import Triage

MOST = 30  # messages of a conversation that are gone through, the first of them
SUSPECTS = 3
REMEMBERED = 8  # conversations, so that an open page that asks again costs nothing


@dataclass(frozen=True, slots=True)
class WouldSay:
    """One message, what was said after it, and what would be said today.

    ``suspects``: the likeliest causes by its words alone.
    """

    message: Turn
    said: tuple[Turn, ...]
    today: Reply
    suspects: tuple[Hypothesis, ...]

    @property
    def is_alike(self) -> bool:
        """Whether the desk said the same."""
        return any(
            turn.speaker is Speaker.DESK and turn.text.split() == self.today.text.split()
            for turn in self.said
        )


class WouldSayToday:
    """Goes through conversations, one at a time, with one knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge, self._wording = knowledge, ReplyWording(knowledge)
        self._triage: tuple[Opened | None, Triage] | None = None
        self._alone = Lock()
        self._lately: deque[tuple[Conversation, Opened | None, tuple[WouldSay, ...]]]
        self._lately = deque(maxlen=REMEMBERED)

    def of(self, conversation: Conversation, opened: Opened | None) -> tuple[WouldSay, ...]:
        """Each message of the customer in turn; ``opened``: the catalogue in force."""
        with self._alone:
            for seen, catalogue, found in self._lately:
                if (seen, catalogue) == (conversation, opened):
                    return found
            found = tuple(_gone_through(conversation, self._for(opened), self._wording))
            self._lately.append((conversation, opened, found))
            return found

    def _for(self, opened: Opened | None) -> Triage:
        """The triage for a catalogue; compiling its phrases takes a while."""
        if self._triage is None or self._triage[0] != opened:
            catalogue = furnished(opened, self._knowledge).catalogue
            self._triage = opened, Triage(self._knowledge, catalogue)
        return self._triage[1]


def _gone_through(
    conversation: Conversation, triage: Triage, wording: ReplyWording
) -> Iterator[WouldSay]:
    turns = conversation.turns
    own = [n for n, turn in enumerate(turns) if turn.speaker is Speaker.CUSTOMER]
    known = _at_the_start(conversation)
    for number, following in zip(own[:MOST], [*own[1:], len(turns)], strict=False):
        event = message_of(turns[number], known)
        heard = triage.understand(event, known)
        known = triage.hear(known, event, heard)
        facts, diagnosis = triage.testified(Facts(event.at, known, triage.catalogue))
        move = triage.next_move(facts, heard, diagnosis)
        today = reply_of(event, Decided(heard, facts, diagnosis, move), move, wording)
        known = with_reply(facts.conversation, today, event.at)
        said = turns[number + 1 : following]
        yield WouldSay(turns[number], said, today, tuple(diagnosis.ranked[:SUSPECTS]))


def _at_the_start(conversation: Conversation) -> Conversation:
    """A conversation of which nothing is known yet, and which nobody has taken over."""
    who = conversation.customer, conversation.tenant, conversation.channel
    fresh = Conversation(conversation.id, *who, conversation.lang, conversation.opened_at)
    return replace(fresh, witness=conversation.witness, address=conversation.address)

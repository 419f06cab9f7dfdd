"""Where in Slack an answer belongs: threads by message and customer, and each thread's card.

Kept with ``UnitOfWork.remember`` under ``slack:``, so that a restart forgets no address and delivery
does not depend on how the desk cuts conversations.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.channels.slack.api.places import ThreadAddress
from bot.channels.slack.outgoing.case_card import CaseCard
from bot.desk.browser_checks import conversation_of
from bot.desk.ports import Store, UnitOfWork
from bot.model.conversation import AdviceOutcome
from bot.model.effect import Notice, Reply, StaffReply
from bot.model.event import MessageReceived
from bot.model.incident import IncidentStatus
from bot.texts.loader import spoken

_ASTRAY = "slack:astray"


class AddressBook:
    """Addresses by message and by customer; the threads in which the desk has spoken, with cards."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, message: MessageReceived) -> None:
        """Remember where a message stood, before the desk answers it."""
        with self._store.work() as work:
            self.note_within(message, work)

    def note_within(self, message: MessageReceived, work: UnitOfWork) -> None:
        """The same in a transaction that is open already: each of its own waits for the disk."""
        if message.thread is not None:
            work.remember(f"slack:at:{message.message_id}", message.thread)
            work.remember(f"slack:latest:{message.customer}", message.thread)

    def note_spoken(self, address: ThreadAddress) -> None:
        """Remember that the desk has spoken in a thread."""
        with self._store.work() as work:
            work.remember(_spoken_key(address), "yes")

    def is_ours(self, thread: str) -> bool:
        """Whether the desk has spoken in a thread (the text of its address)."""
        address = ThreadAddress.of(thread)
        older = f"{address.room}:{address.thread}"  # as versions before workspaces wrote it
        with self._store.look() as work:
            return any(work.recall(f"slack:spoken:{a}") is not None for a in (thread, older))

    def recipients(self, effect: Reply | Notice | StaffReply) -> dict[str, ThreadAddress | None]:
        """Customers whom an effect is for, each with the thread it belongs in.

        A reply stays with the message it answers; anything else goes to the customer's latest
        thread. None: this customer has never written to us in Slack.
        """
        with self._store.look() as work:
            found = {customer: work.recall(key) for customer, key in _keys(effect).items()}
            if isinstance(effect, Reply) and (checked := conversation_of(effect.in_reply_to)):
                talk = work.conversation(checked)  # a check is no post of theirs
                found = {effect.customer: talk.thread if talk is not None else None}
        return {c: ThreadAddress.of(thread) if thread else None for c, thread in found.items()}

    def before(self, effect: Reply | Notice | StaffReply) -> ThreadAddress | None:
        """The thread that a reply was for until that thread was gone; None: it never moved."""
        if not isinstance(effect, Reply):
            return None
        with self._store.look() as work:
            thread = work.recall(f"slack:before:{effect.in_reply_to}")
        return ThreadAddress.of(thread) if thread else None

    def card(self, address: ThreadAddress) -> CaseCard | None:
        """The card of the case in a thread."""
        with self._store.look() as work:
            return CaseCard.load(work.recall(_card_key(address)))

    def keep_card(self, address: ThreadAddress, card: CaseCard) -> None:
        """Remember the card of the case in a thread, in which the desk has spoken by it."""
        with self._store.work() as work:
            work.remember(_spoken_key(address), "yes")
            work.remember(_card_key(address), card.dump())

    def change_card(
        self,
        address: ThreadAddress,
        change: Callable[[CaseCard], CaseCard],
        *,
        edit_at: datetime | None = None,
    ) -> CaseCard | None:
        """Change the card as it is now, in one transaction; None: there is none.

        ``edit_at``: also put into the ledger that it is to be shown; None: the caller shows it.
        """
        with self._store.work() as work:
            card = CaseCard.load(work.recall(_card_key(address)))
            if card is None:
                return None
            changed = change(card)
            if changed != card:
                work.remember(_card_key(address), changed.dump())
                if edit_at is not None:
                    work.amend(_card_key(address), "slack", str(address), "", edit_at)
            return changed

    def lose_card(self, address: ThreadAddress) -> None:
        """Somebody deleted it: the next message opens another one."""
        with self._store.work() as work:
            work.remember(_card_key(address), "")

    def note_files(self, message: MessageReceived, lines: Mapping[str, Sequence[str]]) -> None:
        """Remember what became of the files of a message, in words by language, for its answer."""
        said = json.dumps({"thread": message.thread, **lines}, ensure_ascii=False)
        with self._store.work() as work:
            work.remember(f"slack:files:{message.message_id}", said)

    def files(self, reply: Reply) -> tuple[str, ...]:
        """What became of the files of the message that a reply answers; () without any.

        A reply may say nothing else than why a file could not be read: that is not said twice.
        """
        with self._store.look() as work:
            known = json.loads(work.recall(f"slack:files:{reply.in_reply_to}") or "{}")
        said = reply.text.strip().rstrip("。.")
        lines = (str(line) for line in known.get(spoken(reply.lang), ()))
        return tuple(line for line in lines if not said or said not in line)

    def beside(self, reply: Reply, address: ThreadAddress) -> ThreadAddress | None:
        """Where else a reply may stand when its thread is gone: under the message it answers.

        Several posts of one person may be one case, told in the thread of the first.
        """
        of_slack, _, where = reply.in_reply_to.partition(":")
        team, _, rest = where.partition(":")
        room, _, posted = rest.partition(":")
        if of_slack != "slack" or (team, room) != (address.team, address.room):
            return None
        return ThreadAddress(team, room, posted) if posted not in ("", address.thread) else None

    def is_own(self, reply: Reply, address: ThreadAddress) -> bool:
        """Whether a reply answers the person whose post the thread hangs from.

        Once that post is gone they have taken back what they said.
        """
        posted = f"slack:{address.team}:{address.room}:{address.thread}"
        if reply.in_reply_to == posted:
            return True
        with self._store.look() as work:
            if work.recall(f"slack:deleted:{reply.in_reply_to}") is not None:
                return True
            return work.recall(f"slack:who:{address}") == reply.customer

    def move(self, reply: Reply, address: ThreadAddress) -> None:
        """From now on the case goes on in another thread."""
        with self._store.work() as work:
            work.remember(f"slack:at:{reply.in_reply_to}", str(address))
            work.remember(f"slack:latest:{reply.customer}", str(address))

    def note_astray(self, post: ThreadAddress) -> None:
        """Remember a post (``thread`` is its own ``ts``) that stands in the open and must go."""
        self._change_astray(lambda known: {*known, str(post)})

    def settle_astray(self, post: ThreadAddress) -> None:
        """It is gone, or cannot be helped."""
        self._change_astray(lambda known: known - {str(post)})

    def astray(self) -> list[ThreadAddress]:
        """Posts that stand in the open and must go."""
        with self._store.look() as work:
            return [ThreadAddress.of(a) for a in (work.recall(_ASTRAY) or "").split()]

    def _change_astray(self, change: Callable[[set[str]], set[str]]) -> None:
        with self._store.work() as work:
            known = set((work.recall(_ASTRAY) or "").split())
            work.remember(_ASTRAY, " ".join(sorted(change(known))))

    def is_withdrawn(self, notice: Notice) -> bool:
        """Whether the incident turned out to be nothing: what was told of it is taken back."""
        with self._store.look() as work:
            incident = work.incident(notice.incident)
        return incident is not None and incident.status is IncidentStatus.WITHDRAWN

    def is_question(self, customer: str, decided_at: datetime) -> bool:
        """Whether a notice asks its reader if it is over, which its reason does not tell."""
        with self._store.look() as work:
            conversation = work.latest_conversation(customer)
        return conversation is not None and conversation.asked_if_over == decided_at

    def language_of(self, customer: str) -> str:
        """The language of a customer's latest conversation; "" when there is none."""
        with self._store.look() as work:
            conversation = work.latest_conversation(customer)
        return conversation.lang if conversation is not None else ""

    def was_helped(self, customer: str) -> bool:
        """Whether something that was advised helped a customer."""
        with self._store.look() as work:
            conversation = work.latest_conversation(customer)
        if conversation is None:
            return False
        return any(trial.outcome is AdviceOutcome.WORKED for trial in conversation.trials)


def _spoken_key(address: ThreadAddress) -> str:
    return f"slack:spoken:{address}"


def _card_key(address: ThreadAddress) -> str:
    return f"slack:card:{address}"


def _keys(effect: Reply | Notice | StaffReply) -> dict[str, str]:
    """Under which key the address of each recipient is kept."""
    match effect:
        case Reply():
            return {effect.customer: f"slack:at:{effect.in_reply_to}"}
        case StaffReply():
            return {effect.customer: f"slack:latest:{effect.customer}"}
        case Notice():
            return {customer: f"slack:latest:{customer}" for customer in effect.to}

"""The advice of a move in words: for the customer, and for the administrator who is handed it.

Nothing here decides; which advice is given, and to whom, the move says.
"""

from collections.abc import Iterator

from bot.model.conversation import Speaker
from bot.model.counsel import ASK_ADMIN, is_on_phone, product_spoken_of, unlisted_name
from bot.model.facts import Facts
from bot.model.knowledge import ANYONE, Knowledge
from bot.model.move import Move
from bot.model.phrasing import app_page, remedy_text

CHANGES = 2  # the harm from which an advice is never given without what to mind
_SAID_ELSEWHERE = frozenset({"handoff_to_human", "status_answer"})


class AdviceWords:
    """Puts advice into words, from the remedies of the knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def of(self, move: Move, facts: Facts) -> Iterator[str]:
        """All advice of the move; the one thing that is new and has most to mind is told whole."""
        whole = self._told_whole(move, facts)
        for advice in move.advice:
            if advice in _SAID_ELSEWHERE:
                continue
            yield self.remedy(advice, move, facts, whole=advice == whole)
            if advice == ASK_ADMIN and move.hand_on:
                yield self._handed_on(move, facts, whole=move.hand_on == whole)
            elif advice == whole and self._needs(whole) != ANYONE:
                yield from self._who_and_where(facts)

    def _handed_on(self, move: Move, facts: Facts, *, whole: bool) -> str:
        """What the customer's administrator is handed, or that they have it already."""
        given = any(a.advice == move.hand_on for a in facts.conversation.advised)
        before = self._say(facts, "advice.hand_on_before") if given else ""
        text = self.remedy(move.hand_on, move, facts, whole=whole)
        return before or self._say(facts, "advice.hand_on", text=text)

    def _told_whole(self, move: Move, facts: Facts) -> str | None:
        """Which advice is told with its steps: what is handed on, what changes most, or the first."""
        given = {a.advice for a in facts.conversation.advised}
        fresh = [a for a in (move.hand_on, *move.advice) if a not in given and self._has_more(a)]
        if move.hand_on in fresh:
            return move.hand_on
        return max(fresh, key=self._changes, default=None)

    def _who_and_where(self, facts: Facts) -> Iterator[str]:
        """For what takes an administrator: whom to leave it to, and that a phone will not do."""
        complaint = facts.conversation.complaint
        if complaint.facts.get("account_role") != "admin":
            yield self._say(facts, "advice.pass_on")
        if is_on_phone(complaint):
            yield self._say(facts, "advice.on_pc")

    def remedy(self, advice: str, move: Move, facts: Facts, *, whole: bool = False) -> str:
        """One advice, ``whole`` with its steps and what to mind."""
        conversation, lang = facts.conversation, facts.conversation.lang
        ident = advice.partition(":")[2]
        if ident:
            name = product_name(ident, facts, self._knowledge)
        else:
            name = product_spoken_of(move.cause, conversation, facts.catalogue)
        names = {"app_page": app_page(conversation.complaint.facts, lang)}
        if advice == ASK_ADMIN and move.hand_on:
            names["whom"] = self._say(facts, f"role.{self._needs(move.hand_on)}")
        return remedy_text(self._knowledge, advice, lang, name, whole=whole, names=names)

    def cautions(self, facts: Facts) -> Iterator[str]:
        """What had better not be done while an error is there; each is said once."""
        turns = facts.conversation.turns
        told = "\n".join(t.text for t in turns if t.speaker is Speaker.DESK)
        for ident in facts.conversation.complaint.signatures:
            signature = self._knowledge.signatures.get(ident)
            if signature is not None:
                text = self._knowledge.phrase(signature.caution, facts.conversation.lang)
                if text not in told:
                    yield text

    def _say(self, facts: Facts, key: str, **values: object) -> str:
        return self._knowledge.say(facts.conversation.lang, key, **values)

    def _needs(self, advice: str) -> str:
        return self._knowledge.remedies[advice.partition(":")[0]].needs

    def _changes(self, advice: str) -> bool:
        """Whether following it changes something that others see."""
        return self._knowledge.remedies[advice.partition(":")[0]].harm >= CHANGES

    def _has_more(self, advice: str) -> bool:
        """Whether a remedy has steps or something to mind."""
        remedy = self._knowledge.remedies.get(advice.partition(":")[0])
        return remedy is not None and bool(remedy.steps or remedy.side_effects)


def product_name(ident: str, facts: Facts, knowledge: Knowledge) -> str:
    """A product's name; of one in no catalogue what this reader may read of it."""
    product = facts.catalogue.get(ident)
    if product is not None:
        return product.name
    found = unlisted_name(facts.conversation.complaint, facts.named)
    return found or knowledge.say(facts.conversation.lang, "unlisted.some")

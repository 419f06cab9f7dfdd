"""The advice of a move in words: for the customer, and for the administrator who is handed it.

Nothing here decides; which advice is given, and to whom, the move says.
"""

from collections.abc import Iterable, Iterator, Mapping

from bot.model.advice_plan import ASK_ADMIN, is_on_phone, product_spoken_of
from bot.model.facts import Facts
from bot.model.knowledge import ANYONE, Knowledge
from bot.model.move import Move
from bot.model.phrasing import app_page, remedy_particulars, remedy_text, unlisted_words
from bot.triage.reply.draft import said_before
from bot.triage.reply.said_back import NO_STEP

CHANGES = 2  # the harm from which an advice is never given without what to mind
MOST_MEANINGS = 1  # errors that one reply explains


class AdviceWords:
    """Puts advice into words, from the remedies of the knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def parts(self, move: Move, facts: Facts) -> tuple[list[str], list[str]]:
        """The one thing to do, and behind the fold its particulars and what else may help."""
        advice = [a for a in move.advice if a not in NO_STEP]
        main = self._main(advice, facts)
        if main is None:
            return [], []
        others = [a for a in advice if a != main]
        first = [self.say(main, move, facts)]
        details = [self._handed_on(move, facts)] if main == ASK_ADMIN and move.hand_on else []
        details.append(self.particulars(main, move, facts))
        if main != ASK_ADMIN and self._needs(main) != ANYONE:
            details += self._who_and_where(facts)
        if ASK_ADMIN in others and move.hand_on:
            others.remove(ASK_ADMIN)
            first.append(self.say(ASK_ADMIN, move, facts))
            details.insert(0, self._handed_on(move, facts))
        details += [self.say(other, move, facts) for other in others]
        return [f for f in first if f], [d for d in details if d]

    def meanwhile(self, move: Move, facts: Facts) -> str | None:
        """What can be done as long as it lasts; "" where nothing is known to help, None where all was said before."""
        conversation = facts.conversation
        useful = [a for a in move.advice if self._changes(a) or a.startswith(("use_", "manual_"))]
        given = [a.advice for a in conversation.advised if a.advice not in NO_STEP]
        found = useful or [a for a in given if self._changes(a)]
        done = {f"disable_plugin:{product}" for product in conversation.switched_off()}
        said = said_before(conversation)
        new = (self.say(a, move, facts) for a in found if a not in done)
        return next((text for text in new if text not in said), None if found else "")

    def _main(self, advice: list[str], facts: Facts) -> str | None:
        """The advice of the reply: what changes most among what is new, else the first."""
        given = {a.advice for a in facts.conversation.advised}
        fresh = [a for a in advice if a not in given]
        return max(fresh or advice, key=self._changes, default=None)

    def _handed_on(self, move: Move, facts: Facts) -> str:
        """What the customer's administrator is handed, or that they have it already."""
        given = any(a.advice == move.hand_on for a in facts.conversation.advised)
        if given and (before := self._say(facts, "advice.hand_on_before")):
            return before
        text = [self.say(move.hand_on, move, facts), self.particulars(move.hand_on, move, facts)]
        return self._say(facts, "advice.hand_on", text="\n".join(t for t in text if t))

    def _who_and_where(self, facts: Facts) -> Iterator[str]:
        """For what takes an administrator: whom to leave it to, and that a phone will not do."""
        complaint = facts.conversation.complaint
        if complaint.facts.get("account_role") != "admin":
            yield self._say(facts, "advice.pass_on")
        if is_on_phone(complaint):
            yield self._say(facts, "advice.on_pc")

    def say(self, advice: str, move: Move, facts: Facts) -> str:
        """One advice in a sentence or two, with the warnings that prevent harm."""
        lang, name, names = self._filled_in(advice, move, facts)
        return remedy_text(self._knowledge, advice, lang, name, names=names)

    def particulars(self, advice: str, move: Move, facts: Facts) -> str:
        """Its steps, side effects and way back."""
        lang, name, names = self._filled_in(advice, move, facts)
        return remedy_particulars(self._knowledge, advice, lang, name, names=names)

    def app_page(self, facts: Facts) -> str:
        """The start of an app's settings address, as far as the customer has told where it is."""
        return app_page(facts.conversation.complaint.facts, facts.conversation.lang)

    def _filled_in(
        self, advice: str, move: Move, facts: Facts
    ) -> tuple[str, str, Mapping[str, str]]:
        """The language, the product's name and what else a remedy's text needs."""
        conversation, lang = facts.conversation, facts.conversation.lang
        unlisted = "unlisted" if move.cause.startswith("unlisted_plugin:") else ""
        if ident := advice.partition(":")[2] or unlisted:
            name = product_name(ident, facts, self._knowledge)
        else:
            name = product_spoken_of(move.cause, conversation, facts.catalogue)
        names = {"app_page": self.app_page(facts)}
        if advice == ASK_ADMIN and move.hand_on:
            names["whom"] = self._say(facts, f"role.{self._needs(move.hand_on)}")
        return lang, name or self._say(facts, "plugin.unnamed"), names

    def meanings(self, facts: Facts, *, open_cause: bool = False) -> list[str]:
        """What the errors mean that the customer sees, and what to do about them.

        ``open_cause``: those instead that explain the error, but not where the trouble comes from.
        """
        lang = facts.conversation.lang
        known = (self._knowledge.signatures.get(s) for s in facts.conversation.complaint.signatures)
        topics = facts.conversation.complaint.topics
        told = (s for s in known if s is not None and s.is_open_in(topics) == open_cause)
        said = [self._knowledge.phrase(s.meaning_for(topics), lang) for s in told]
        return [text for text in said if text][:MOST_MEANINGS]

    def are_tests(self, advice: Iterable[str]) -> bool:
        """Whether all of it only tells causes apart."""
        known = (self._knowledge.remedies.get(a.partition(":")[0]) for a in advice)
        return all(remedy is not None and remedy.tests for remedy in known)

    def says_enough(self, facts: Facts) -> bool:
        """Whether a first reply says of an error what it means and what to look at: nothing need be added."""
        return facts.conversation.awaits_first_reply and bool(self.meanings(facts))

    def cautions(self, facts: Facts) -> Iterator[str]:
        """What had better not be done while an error is there; each is said once."""
        told = said_before(facts.conversation)
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
        remedy = self._knowledge.remedies.get(advice.partition(":")[0])
        return remedy is not None and remedy.harm >= CHANGES


def product_name(ident: str, facts: Facts, knowledge: Knowledge) -> str:
    """A product's name; of one in no catalogue what this reader may read of it."""
    product = facts.catalogue.get(ident)
    if product is not None:
        return product.name
    conversation = facts.conversation
    return unlisted_words(knowledge, conversation.complaint, facts.named, conversation.lang)

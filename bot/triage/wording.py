"""A move to the words that the customer reads: what we know first, then one step, then one question.

Wording follows certainty; a product is named only when the move says so. Nothing here decides.
"""

from collections.abc import Iterator

from bot.model.conversation import Conversation, Outcome, Speaker
from bot.model.effect import Checked
from bot.model.evidence import UNKNOWN, EvidenceKind
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Certainty, Escalation, Move, Stance
from bot.model.understanding import Kind, Understanding, Urgency
from bot.triage.advice_words import AdviceWords, product_name
from bot.triage.check_words import CheckWords, joined

SEVERAL = 3  # organisations: fewer could be recognised, so they are not mentioned
_SHOWN_REASONS = 2
_REASON_KINDS = frozenset(
    {
        EvidenceKind.ANSWER,
        EvidenceKind.CONTRAST,
        EvidenceKind.CONSOLE,
        EvidenceKind.TRIAL,
        EvidenceKind.PROBE,
    }
)


class Wording:
    """Puts moves into words, from the sentences and remedies of the knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._advice = AdviceWords(knowledge)
        self._checks = CheckWords(knowledge)

    def reply(self, move: Move, facts: Facts, heard: Understanding) -> str:
        """The text of a reply, paragraphs separated by blank lines."""
        match move.stance:
            case Stance.DIAGNOSE | Stance.FAILED:
                parts = self._diagnosed(move, facts, heard)
            case Stance.STATUS:
                parts = iter([self._status(facts)])
            case Stance.ROUTE:
                parts = iter([self._say(facts, _route_key(heard.kind))])
            case Stance.DECLINE:
                parts = iter([self._say(facts, "decline")])
            case Stance.RECOVERED:
                parts = self._recovered(move, facts)
            case Stance.WORKED:
                parts = self._worked(facts)
            case Stance.ACKNOWLEDGE:
                tries = facts.conversation.is_troubled and bool(facts.conversation.advised)
                parts = iter([self._say(facts, "ack" if tries else "ack.thanks")])
            case _:
                parts = iter([self._say(facts, _PLAIN_KEYS[move.stance])])
        asked = self._asked(move, facts)
        return "\n\n".join(p for p in (*parts, *asked) if p)

    def checked(self, facts: Facts) -> tuple[Checked, ...]:
        """What was looked at for the reply."""
        return self._checks.checked(facts)

    def _say(self, facts: Facts, key: str, **values: object) -> str:
        return self._knowledge.say(facts.conversation.lang, key, **values)

    def _and(self, facts: Facts) -> str:
        """What stands between the parts of a list; YAML keeps no space at its end."""
        return self._say(facts, "list.and") + ("" if facts.conversation.lang == "ja" else " ")

    def _diagnosed(self, move: Move, facts: Facts, heard: Understanding) -> Iterator[str]:
        first = not any(t.speaker is Speaker.DESK for t in facts.conversation.turns)
        yield self._opening(move, facts, heard, first=first)
        asked = heard.kind is Kind.STATUS_QUERY
        if (first or asked or move.certainty is Certainty.CONFIRMED) and not _is_change(move):
            yield self._checks.of_the_complaint(facts)
        if facts.crowd.tenants.get(move.cause, 0) >= SEVERAL and move.cause != UNKNOWN:
            yield self._say(facts, "crowd.some")
        yield self._cause(move, facts)
        yield from self._advice.cautions(facts)
        yield from self._advice.of(move, facts)
        if move.escalation is not None:
            yield self._handoff(move, facts)

    def _asked(self, move: Move, facts: Facts) -> Iterator[str]:
        for key in move.questions:
            question = self._knowledge.questions[key]
            asked = self._knowledge.phrase(question.text, facts.conversation.lang)
            yield self._say(facts, "ask.one", question=asked or question.text["en"])

    def _handoff(self, move: Move, facts: Facts) -> str:
        """That a person has it; said once, later that they are still at it."""
        if facts.conversation.ticket is not None:
            return self._say(facts, "handoff.waiting")
        urgent = move.escalation is Escalation.URGENT
        return self._say(facts, "handoff.urgent" if urgent else "handoff.done")

    def _opening(self, move: Move, facts: Facts, heard: Understanding, *, first: bool) -> str:
        if move.stance is Stance.FAILED:
            last = facts.conversation.trials[-1:] if facts.conversation.trials else ()
            cannot = any(t.outcome is Outcome.CANNOT for t in last)
            return self._say(facts, "open.cannot" if cannot else "open.failed")
        if not first:
            return self._say(facts, "open.answer" if heard.answered else "open.back")
        urgent = facts.conversation.complaint.urgency is Urgency.HIGH
        return self._say(facts, "open.urgent" if urgent else "open.sorry") or self._say(
            facts, "open.sorry"
        )

    def _cause(self, move: Move, facts: Facts) -> str:
        """The sentence about the cause, as strong as the certainty allows."""
        if move.cause == UNKNOWN or not move.named:
            plugins = "isolate_by_disabling_plugins" in move.advice
            return self._say(facts, "cause.plugins" if plugins else "cause.open")
        heading, _, ident = move.cause.partition(":")
        level = str(move.certainty) if move.certainty is not Certainty.OPEN else "possible"
        product = facts.catalogue.of_cause(move.cause)
        if heading == "platform":
            return self._say(facts, f"cause.platform.{level}")
        if heading in ("update", "maintenance"):
            what = product.name if product else ""
            return self._say(facts, f"cause.{heading}", what=what)
        if heading == "customer":
            title = self._knowledge.causes[move.cause].title
            what = self._knowledge.phrase(title, facts.conversation.lang)
            return self._say(facts, "cause.mine", what=what) or self._say(facts, "cause.open")
        what = product.name if product else self._unnamed(heading, ident, facts)
        key = "cause.home" if heading == "home" else f"cause.{level}"
        sentences = [self._say(facts, key, what=what), self._reasons(move, facts)]
        return joined(sentences, facts)

    def _unnamed(self, heading: str, ident: str, facts: Facts) -> str:
        """A cause without a product: a browser's new version, an internet provider."""
        if heading == "unlisted_plugin":
            return product_name(ident, facts, self._knowledge)
        entry = self._knowledge.causes.get(heading)
        if entry is None:
            return ident
        return self._knowledge.phrase(entry.title, facts.conversation.lang) or ident

    def _reasons(self, move: Move, facts: Facts) -> str:
        """The two strongest things of the customer's own that point to the cause."""
        hypothesis = move.diagnosis.of(move.cause)
        if hypothesis is None or facts.conversation.lang not in ("ja", "en"):
            return ""
        own = [e for e in hypothesis.evidence if e.kind in _REASON_KINDS and e.weight >= 3]
        own.sort(key=lambda e: -e.weight)
        if not own:
            contrasted = EvidenceKind.CROWD in hypothesis.kinds
            return self._say(facts, "because.contrast") if contrasted else ""
        said = [e.sentence(facts.conversation.lang) for e in own[:_SHOWN_REASONS]]
        reasons = self._and(facts).join(dict.fromkeys(said))
        return self._say(facts, "because", reasons=reasons) + _stop(facts)

    def _recovered(self, move: Move, facts: Facts) -> Iterator[str]:
        yield self._say(facts, "recovered.thanks")
        again = [a for a in move.advice if a.startswith("reenable_plugin")]
        if again:
            name = product_name(again[0].partition(":")[2], facts, self._knowledge)
            yield self._say(facts, "recovered.reenable", product=name)
            yield from self._advice.of(move, facts)
        elif "keep_disabled" in move.advice:
            product = product_name(facts.conversation.switched_off()[-1], facts, self._knowledge)
            yield self._say(facts, "worked.keep", product=product)
        else:
            checks = [a for a in move.advice if a not in ("no_action_needed", "monitor")]
            yield self._say(facts, "recovered.nothing")
            if checks:
                yield self._say(facts, "recovered.checks")
            for advice in checks:
                yield self._advice.remedy(advice, move, facts)

    def _worked(self, facts: Facts) -> Iterator[str]:
        yield self._say(facts, "worked.thanks")
        off = facts.conversation.switched_off()
        if off:
            yield self._say(
                facts, "worked.keep", product=product_name(off[-1], facts, self._knowledge)
            )
        else:
            yield self._say(facts, "worked.other")

    def _status(self, facts: Facts) -> str:
        """How things stand, for somebody without a trouble of their own."""
        if facts.conversation.is_troubled:
            return self._say(facts, "status.known")
        return self._checks.how_things_stand(facts)


_PLAIN_KEYS = {
    Stance.EXPLAIN_CHANGE: "change.explain",
    Stance.HANDOFF: "handoff.done",
    Stance.LIMIT: "limit",
    Stance.INVITE: "invite",
}


def _is_change(move: Move) -> bool:
    """Whether the answer is that a screen was changed: then no status page bears on it."""
    return move.cause.startswith("update:")


def _route_key(kind: Kind) -> str:
    return {Kind.BILLING: "route.billing", Kind.CONFIG_REQUEST: "route.request"}.get(
        kind, "route.howto"
    )


def _stop(facts: Facts) -> str:
    return "。" if facts.conversation.lang == "ja" else "."


def has_spoken(conversation: Conversation) -> bool:
    """Whether the desk has answered in this conversation."""
    return any(t.speaker is Speaker.DESK for t in conversation.turns)

"""A move in words: answers first, then what is new, the finding, one thing to do, one question.

Which sentence follows from what is decided here; the sentences themselves stand in
``knowledge/words`` and ``knowledge/answers``. Steps, evidence and other particulars go behind the
fold (``details``); warnings that prevent harm and questions never do.
"""

from collections.abc import Iterator
from functools import partial

from bot.model.acts import Reports, Result, SaysBack, SaysOver, TellsResult
from bot.model.answer import DEFAULT, Answer
from bot.model.conversation import Conversation, Outcome, Speaker
from bot.model.effect import Checked
from bot.model.evidence import UNKNOWN
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Escalation, Move, Stance
from bot.model.understanding import Kind, Understanding, Urgency
from bot.triage.reply.advice import AdviceWords, product_name
from bot.triage.reply.answers import CHOOSERS
from bot.triage.reply.checks import CheckWords
from bot.triage.reply.draft import Composed, Draft
from bot.triage.reply.finding import FindingWords
from bot.triage.reply.scene import Scene, State
from bot.triage.reply.sentences import joined

# Answers that say what the finding would say again.
_SAYS_THE_FINDING = frozenset({"cause", "vendor_fault", "outage_now", "summary"})
SURE_OF_BOTH = 0.5  # of a report beside good news, before it is heard as half a success
_SAYS_WHO_ELSE = frozenset({"only_us"})


class Wording:
    """Puts moves into the customer's language. Nothing in it decides what to do."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._advice = AdviceWords(knowledge)
        self._checks = CheckWords(knowledge)
        self._finding = FindingWords(knowledge)

    def reply(self, move: Move, facts: Facts, heard: Understanding) -> Composed:
        """The reply, and what stands behind its fold."""
        draft = Draft()
        scene = Scene(
            move,
            facts,
            heard,
            self._finding.reasons(move, facts),
            self._advice.meanwhile(move, facts),
            self._hours(facts),
        )
        self._answer(draft, scene)
        self._add(draft, scene)
        draft.closing += [asked for asked in self._asked(move, facts) if asked]
        kind = "waiting" if move.stance is Stance.ACKNOWLEDGE else "unchanged"
        unchanged = [self._say(facts, f"{kind}.{n}") for n in (1, 2, 3)]
        unchanged.append(self._say(facts, "status.known"))  # the languages that say less
        return draft.composed(facts.conversation, tuple(u for u in unchanged if u))

    def _add(self, draft: Draft, scene: Scene) -> None:
        """What the move's own kind of reply says beside the answers."""
        move, facts, heard = scene.move, scene.facts, scene.heard
        match move.stance:
            case Stance.SAFETY | Stance.ANSWER:
                pass
            case Stance.DIAGNOSE | Stance.FAILED:
                self._diagnose(draft, move, facts, heard)
            case Stance.RECOVERED:
                self._recovered(draft, move, facts)
            case Stance.WORKED:
                draft.paragraphs.append(self._worked(facts))
            case Stance.HANDOFF:
                draft.closing = [self._handed_over(facts)]
                draft.answers = [] if heard.asked == ("human",) else draft.answers
            case Stance.STATUS | Stance.ROUTE | Stance.ACKNOWLEDGE if draft.answers:
                pass
            case Stance.ROUTE:
                draft.paragraphs += self._advice.meanings(facts)
                draft.closing.append(self._say(facts, _route_key(heard.kind)))
            case Stance.ACKNOWLEDGE:
                draft.paragraphs.append(self._acknowledged(facts))
            case _:
                draft.closing.append(self._plain(move, facts))

    def _plain(self, move: Move, facts: Facts) -> str:
        """Replies of one sentence or two."""
        if move.stance is Stance.STATUS:
            return self._checks.how_things_stand(facts)
        return self._say(facts, _PLAIN_KEYS[move.stance])

    def checked(self, facts: Facts) -> tuple[Checked, ...]:
        """What was looked at for the reply."""
        return self._checks.checked(facts)

    def _say(self, facts: Facts, key: str, **values: object) -> str:
        return self._knowledge.say(facts.conversation.lang, key, **values)

    def _hours(self, facts: Facts) -> str:
        """When people answer, in the reader's language or in English; "" where it is not known."""
        hours = self._knowledge.operator.hours
        lang = facts.conversation.lang if facts.conversation.lang == "ja" else "en"
        return hours.in_words(partial(self._knowledge.say, lang)) if hours else ""

    def _answer(self, draft: Draft, scene: Scene) -> None:
        """What was asked directly, each question with its answer."""
        for ident in scene.heard.asked:
            answer = self._knowledge.answers[ident]
            chooser = CHOOSERS.get(ident)
            state = chooser.choose(scene) if chooser is not None else State(DEFAULT)
            values = {"app_page": self._advice.app_page(scene.facts), **dict(state.values)}
            draft.answers += [
                text for text in self._texts(answer, state.name, values, scene.facts) if text
            ]
            for again in (a for a in scene.move.advice if a.startswith("reenable_plugin")):
                draft.details.append(self._advice.particulars(again, scene.move, scene.facts))
            if answer.details:
                draft.details.append(
                    self._advice.particulars(answer.details, scene.move, scene.facts)
                )

    def _texts(
        self, answer: Answer, state: str, values: dict[str, str], facts: Facts
    ) -> Iterator[str]:
        lang = facts.conversation.lang
        text = answer.says.get(state) or next(iter(answer.says.values()))
        said = text.get(lang) or text.get("en", "")
        yield from said.format(**values).strip().split("\n\n")

    def _diagnose(self, draft: Draft, move: Move, facts: Facts, heard: Understanding) -> None:
        asked = {*heard.asked}
        opening = [self._heard(move, facts, heard)]
        meanings = self._advice.meanings(facts)
        draft.paragraphs += meanings
        is_explained = bool(meanings) and not move.named
        if not asked & _SAYS_THE_FINDING and not is_explained:
            others = None if asked & _SAYS_WHO_ELSE else self._others(move, facts)
            opening += self._finding.sentences(move, facts, others)
        if _is_first(facts.conversation) and not asked & {"when_contact"}:
            urgent = facts.conversation.complaint.urgency is Urgency.HIGH
            opening.append(self._say(facts, "sorry.urgent" if urgent else "sorry"))
        draft.paragraphs.append(joined(opening, facts))
        draft.paragraphs += self._advice.cautions(facts)
        main, rest = self._advice.parts(move, facts)
        draft.paragraphs += main
        draft.details += rest
        draft.details.append(self._finding.because(move, facts))
        if _is_first(facts.conversation) or heard.kind is Kind.STATUS_QUERY:
            draft.details.append(self._checks.of_the_complaint(facts))
        if move.escalation is not None and "human" not in asked:
            draft.closing.append(self._handoff(move, facts))

    def _others(self, move: Move, facts: Facts) -> int:
        """How many other organisations report what may be said to be the same."""
        leading = move.diagnosis.leading
        cause = move.cause if move.cause != UNKNOWN else leading.cause
        return facts.crowd.tenants.get(cause, 0)

    def _heard(self, move: Move, facts: Facts, heard: Understanding) -> str:
        """Half a sentence on what the customer has just told, where that is a result."""
        if move.stance is Stance.FAILED:
            trials = facts.conversation.trials
            cannot = bool(trials) and trials[-1].outcome is Outcome.CANNOT
            return self._say(facts, "heard.cannot" if cannot else "heard.failed")
        corrected = [p for i in heard.products if (p := facts.catalogue.get(i)) is not None]
        if heard.denied and corrected:
            return self._say(facts, "heard.corrected", product=corrected[0].name)
        if is_partial(heard):
            return self._say(facts, "heard.partial")
        if _is_back(facts.conversation, heard):
            return self._say(facts, "heard.again")
        return self._say(facts, "heard.answered") if heard.answered else ""

    def _asked(self, move: Move, facts: Facts) -> Iterator[str]:
        for key in move.questions:
            question = self._knowledge.questions[key]
            lang = facts.conversation.lang
            yield self._knowledge.phrase(question.text, lang) or question.text["en"]

    def _handoff(self, move: Move, facts: Facts) -> str:
        """That a person has it; said once, later that they are still at it."""
        if facts.conversation.ticket is not None:
            return self._say(facts, "handoff.waiting")
        urgent = move.escalation is Escalation.URGENT
        return self._say(facts, "handoff.urgent" if urgent else "handoff.done")

    def _handed_over(self, facts: Facts) -> str:
        """To whom a person was promised: what that person has, and how they will hear."""
        told = facts.conversation.is_troubled or facts.conversation.complaint.products
        if facts.conversation.ticket is not None:
            return self._say(facts, "handoff.again")
        return self._say(facts, "handoff.asked" if told else "handoff.first")

    def _recovered(self, draft: Draft, move: Move, facts: Facts) -> None:
        again = [a for a in move.advice if a.startswith("reenable_plugin")]
        if again:
            name = product_name(again[0].partition(":")[2], facts, self._knowledge)
            draft.paragraphs.append(self._say(facts, "recovered.reenable", product=name))
            draft.details.append(self._advice.particulars(again[0], move, facts))
            return
        if "keep_disabled" in move.advice:
            off = facts.conversation.switched_off()
            name = product_name(off[-1], facts, self._knowledge)
            draft.paragraphs.append(self._say(facts, "recovered.keep", product=name))
            return
        draft.paragraphs.append(self._say(facts, "recovered.nothing"))
        checks = [a for a in move.advice if a not in ("no_action_needed", "monitor")]
        draft.paragraphs += [self._advice.say(advice, move, facts) for advice in checks]

    def _worked(self, facts: Facts) -> str:
        off = facts.conversation.switched_off()
        if off:
            name = product_name(off[-1], facts, self._knowledge)
            return self._say(facts, "worked.keep", product=name)
        return self._say(facts, "worked.other")

    def _acknowledged(self, facts: Facts) -> str:
        conversation = facts.conversation
        helped = bool(conversation.trials) and conversation.trials[-1].outcome is Outcome.WORKED
        if conversation.is_troubled and conversation.advised and not helped:
            return self._say(facts, "ack")
        over = self._say(facts, "ack.over") if conversation.reported_at else ""
        return over or self._say(facts, "ack.thanks")


_PLAIN_KEYS = {
    Stance.EXPLAIN_CHANGE: "change.explain",
    Stance.DECLINE: "decline",
    Stance.INVITE: "invite",
    Stance.LIMIT: "limit",
    Stance.SILENT: "ack",
}


def _route_key(kind: Kind) -> str:
    return {Kind.BILLING: "route.billing", Kind.CONFIG_REQUEST: "route.request"}.get(
        kind, "route.howto"
    )


def _is_first(conversation: Conversation) -> bool:
    return not any(t.speaker is Speaker.DESK for t in conversation.turns)


def _is_back(conversation: Conversation, heard: Understanding) -> bool:
    """Whether trouble is reported again after something had helped."""
    worked = [t for t in conversation.trials if t.outcome is Outcome.WORKED]
    says_so = any(isinstance(a, SaysBack) for a in heard.acts)
    return bool(worked) and (says_so or (heard.kind.is_report and not _is_of_another(heard)))


def _is_of_another(heard: Understanding) -> bool:
    """Whether a report names a product of its own: it may be another trouble, not the same again."""
    return bool(heard.products)


def is_partial(heard: Understanding) -> bool:
    """Whether something works again and something does not."""
    over = any(isinstance(a, SaysOver) for a in heard.acts)
    lasts = any(isinstance(a, Reports) and a.confidence >= SURE_OF_BOTH for a in heard.acts)
    partly = any(isinstance(a, TellsResult) and a.result is Result.PARTLY for a in heard.acts)
    return partly or (over and lasts)

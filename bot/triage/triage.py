"""The whole flow on one screen: hear, weigh, ask, advise. Start reading here."""

from dataclasses import replace
from functools import partial

from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation
from bot.model.counsel import FRESHENS, Counsel
from bot.model.event import MessageReceived
from bot.model.evidence import NONE, UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Escalation, Move, Stance
from bot.model.understanding import Kind, Understanding, Urgency
from bot.triage.advise import advise, after_recovery, isolating, while_open
from bot.triage.ask import best_questions, worth
from bot.triage.evidence.signatures import Signatures
from bot.triage.evidence.uploads import lines_of, materials, with_upload
from bot.triage.hear import BUTTONS, hear
from bot.triage.naming import LIKELY, SURE, certainty_of, may_be_named, stated
from bot.triage.opening import is_opening
from bot.triage.outcome import found_by_themselves, outcome_of
from bot.triage.placing import in_context
from bot.triage.request import one_request
from bot.triage.understand import Reader
from bot.triage.understand.material.pasted import by_hand
from bot.triage.waiting import with_tests
from bot.triage.weigh import testimony, weigh

OWN_SYMPTOM = "own_symptom"
CLEAR = 0.93  # no question could change the advice any more
_ROUTED = frozenset({Kind.HOWTO, Kind.CONFIG_REQUEST, Kind.BILLING})


class Triage:
    """Reads messages and decides the next move; built once for a knowledge and a catalogue.

    It remembers nothing: each call sees the whole conversation. It carries nothing out.
    """

    def __init__(self, knowledge: Knowledge, catalogue: Catalogue) -> None:
        self.knowledge = knowledge
        self.catalogue = catalogue
        self._reader = Reader(knowledge, catalogue)
        self._signatures = Signatures(knowledge.signatures)
        self._tests = {r.id: r.tests for r in knowledge.remedies.values() if r.tests}

    def read(self, text: str) -> Understanding:
        """What one message means, alone."""
        return self._reader.read(text)

    def understand(self, event: MessageReceived, conversation: Conversation) -> Understanding:
        """What the message means in its conversation; a pressed button means what it says."""
        heard = self._read(event, conversation)
        if is_opening(heard, self.knowledge):  # it answers nothing, whatever was asked
            return Understanding(Kind.CHITCHAT, heard.lang, heard.redacted)
        for material in materials(event, heard):
            heard = with_upload(heard, material, conversation, self.catalogue.owners_of)
        kind = BUTTONS.get(event.button or "")
        words = heard.redacted
        if kind is not None:
            heard = replace(heard, kind=kind, symptoms=frozenset(), answered=(), acts=())
            words = ""
        verdict = outcome_of(heard, words, conversation, event.at, self._signatures.find(words))
        return in_context(heard, verdict, conversation)

    def _read(self, event: MessageReceived, conversation: Conversation) -> Understanding:
        """The message by its own words, or by those of the whole request that it is a line of."""
        hint = conversation.lang if conversation.turns else event.lang
        read = partial(self._reader.read, event.text, lang_hint=hint)
        heard = read(open_questions=conversation.open_questions)
        heard = with_tests(heard, conversation, self._tests, read)
        words = one_request(event, heard, conversation)
        if words is None:
            return heard
        whole = self._reader.read(words, lang_hint=hint)
        return replace(whole, redacted=heard.redacted, pasted=heard.pasted)

    def hear(
        self, conversation: Conversation, event: MessageReceived, heard: Understanding
    ) -> Conversation:
        """The conversation after one more message."""
        words = by_hand(heard.redacted) if heard.pasted is not None else heard.redacted
        shown = (lines_of(m, self.catalogue.owners_of) for m in materials(event, heard))
        found = self._signatures.find("\n".join((words, *shown)))
        return hear(conversation, event, heard, found, self.catalogue)

    def diagnose(self, facts: Facts) -> Diagnosis:
        """What may be behind the trouble, ranked."""
        return weigh(facts, self.knowledge)

    def testified(self, facts: Facts) -> tuple[Facts, Diagnosis]:
        """The diagnosis, and the conversation with what it says of causes that others may share."""
        diagnosis, conversation = self.diagnose(facts), facts.conversation
        known = self.knowledge.signatures
        shown = conversation.complaint.signatures
        signs = [s for s in shown if s in known and known[s].telling]
        weights, support = testimony(diagnosis, signs)
        conversation = replace(conversation, testimony=weights, support=support)
        return replace(facts, conversation=conversation), diagnosis

    def next_move(self, facts: Facts, heard: Understanding, diagnosis: Diagnosis) -> Move:
        """What to say or do next in one conversation."""
        stance = stance_of(facts, heard, diagnosis)
        if stance is Stance.ACKNOWLEDGE and is_opening(heard, self.knowledge):
            stance = Stance.INVITE
        if stance in (Stance.DIAGNOSE, Stance.FAILED):
            return self._diagnosed(stance, facts, diagnosis, heard)
        return self._plain(stance, facts, diagnosis, heard)

    def _diagnosed(
        self, stance: Stance, facts: Facts, diagnosis: Diagnosis, heard: Understanding
    ) -> Move:
        leading = diagnosis.leading
        certainty = certainty_of(leading)
        named = may_be_named(leading, facts)
        advised = advise(leading, facts, self.knowledge, named=named)
        questions: tuple[str, ...] = ()
        if not (named and leading.probability >= CLEAR) and not _already_off(leading, facts):
            questions = best_questions(diagnosis, facts, self.knowledge)
        escalation = _escalation(advised.advice, questions, facts, heard)
        if not advised.advice:
            advised = self._while_open(diagnosis, facts, questions)
        advice = advised.advice
        if heard.kind is Kind.STATUS_QUERY:
            advice = ("status_answer", *advice)
        if escalation is Escalation.URGENT and facts.conversation.ticket is not None:
            escalation = None  # somebody has it already
        if escalation is not None:
            advice = (*advice, "handoff_to_human")
        cause = leading.cause if leading.probability >= SURE else UNKNOWN
        return Move(
            stance,
            diagnosis,
            cause,
            round(stated(leading), 3),
            certainty,
            named and cause != UNKNOWN,
            questions,
            tuple(dict.fromkeys(advice)),
            advised.hand_on,
            escalation,
            is_report=facts.conversation.is_troubled,
        )

    def _while_open(
        self, diagnosis: Diagnosis, facts: Facts, questions: tuple[str, ...]
    ) -> Counsel:
        """Something safe to do or to try as long as the cause may not be named."""
        if not questions and (found := isolating(diagnosis, facts, self.knowledge)).advice:
            return found
        values = (
            {}
            if {*questions} & {*self._tests.values()}
            else worth(diagnosis, facts, self.knowledge)
        )
        return while_open(diagnosis, facts, self.knowledge, values, asking=bool(questions))

    def _plain(
        self, stance: Stance, facts: Facts, diagnosis: Diagnosis, heard: Understanding
    ) -> Move:
        """The moves that need no question about the cause."""
        advice, escalation = _PLAIN[stance]
        troubled = facts.conversation.is_troubled
        cause = NONE
        if stance in _SETTLED:
            cause = _settled_cause(diagnosis, facts)
        elif stance is Stance.EXPLAIN_CHANGE:
            cause = next(h.cause for h in diagnosis.ranked if h.cause.startswith("update:"))
        elif stance in (Stance.STATUS, Stance.ROUTE) and troubled:
            cause = _settled_cause(diagnosis, facts)
        in_doubt = _in_doubt(stance, heard, facts)
        if cause == NONE and (in_doubt or _is_left_open(facts)):
            cause = UNKNOWN
        if stance is Stance.RECOVERED:
            advice = after_recovery(cause, facts.conversation, facts, self.knowledge)
        elif stance is Stance.ROUTE and heard.kind is Kind.BILLING:
            advice = ("contact_sales", "handoff_to_human")
        return Move(
            stance,
            diagnosis,
            cause,
            round(stated(diagnosis.leading), 3) if cause != NONE else 0.9,
            questions=in_doubt,
            advice=advice,
            escalation=escalation,
            is_report=stance is Stance.HANDOFF and troubled,
        )


_PLAIN: dict[Stance, tuple[tuple[str, ...], Escalation | None]] = {
    Stance.STATUS: (("status_answer",), None),
    Stance.ROUTE: (("explain_howto", "handoff_to_human"), Escalation.NEEDS_STAFF),
    Stance.EXPLAIN_CHANGE: (("explain_howto", "point_to_update_notice"), None),
    Stance.DECLINE: (("decline_and_warn",), Escalation.ABUSE),
    Stance.HANDOFF: (("handoff_to_human",), Escalation.ASKED),
    Stance.RECOVERED: (("no_action_needed",), None),
    Stance.WORKED: ((), None),
    Stance.ACKNOWLEDGE: ((), None),
    Stance.INVITE: ((), None),
    Stance.LIMIT: (("rate_limit",), None),
    Stance.SILENT: ((), None),
}


_SETTLED = frozenset(
    {Stance.WORKED, Stance.RECOVERED, Stance.HANDOFF, Stance.ACKNOWLEDGE, Stance.INVITE}
)
_STANCES = {
    Kind.SECURITY_OR_ABUSE: Stance.DECLINE,
    Kind.HUMAN_PLEASE: Stance.HANDOFF,
    Kind.RECOVERED_REPORT: Stance.RECOVERED,
    Kind.WORKAROUND_FAILED: Stance.FAILED,
}


def stance_of(facts: Facts, heard: Understanding, diagnosis: Diagnosis) -> Stance:
    """What kind of answer the message gets; an answer to our question is read as that first."""
    if heard.kind in _STANCES:
        return _STANCES[heard.kind]
    if found_by_themselves(heard, facts.conversation):
        return Stance.DIAGNOSE
    if heard.kind is Kind.WORKAROUND_WORKED:
        over = facts.conversation.recovered_at is not None
        return Stance.RECOVERED if over else Stance.WORKED
    troubled = facts.conversation.is_troubled
    if heard.kind.is_report or (troubled and _goes_on(heard, diagnosis, facts)):
        return Stance.DIAGNOSE
    if heard.kind is Kind.STATUS_QUERY or heard.kind in _ROUTED:
        if _explains_change(diagnosis):
            return Stance.EXPLAIN_CHANGE
        return Stance.ROUTE if heard.kind in _ROUTED else Stance.STATUS
    return Stance.ACKNOWLEDGE


def _goes_on(heard: Understanding, diagnosis: Diagnosis, facts: Facts) -> bool:
    """Whether a message that is no report goes on with the trouble: it answers, asks or adds to it.

    What sounds like a how-to does so when it tells of the trouble and the cause is clear: "I closed
    the form this morning, how do I open it again" is better answered by the cause.
    """
    if heard.answered or heard.kind is Kind.STATUS_QUERY:
        return True
    if heard.kind not in _ROUTED:
        adds = heard.facts.get("recent_change") not in (None, "none")
        return adds or heard.facts.get("account_role") == "not_admin"
    tells, leading = heard.symptoms or "recent_change" in heard.facts, diagnosis.leading
    return bool(tells) and leading.probability >= LIKELY and may_be_named(leading, facts)


def _in_doubt(stance: Stance, heard: Understanding, facts: Facts) -> tuple[str, ...]:
    """Asks for a symptom of their own where a question may just as well be a report."""
    asked = {*facts.conversation.answered, *facts.conversation.open_questions}
    doubtful = heard.or_else is not None and heard.or_else.is_report
    open_to_it = stance in (Stance.STATUS, Stance.ROUTE, Stance.ACKNOWLEDGE)
    if doubtful and open_to_it and OWN_SYMPTOM not in asked and not facts.conversation.is_troubled:
        return (OWN_SYMPTOM,)
    return ()


def _is_left_open(facts: Facts) -> bool:
    """Whether we asked for a symptom of their own and were not told that there is none."""
    conversation = facts.conversation
    denied = conversation.complaint.facts.get(OWN_SYMPTOM) is False
    return OWN_SYMPTOM in conversation.asked and not denied


def _explains_change(diagnosis: Diagnosis) -> bool:
    return any(h.cause.startswith("update:") and h.probability >= 0.3 for h in diagnosis.ranked)


def _settled_cause(diagnosis: Diagnosis, facts: Facts) -> str:
    """The cause we last held for this trouble, to speak of it after its end."""
    if facts.conversation.reported_at is None:
        return NONE
    known = facts.conversation.incident
    incident = next((i for i in facts.incidents if i.id == known), None)
    if incident is not None and incident.confidence >= SURE:
        return incident.cause
    leading = diagnosis.leading
    if leading.cause != UNKNOWN and leading.probability >= SURE:
        return leading.cause
    return UNKNOWN


def _already_off(leading: Hypothesis, facts: Facts) -> bool:
    return leading.cause.partition(":")[2] in facts.conversation.switched_off()


def _escalation(
    advice: tuple[str, ...], questions: tuple[str, ...], facts: Facts, heard: Understanding
) -> Escalation | None:
    if heard.urgency is Urgency.HIGH or facts.conversation.complaint.urgency is Urgency.HIGH:
        return Escalation.URGENT
    if not {*advice} - FRESHENS and not questions:
        return Escalation.STUCK
    return None

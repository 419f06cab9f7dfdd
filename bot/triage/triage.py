"""The whole flow on one screen: hear, weigh, ask, advise. Start reading here."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial

from bot.model.advice_plan import RUN_WHAT_IS_LEFT, WAIT_WITH_RUNS, AdvicePlan
from bot.model.catalogue import Catalogue
from bot.model.conversation import Conversation
from bot.model.event import MessageReceived
from bot.model.evidence import NONE, UNKNOWN, Diagnosis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.move import Certainty, Escalation, Move, ReplyType
from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.advise import advise, isolating, while_open
from bot.triage.after_recovery import after_recovery
from bot.triage.ask import best_questions, is_settled, says_what_to_do, worth
from bot.triage.asking import CANNOT_FOLLOW, Asking, unable
from bot.triage.colleagues import with_colleagues
from bot.triage.contextual_kind import in_context
from bot.triage.evidence.browser_checks import with_check
from bot.triage.evidence.signatures import Signatures
from bot.triage.evidence.uploads import lines_of, materials, with_upload
from bot.triage.moves import PLAIN, SETTLED, already_off, goes_on_with, with_a_person
from bot.triage.naming import (
    SURE,
    certainty_of,
    is_clear,
    may_be_named,
    settled_cause,
    stated,
)
from bot.triage.offering import offered
from bot.triage.opening import is_opening
from bot.triage.outcome import outcome_of
from bot.triage.pending_advice import with_tests
from bot.triage.refusing import with_refusals
from bot.triage.reply.scene import is_over
from bot.triage.reply_type import escalation_of, in_doubt, leaves_open, stance_of
from bot.triage.request import one_request
from bot.triage.result_model import ResultModel
from bot.triage.tenant_report import signs_of, testimony
from bot.triage.topics import TopicReader
from bot.triage.understand.material.pasted import by_hand
from bot.triage.understand.meaning.signature_model import LANGUAGES
from bot.triage.understand.reader import MessageReader
from bot.triage.update_conversation import BUTTONS, hear
from bot.triage.weigh import Weigher

# Of a service that does not open at all, what is known of its connection tells nothing.
_OF_THE_WHOLE = frozenset({Symptom.WONT_OPEN, Symptom.BLANK_SCREEN, Symptom.LOGIN_FAILS})


class Triage:
    """Reads messages and decides the next move; built once for a knowledge and a catalogue.

    It remembers nothing: each call sees the whole conversation. It carries nothing out.
    """

    def __init__(self, knowledge: Knowledge, catalogue: Catalogue) -> None:
        self.knowledge = knowledge
        self.catalogue = catalogue
        self._reader = MessageReader(knowledge, catalogue)
        self._weigher = Weigher(knowledge, catalogue)
        self._signatures = Signatures(knowledge.signatures, knowledge.signature_weights)
        self._tests = {r.id: r.tests for r in knowledge.remedies.values() if r.tests}
        self._asking = Asking(knowledge, self._reader)
        self._results = ResultModel(knowledge.result_weights)
        self._topics = TopicReader(knowledge.topics, knowledge.topic_weights)

    def read(self, text: str) -> Understanding:
        """What one message means, alone."""
        heard = self._reader.read(text)
        nameless = self._nameless(heard, heard.redacted)
        heard = self._asking.asked(self._on(heard, nameless), heard.redacted, nameless)[0]
        return self._topics.without_covered(heard, self.knowledge.answers)

    def topics_of(self, heard: Understanding) -> tuple[str, ...]:
        """The functions that a message speaks of, the closest ones, whether it asks or tells."""
        return self._topics.closest(heard.topics)

    def understand(self, event: MessageReceived, conversation: Conversation) -> Understanding:
        """What the message means in its conversation; a pressed button means what it says."""
        heard, request = self._read(event, conversation)
        if event.check is not None:
            return with_check(heard, event.check, conversation)
        if is_opening(heard, conversation):  # it answers nothing, whatever was asked
            return Understanding(Kind.CHITCHAT, heard.lang, heard.redacted, urgency=heard.urgency)
        for material in materials(event, heard):
            heard = with_upload(heard, material, conversation, self.catalogue.owners_of)
        kind = BUTTONS.get(event.button or "")
        words = heard.redacted
        if kind is not None:
            heard = replace(heard, kind=kind, symptoms=frozenset(), answered=(), acts=())
            words = ""
        nameless = self._nameless(heard, words)
        heard = self._on(heard, nameless) if words else heard
        heard, only_asks = self._asking.asked(heard, words, nameless, conversation)
        of_advice = CANNOT_FOLLOW if conversation.advised else frozenset[str]()
        heard = self._topics.without_covered(heard, self.knowledge.answers, of_advice)
        if only_asks:
            return heard
        if conversation.reported_at is not None and words:
            whole = nameless if request == words else self._nameless(heard, request)
            heard = replace(heard, result=self._results.read(whole))
        signatures = (*self._shown(words, nameless, heard.lang), *unable(heard))
        verdict = outcome_of(heard, words, conversation, event.at, signatures)
        return in_context(heard, verdict, conversation)

    def _shown(self, text: str, nameless: str, lang: str) -> tuple[str, ...]:
        """Ids of the signatures in a masked text and in what a person wrote of it."""
        return self._signatures.find(text, nameless if lang in LANGUAGES else "")

    def _on(self, heard: Understanding, nameless: str) -> Understanding:
        """The message with the functions that it speaks of."""
        products = () if heard.symptoms & _OF_THE_WHOLE else heard.products
        told = self._topics.read(heard.redacted, nameless, heard.lang, products)
        return replace(heard, topics=told)

    def _nameless(self, heard: Understanding, words: str) -> str:
        """Masked words in plain spelling with one sign for each product's name, as trained readers see them."""
        return self._reader.without_names(words, heard.lang)[0]

    def _read(
        self, event: MessageReceived, conversation: Conversation
    ) -> tuple[Understanding, str]:
        """The message by its own words, or by those of the whole request that it is a line of, and these, masked."""
        hint = conversation.lang if conversation.turns else event.lang
        known = frozenset(conversation.complaint.products)
        read = partial(self._reader.read, event.text, lang_hint=hint, known=known)
        heard = read(open_questions=conversation.open_questions)
        heard = with_refusals(with_tests(heard, conversation, self._tests, read), conversation)
        words = one_request(event, heard, conversation)
        if words is None:
            return heard, heard.redacted
        whole = self._reader.read(words, lang_hint=hint, known=known)
        return replace(whole, redacted=heard.redacted, pasted=heard.pasted), whole.redacted

    def hear(
        self, conversation: Conversation, event: MessageReceived, heard: Understanding
    ) -> Conversation:
        """The conversation after one more message."""
        words = by_hand(heard.redacted) if heard.pasted is not None else heard.redacted
        shown = (lines_of(m, self.catalogue.owners_of) for m in materials(event, heard))
        text = "\n".join((words, *shown))
        if missing := self._signatures.missing(text):
            heard = replace(heard, facts={**heard.facts, "missing_names": missing})
        found = (*self._shown(text, self._nameless(heard, words), heard.lang), *unable(heard))
        return self._topics.noted(hear(conversation, event, heard, found, self.catalogue), heard)

    def diagnose(self, facts: Facts) -> Diagnosis:
        """What may be behind the trouble, ranked."""
        return self._weigher.weigh(with_colleagues(facts, self.knowledge))

    def testified(self, facts: Facts) -> tuple[Facts, Diagnosis]:
        """The diagnosis, and the conversation with what it says of causes that others may share."""
        diagnosis, conversation = self.diagnose(facts), facts.conversation
        signs = signs_of(conversation.complaint, self.knowledge.signatures)
        weights, support = testimony(diagnosis, signs)
        conversation = replace(conversation, testimony=weights, support=support)
        return replace(facts, conversation=conversation), diagnosis

    def next_move(self, facts: Facts, heard: Understanding, diagnosis: Diagnosis) -> Move:
        """What to say or do next in one conversation."""
        if any(self.knowledge.answers[a].safety for a in heard.asked):
            return self._of_danger(diagnosis, heard)
        stance = stance_of(facts, heard, diagnosis)
        if stance is ReplyType.ACKNOWLEDGE and is_opening(heard, facts.conversation):
            stance = ReplyType.INVITE
        if stance in (ReplyType.DIAGNOSE, ReplyType.FAILED):
            move = self._diagnosed(stance, facts, diagnosis, heard)
        else:
            move = self._plain(stance, facts, diagnosis, heard)
        return with_a_person(move, facts, heard)

    def _diagnosed(
        self, stance: ReplyType, facts: Facts, diagnosis: Diagnosis, heard: Understanding
    ) -> Move:
        leading, known = diagnosis.leading, self.knowledge
        certainty = certainty_of(leading)
        named = may_be_named(leading, facts)
        advised = advise(leading, facts, known, named=named)
        worth_bits = cache(lambda: worth(diagnosis, with_colleagues(facts, known), known))
        settled, clear = is_settled(facts, known), named and is_clear(diagnosis)
        asks = not (settled or clear or already_off(leading, facts))
        questions = best_questions(worth_bits(), facts.conversation) if asks else ()
        said, sure = certainty is Certainty.CONFIRMED, named and certainty is not Certainty.POSSIBLE
        escalation = escalation_of(advised.advice, questions, facts, heard, vendor_says_so=said)
        if not (advised.advice or says_what_to_do(facts, known)):
            advised = self._while_open(diagnosis, facts, questions, worth_bits)
        advice = advised.advice
        if heard.kind is Kind.STATUS_QUERY:
            advice = ("status_answer", *advice)
        has_it = escalation is Escalation.URGENT and facts.conversation.ticket is not None
        if has_it or (settled and escalation is Escalation.STUCK):
            escalation = None  # somebody has it already, or nobody is needed
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
            offer=() if sure else offered(diagnosis, facts),
        )

    def _of_danger(self, diagnosis: Diagnosis, heard: Understanding) -> Move:
        """Where a wrong word does harm: a person is called urgently, and nothing else is said."""
        advice = [a for ident in heard.asked for a in self.knowledge.answers[ident].advice]
        return Move(
            ReplyType.SAFETY,
            diagnosis,
            UNKNOWN,
            0.5,
            advice=(*advice, "handoff_to_human"),
            escalation=Escalation.URGENT,
            is_report=True,
        )

    def _while_open(
        self,
        diagnosis: Diagnosis,
        facts: Facts,
        questions: tuple[str, ...],
        worth_bits: Callable[[], Mapping[str, float]],
    ) -> AdvicePlan:
        """Something safe to do or to try as long as the cause may not be named."""
        if not questions and (found := isolating(diagnosis, facts, self.knowledge)).advice:
            return found
        tests = not {*questions}.isdisjoint(self._tests.values())
        values = {} if tests else worth_bits()
        return while_open(diagnosis, facts, self.knowledge, values, asking=bool(questions))

    def _plain(
        self, stance: ReplyType, facts: Facts, diagnosis: Diagnosis, heard: Understanding
    ) -> Move:
        """The moves that need no question about the cause."""
        advice, escalation = PLAIN[stance]
        troubled = facts.conversation.is_troubled
        cause = NONE
        if stance in SETTLED:
            cause = settled_cause(diagnosis, facts)
        elif stance is ReplyType.EXPLAIN_CHANGE:
            cause = next(h.cause for h in diagnosis.ranked if h.cause.startswith("update:"))
        elif stance in (ReplyType.STATUS, ReplyType.ROUTE) and troubled:
            cause = settled_cause(diagnosis, facts)
        doubts = in_doubt(stance, heard, facts)
        if stance is ReplyType.ANSWER:
            advice, escalation = self._answered(heard, facts)
            concerned = troubled or facts.conversation.switched_off()
            cause = settled_cause(diagnosis, facts) if concerned else NONE
            known = facts.conversation.may_have_off(cause.partition(":")[2])
            known = known or may_be_named(diagnosis.leading, facts)
            cause = cause if known or cause == NONE else UNKNOWN
        elif stance is ReplyType.RECOVERED:
            advice = after_recovery(cause, facts.conversation, facts, self.knowledge, heard.asked)
        elif stance is ReplyType.WORKED:
            advice = goes_on_with(facts)
        elif stance is ReplyType.ROUTE and heard.kind is Kind.BILLING:
            advice = ("contact_sales", "handoff_to_human")
        if cause == NONE and leaves_open(doubts, heard, facts):
            cause = UNKNOWN
        return Move(
            stance,
            diagnosis,
            cause,
            round(stated(diagnosis.leading), 3) if cause != NONE else 0.9,
            questions=doubts,
            advice=advice,
            escalation=escalation,
            is_report=stance is ReplyType.HANDOFF and troubled,
        )

    def _answered(
        self, heard: Understanding, facts: Facts
    ) -> tuple[tuple[str, ...], Escalation | None]:
        """What the answers amount to as advice, and whether a person has to deal with one."""
        answers = [self.knowledge.answers[a] for a in heard.asked]
        advice = [a for answer in answers for a in answer.advice]
        if is_over(facts):
            again = after_recovery(UNKNOWN, facts.conversation, facts, self.knowledge, heard.asked)
            if "reenable_when" in heard.asked:
                advice += [a for a in again if a.startswith("reenable_")]
            if RUN_WHAT_IS_LEFT in again:
                advice = [RUN_WHAT_IS_LEFT if a == WAIT_WITH_RUNS else a for a in advice]
        if any(answer.hands_over for answer in answers):
            return (*advice, "handoff_to_human"), Escalation.NEEDS_STAFF
        return (*advice, "status_answer"), None

"""Which answers a message asks for, and what follows from that for the rest of it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model.acts import Asks, SaysOver, TellsResult, WantsPerson
from bot.model.answer import Answer
from bot.model.catalogue import INFRASTRUCTURE, ProductKind
from bot.model.conversation import Conversation, Speaker
from bot.model.knowledge import Knowledge
from bot.model.understanding import REPORTS, Kind, Understanding
from bot.triage.contextual_kind import as_question
from bot.triage.outcome import RESULTS
from bot.triage.reply.questions import MOST, WANTS_A_PERSON, AskedAnswers, QuestionReader
from bot.triage.understand.reader import MessageReader

SERVICE_OK, DATA_SAFE = "service_ok", "data_safe"  # the ids of answers
# The confidence of a report from which on a question that only somebody in trouble puts makes it one.
TOLD_WEAKLY = 0.4
# How confident a report must be to keep a first message one that reads as a question alone; less if it asks about lost data.
TOLD_SURELY, TOLD_OF_A_LOSS = 0.9, 0.35
SURE = 0.6  # the certainty below which whoever only asks is neither declined nor handed over
_NO_QUESTION = frozenset({Kind.SECURITY_OR_ABUSE, Kind.HUMAN_PLEASE})
_SERVICES = INFRASTRUCTURE | {ProductKind.IDP, ProductKind.ISP}
_HOW_TO = frozenset({"how_disable", "how_enable"})  # nobody asks how to do what they have done
_OF_TROUBLE = frozenset({"restart_helps", "when_fixed", "workaround"})
_MAY_TELL = frozenset({Kind.HOWTO, Kind.CONFIG_REQUEST, Kind.CHITCHAT})
NO_RIGHTS, IS_ADMIN = "ask_admin", "is_admin"  # the ids of an answer and of a question
# Answers that are asked for by saying that advice cannot be followed; signatures say the same.
_CANNOT = {NO_RIGHTS: "may-not-try", "settings_unreachable": "could-not-try"}
CANNOT_FOLLOW = frozenset(_CANNOT)


class Asking:
    """Reads the questions of messages that were understood. Built once."""

    def __init__(self, knowledge: Knowledge, reader: MessageReader) -> None:
        self._reader = reader
        self._of_the_desk = knowledge.questions
        self._questions = QuestionReader(
            knowledge.answers, knowledge.concepts, knowledge.question_weights
        )

    def asked(
        self,
        heard: Understanding,
        words: str,
        nameless: str,
        conversation: Conversation | None = None,
    ) -> tuple[Understanding, bool]:
        """The message with the answers that it asks for, and whether it does nothing but ask.

        Who only asks of the desk or of a step reports nothing and tells no result. ``words``: the
        masked message, empty for a pressed button; ``nameless``: the same with one sign for each product's
        name. ``conversation``: None for a message by itself.
        """
        under_way = conversation is None or _is_under_way(conversation)
        asked = self._questions.read(
            heard,
            words,
            nameless,
            advised=under_way,
            promised=conversation is not None and conversation.person_wanted,
        )
        if tells_weakly(heard, asked.ids):
            heard = replace(heard, kind=Kind.FUNCTION_REPORT)
        done = any(isinstance(act, TellsResult | SaysOver) for act in heard.acts)
        if done and not _HOW_TO.isdisjoint(asked.ids):  # "disable it? did so, works"
            asked = AskedAnswers(tuple(i for i in asked.ids if i not in _HOW_TO))
        if not under_way and _tells_at_first(heard, asked.ids):
            asked = asked._replace(nothing_else=False)
        doubtful = heard.kind in _NO_QUESTION and heard.certainty < SURE
        if asked.nothing_else and (doubtful or heard.kind in REPORTS | RESULTS):
            heard = as_question(heard)
        if heard.answered and (asked.nothing_else or _is_of_rights(heard, asked.ids)):
            # "and what do I do", "I am no administrator" answer nothing
            heard = self._without_answers(heard)
        return replace(heard, asked=asked.ids or self._of_a_service(heard)), asked.nothing_else

    def _without_answers(self, heard: Understanding) -> Understanding:
        """The message without what its words would say to the questions that were open."""
        known = self._of_the_desk
        questions = (known[key] for key in heard.answered if key in known)
        said = {fact for q in questions for facts in q.says.values() for fact in facts}
        facts = {fact: value for fact, value in heard.facts.items() if fact not in said}
        return replace(heard, answered=(), facts=facts)

    def _of_a_service(self, heard: Understanding) -> tuple[str, ...]:
        """The answer on how a service is, where a question of no known sort names one below the products.

        Of a cloud, a provider or a sign-in service customers ask nothing else here, in whatever words.
        """
        if heard.kind is not Kind.STATUS_QUERY and not heard.kind.is_report:
            return ()
        about = (
            i for a in heard.acts if isinstance(a, Asks) and a.question is None for i in a.about
        )
        products = (self._reader.catalogue.get(i) for i in about)
        return (SERVICE_OK,) if any(p is not None and p.kind in _SERVICES for p in products) else ()


def _is_of_rights(heard: Understanding, asked: tuple[str, ...]) -> bool:
    """Whether a message says nothing but that its writer may not change settings, which no other question asks."""
    idle = heard.kind is Kind.CHITCHAT and not heard.symptoms
    return idle and asked == (NO_RIGHTS,) and IS_ADMIN not in heard.answered


def _tells_at_first(heard: Understanding, asked: tuple[str, ...]) -> bool:
    """Whether a first message that reads as a question alone tells of trouble as well.

    Who asks whether something is lost has mostly seen why.
    """
    least = TOLD_OF_A_LOSS if DATA_SAFE in asked else TOLD_SURELY
    told = heard.report is not None and heard.report.confidence >= least
    return told and bool(heard.symptoms)


def _is_under_way(conversation: Conversation) -> bool:
    """Whether there is anything that a question may be about: what the desk said, or what they have off."""
    replied = any(turn.speaker is Speaker.DESK for turn in conversation.turns)
    return replied or bool(conversation.advised or conversation.switched_off())


def tells_weakly(heard: Understanding, asked: tuple[str, ...]) -> bool:
    """Whether what may be about an app or small talk asks what only who has trouble asks, and may tell of it."""
    open_to_it = heard.kind in _MAY_TELL and heard.certainty < SURE
    told = heard.report is not None and heard.report.confidence >= TOLD_WEAKLY
    return open_to_it and told and not _OF_TROUBLE.isdisjoint(asked)


def wanting_a_person(heard: Understanding) -> Understanding:
    """The message with the wish for a person, which was not written but pressed."""
    if WANTS_A_PERSON in heard.asked:
        return heard
    acts = (*heard.acts, WantsPerson(heard.redacted, 1.0))
    return replace(heard, asked=(*heard.asked, WANTS_A_PERSON), acts=acts)


def with_unanswered(
    heard: Understanding, conversation: Conversation, answers: Mapping[str, Answer]
) -> Understanding:
    """The message with what was asked in those before it that are answered together with it.

    A danger leaves no room for other questions.
    """
    if not conversation.unanswered or any(answers[i].safety for i in heard.asked):
        return heard
    asked = dict.fromkeys((*conversation.unanswered, *heard.asked))
    return replace(heard, asked=tuple(i for i in asked if i in answers)[:MOST])


def unable(heard: Understanding) -> tuple[str, ...]:
    """The signatures that the questions of a message stand for: "I have no rights" asks whom to ask."""
    return tuple(_CANNOT[name] for name in heard.asked if name in _CANNOT)

"""The question whose answer is worth most, or none.

Worth: the information (bits) that the answer is expected to bring about the cause of this customer's
trouble and about a fault that others share, less the trouble of answering.
"""

from collections.abc import Collection, Iterator, Mapping

from bot.lexicon.meanings import Meanings
from bot.model.catalogue import Catalogue, ProductKind
from bot.model.conversation import AdviceOutcome, Complaint, Conversation
from bot.model.evidence import Diagnosis
from bot.model.facts import Facts
from bot.model.knowledge import Knowledge
from bot.model.question import Question
from bot.model.topic import first_topic
from bot.model.understanding import FactValue, Scope, Symptom
from bot.text.normalise import nfkc, plain
from bot.triage.evidence.clues import Sight, holds
from bot.triage.information import Expectation
from bot.triage.own_words import written_in
from bot.triage.pending_advice import kind_of

# The sorts of product that answer a question by being named, by what it reveals of each product.
_ANSWERED_BY: Mapping[str, Collection[ProductKind]] = {
    "use": frozenset(ProductKind) - {ProductKind.PLATFORM},
    "sign_in": frozenset({ProductKind.IDP}),
    "provider": frozenset({ProductKind.ISP}),
}
_SAID = Meanings("told", "known.")  # a group, by the names that questions give
# What shows where an entry is refused, with an explanation.
_OF_AN_ENTRY = frozenset(
    {Symptom.ERROR_MESSAGE, Symptom.SAVE_FAILS, Symptom.FILE_PROBLEM, Symptom.LOGIN_FAILS}
)
NOTHING = "none"  # in place of a symptom: none was told
MOST_QUESTIONS = 2  # in one conversation; afterwards a person helps better than a third question
# Questions in a case that its customer told of beside another, of which they were asked as well.
MOST_BESIDE = 1
BITS_PER_TROUBLE = 0.012  # what one deciban of the customer's trouble must bring
LEAST_BITS = 0.06
FIRST = 0.4  # bits that a question is worth besides where support staff would ask it first
ON_TOPIC = 0.8  # the same of what they ask first about a function, where nothing closer is known of the case


def best_questions(values: Mapping[str, float], conversation: Conversation) -> tuple[str, ...]:
    """The key of the best question to ask now, by what each is worth; empty when none is."""
    if len(conversation.asked) >= (MOST_BESIDE if conversation.split_from else MOST_QUESTIONS):
        return ()
    return (max(values, key=lambda key: values[key]),) if values else ()


def says_what_to_do(facts: Facts, knowledge: Knowledge) -> bool:
    """Whether a first reply says of the function that was named what to do, where no incident is open."""
    complaint = facts.conversation.complaint
    topic = first_topic(knowledge.topics, complaint.topics)
    calm = facts.conversation.awaits_first_reply and not any(i.is_open for i in facts.incidents)
    known = (knowledge.signatures.get(s) for s in complaint.signatures)
    explained = any(s is not None and s.meaning for s in known)
    return calm and topic is not None and topic.settles and not explained


def is_settled(facts: Facts, knowledge: Knowledge) -> bool:
    """Whether a first reply explains an error that is no fault, or says what to do: there is nothing to find out."""
    if says_what_to_do(facts, knowledge):
        return True
    conversation = facts.conversation
    known = (knowledge.signatures.get(s) for s in conversation.complaint.signatures)
    explained = any(s is not None and s.no_fault for s in known)
    alone = conversation.complaint.scope.isdisjoint({Scope.SEVERAL_USERS, Scope.EVERYONE})
    nothing_else = conversation.complaint.symptoms <= _OF_AN_ENTRY
    return explained and alone and nothing_else and conversation.awaits_first_reply


def worth(diagnosis: Diagnosis, facts: Facts, knowledge: Knowledge) -> dict[str, float]:
    """The questions that fit and would tell something, each with its value in bits, trouble paid."""
    conversation = facts.conversation
    expected = Expectation(diagnosis, conversation.complaint, knowledge)
    first = {} if conversation.asked else asked_first(facts, knowledge)
    values = {
        q.id: expected.of(q) - BITS_PER_TROUBLE * q.trouble + first.get(q.id, 0.0)
        for q in askable(facts, knowledge, first)
    }
    return {key: value for key, value in values.items() if value > LEAST_BITS}


def askable(facts: Facts, knowledge: Knowledge, first: Collection[str] = ()) -> Iterator[Question]:
    """Questions that fit the complaint, or are among the ``first``, and whose answer is not known yet."""
    conversation = facts.conversation
    named = _named(conversation.complaint, facts.catalogue)
    topic = first_topic(knowledge.topics, conversation.complaint.topics)
    on_server = topic is not None and topic.elsewhere and topic.local
    for question in knowledge.questions.values():
        if question.of_browser and on_server and conversation.awaits_first_reply:
            continue
        if not named.isdisjoint(_ANSWERED_BY.get(question.reveals, ())):
            continue  # who named the part in question is not asked for a list, nor Okta's users how they sign in
        if not question.not_of_topics.isdisjoint(conversation.complaint.topics):
            continue
        part = not named.isdisjoint(_ANSWERED_BY["use"])
        if (question.of_named_part and not part) or (question.not_of_named_part and part):
            continue  # "that plug-in" is none that they spoke of, or what is new in kintone is not it
        fits = not question.symptoms or conversation.complaint.symptoms.intersection(
            question.symptoms
        )
        if (fits or question.id in first) and not is_known(question, conversation):
            yield question


def asked_first(facts: Facts, knowledge: Knowledge) -> dict[str, float]:
    """The questions that support staff would ask before any other here, with the bits that adds.

    Those whose ``first_when`` holds; where none does, the one that they ask about the function that was named.
    """
    complaint = facts.conversation.complaint
    sight, kinds = Sight("", complaint, {}), _named(complaint, facts.catalogue)
    topic = first_topic(knowledge.topics, complaint.topics)
    own = topic is not None and topic.local  # what is asked about it comes before what shows

    def is_met(condition: str, wanted: tuple[FactValue, ...]) -> bool:
        if condition == "named":
            return not kinds.isdisjoint(wanted)
        if condition == "no_symptom":
            return complaint.symptoms.isdisjoint(map(str, wanted))
        if condition == "symptom" and not complaint.symptoms:
            untold = facts.conversation.awaits_first_reply and not own
            return NOTHING in wanted and untold
        return holds(condition, wanted, sight)

    return {
        question.id: FIRST
        for question in knowledge.questions.values()
        if any(all(is_met(*one) for one in when.items()) for when in question.first_when)
        and not is_known(question, facts.conversation)
    } or dict.fromkeys(_asked_of_topic(facts, knowledge), ON_TOPIC)


def _asked_of_topic(facts: Facts, knowledge: Knowledge) -> list[str]:
    """The first question about the function that was named whose answer is not known; none where all are."""
    complaint = facts.conversation.complaint
    spoken_of = complaint.topics if facts.conversation.awaits_first_reply else ()
    topic = first_topic(knowledge.topics, spoken_of)
    asks = [knowledge.questions[ident] for ident in topic.ask] if topic else []
    unknown = (q for q in asks if not (is_known(q, facts.conversation) or _is_told(q, complaint)))
    return [q.id for q in unknown][:1]


def _has_tried(remedies: Collection[str], conversation: Conversation) -> bool:
    """Whether the customer told what came of one of these remedies, or that something is off."""
    tried = (t for t in conversation.trials if t.outcome is not AdviceOutcome.CANNOT)
    return bool(conversation.changes) or any(kind_of(t.advice) in remedies for t in tried)


def _named(complaint: Complaint, catalogue: Catalogue) -> frozenset[ProductKind]:
    """The sorts of product that they named; one in no catalogue is taken for a plug-in."""
    found = (catalogue.get(ident) for ident in complaint.products)
    unlisted = [ProductKind.PLUGIN] if complaint.unlisted else []
    return frozenset((*(p.kind for p in found if p is not None), *unlisted))


def is_known(question: Question, conversation: Conversation) -> bool:
    """Whether this has been asked, or said without being asked."""
    complaint = conversation.complaint
    if question.id in conversation.asked or question.id in conversation.answered:
        return True
    beside = conversation.one_of_several and complaint.inventory is not None  # told in another case
    if question.reveals == "use" and (complaint.complete or beside):
        return True
    if not complaint.scope.isdisjoint(question.known_by_scopes):
        return True
    if not complaint.symptoms.isdisjoint(question.known_by_symptoms):
        return True
    if not question.known_by_signatures.isdisjoint(complaint.signatures):
        return True
    if question.known_by_trials and _has_tried(question.known_by_trials, conversation):
        return True
    if not question.reveals and _is_told(question, complaint):
        return True
    if _is_in_words(question, conversation):
        return True
    stated = (*question.yes, *question.no, *question.known_by_facts)
    return any(fact in complaint.facts for fact in stated)


def _is_in_words(question: Question, conversation: Conversation) -> bool:
    """Whether what they wrote says it in words that are no fact."""
    said = plain(nfkc("\n".join(written_in(conversation)))) if question.known_by_words else ""
    known = _SAID.group("known")
    return any(known[words].search(said) for words in question.known_by_words)


def _is_told(question: Question, complaint: Complaint) -> bool:
    """Whether their words show one of the possible answers, such as an error that they pasted."""
    shown = (s for answer in question.possible for s in answer.signatures)
    return any(signature in complaint.signatures for signature in shown)

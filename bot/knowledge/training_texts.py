"""What each trained reader learns from: the labelled texts, others that tell of nothing beside them, and what it sees of each."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from bot.knowledge.compose import composed
from bot.knowledge.messages import (
    NO_ACTION,
    LabelledAnswer,
    LabelledMessage,
    LabelledResult,
    LabelledSentence,
    asked_questions,
    beside_reports,
    told_answers,
    told_results,
    told_signatures,
    topic_messages,
    training_messages,
)
from bot.knowledge.train import Features
from bot.model.answer import Answer
from bot.model.knowledge import Knowledge
from bot.model.labels import Kind
from bot.model.result_reading import ToldOutcome
from bot.model.signature import Signature
from bot.model.topic import Topic
from bot.model.weights import UNASKED
from bot.text.language import language
from bot.triage.evidence.signatures import Signatures
from bot.triage.reply.concepts import ConceptReader
from bot.triage.reply.question_model import NOTHING, QuestionModel
from bot.triage.result_model import ResultModel
from bot.triage.topics import LANGUAGES, NO_TOPIC, TopicReader
from bot.triage.understand.answers.answer_model import NO_ANSWER
from bot.triage.understand.facts.results import told_in
from bot.triage.understand.meaning.signature_model import NO_SIGNATURE, SignatureModel
from bot.triage.understand.reader import MessageReader

OTHERS = 30  # of the labelled messages: one in so many is read beside the results
RESULTS_WITH_A_QUESTION = (
    3  # of the labelled results: one in so many is read once more with a question behind it
)
QUESTIONS_BESIDE_RESULTS = 4  # of the labelled questions: one in so many is read beside the results
# Questions that may tell of a result too: that they may not or cannot, did it already, or how things are lost.
_TELLS_AS_WELL = frozenset({"ask_admin", "no_admin", "settings_unreachable", "ran_again"})
BESIDE_TOPICS = 12  # of the labelled messages: one in so many is read beside those on topics
BESIDE_ANSWERS = 12  # of the labelled messages: one in so many is read beside the answers
LONGEST_ANSWER = 24  # characters: what is shorter may be an answer as well
BESIDE_SIGNATURES = 8  # of all labelled texts: one in so many is read beside those on circumstances
RESULTS_BESIDE_ANSWERS = 40  # and of the labelled results
OWN_SYMPTOM = "own_symptom"  # the question whether they have the trouble themselves
# Of the labelled answers and results: one in so many is read beside the questions.
TOLD_BESIDE_QUESTIONS = 4
MAY_THEY = "is_admin"  # the question whether they have the rights
EVERY = 4  # of the labelled messages: one in so many is read beside the questions
_RESULTS = frozenset({Kind.WORKAROUND_WORKED, Kind.WORKAROUND_FAILED, Kind.RECOVERED_REPORT})
_OF_NO_FUNCTION = frozenset({
    Kind.OUTAGE_REPORT, Kind.BILLING, Kind.CHITCHAT, Kind.STATUS_QUERY, Kind.HUMAN_PLEASE, Kind.RECOVERED_REPORT,
})  # fmt: skip
_OF_APPS = frozenset({Kind.HOWTO, Kind.CONFIG_REQUEST})
_ENDINGS, _STOPS = ("。", ".", "!", "！", "?", "？", "…"), {"ja": "。", "en": ". "}  # of sentences
QUESTION = "question"  # the concept that what asks has
_Labelled = TypeVar("_Labelled", LabelledMessage, LabelledAnswer, LabelledResult, LabelledSentence)


def question_features(knowledge: Knowledge) -> Callable[[LabelledSentence], Features]:
    """What the reader of questions sees of a sentence, as the desk reads it."""
    reader = MessageReader(knowledge)
    model = QuestionModel(UNASKED, ConceptReader(knowledge.concepts))
    return lambda question: model.features(*reader.without_names(question.text, question.lang))


def result_features(knowledge: Knowledge) -> Callable[[str], Features]:
    """What the reader of results sees of a message, as the desk reads it."""
    reader = MessageReader(knowledge)
    return lambda text: ResultModel.features(reader.without_names(text, None)[0])


def answer_features(knowledge: Knowledge) -> Callable[[LabelledAnswer], Features]:
    """What the reader of answers sees of one, as the desk reads it."""
    reader = MessageReader(knowledge)
    return lambda told: reader.answer_features(told.text, told.question)


def signature_features(knowledge: Knowledge) -> Callable[[LabelledSentence], Features]:
    """What the reader of circumstances sees of a message, as the desk reads it."""
    reader = MessageReader(knowledge)
    return lambda told: SignatureModel.features(reader.without_names(told.text, told.lang)[0])


def topic_features(knowledge: Knowledge) -> Callable[[LabelledSentence], Features]:
    """What the reader of topics sees of a message, as the desk reads it."""
    reader, topics = MessageReader(knowledge), TopicReader(knowledge.topics)
    return lambda told: topics.features(*reader.without_names(told.text, told.lang))


def messages_to_train_on(folder: Path) -> tuple[LabelledMessage, ...]:
    """The labelled messages, and those of them that say something else as well."""
    messages = training_messages(folder)
    return (*messages, *composed(messages, beside_reports(folder)))


def _one_in(number: int, labelled: Iterable[_Labelled]) -> Iterator[_Labelled]:
    """One in so many texts, by their words alone: a text more or less changes no choice among the others."""
    return (m for m in labelled if crc32(m.text.encode()) % number == 0)


def results_to_train_on(folder: Path) -> tuple[LabelledResult, ...]:
    """The labelled results, and messages of other kinds and questions that tell of none."""
    told = told_results(folder)
    if not told:
        return ()
    known = {result.text for result in told}
    others = (m for m in _one_in(OTHERS, training_messages(folder)) if m.kind not in _RESULTS)
    asking = _only_asking(folder)
    idle = (*(m.text for m in others), *(question.text for question in asking))
    nothing = (LabelledResult(t, NO_ACTION, ToldOutcome.NOTHING) for t in idle if t not in known)
    return (*told, *_asking_as_well(told, asking), *nothing)


def _only_asking(folder: Path) -> Sequence[LabelledSentence]:
    """Some of the questions in which no word tells of a result or of something done."""
    some = _one_in(QUESTIONS_BESIDE_RESULTS, asked_questions(folder))
    asking = (q for q in some if q.label not in {NOTHING, *_TELLS_AS_WELL})
    return [q for q in asking if not ((told := told_in(q.text)).results or told.actions)]


def _asking_as_well(
    results: Iterable[LabelledResult], asking: Iterable[LabelledSentence]
) -> Iterator[LabelledResult]:
    """Some of the results, each with a question behind it: "it works again. Was it on your side?"."""
    by_lang = {lang: [q.text for q in asking if q.lang == lang] for lang in LANGUAGES}
    for result in _one_in(RESULTS_WITH_A_QUESTION, results):
        if questions := by_lang.get(language(result.text, None)):
            question = questions[
                crc32(result.text.encode()) // RESULTS_WITH_A_QUESTION % len(questions)
            ]
            stop = "" if result.text.endswith(_ENDINGS) else _STOPS[language(result.text, None)]
            yield result._replace(text=f"{result.text}{stop}{question}")


def answers_to_train_on(folder: Path, knowledge: Knowledge) -> tuple[LabelledAnswer, ...]:
    """The labelled answers, and messages that answer nothing, each beside one of the questions.

    Not beside that of own trouble: whoever tells of trouble or of what came of something does answer it.
    """
    told = told_answers(folder, knowledge.questions)
    asked = sorted({answer.question for answer in told} - {OWN_SYMPTOM})
    if not asked:
        return ()
    idle = (
        *((m.text, BESIDE_ANSWERS) for m in training_messages(folder)),
        *((result.text, RESULTS_BESIDE_ANSWERS) for result in told_results(folder)),
    )
    numbered = (
        (text, number, crc32(text.encode())) for text, number in idle if len(text) > LONGEST_ANSWER
    )
    beside = (
        LabelledAnswer(text, asked[by_words // number % len(asked)], NO_ANSWER)
        for text, number, by_words in numbered
        if by_words % number == 0
    )
    return (*told, *beside)


def signatures_to_train_on(folder: Path, knowledge: Knowledge) -> tuple[LabelledSentence, ...]:
    """The messages by circumstance, the examples that stand beside these signatures, and messages that tell of none.

    Those are of all kinds, answers and results among them; one in which a pattern finds any of these signatures
    says nothing either way.
    """
    told = told_signatures(folder, knowledge.signatures.keys())
    taught = {message.label for message in told} - {NO_SIGNATURE}
    if not taught:
        return ()
    known = {message.text for message in told}
    entries = [knowledge.signatures[i] for i in sorted(taught)]
    others = (
        *(text for entry in entries for text in entry.not_examples),
        *(m.text for m in _one_in(BESIDE_SIGNATURES, training_messages(folder))),
        *(m.text for m in _one_in(BESIDE_SIGNATURES, told_answers(folder, knowledge.questions))),
        *(m.text for m in _one_in(BESIDE_SIGNATURES, told_results(folder))),
    )
    patterns = Signatures(knowledge.signatures)
    idle = (
        LabelledSentence(text, language(text, None), NO_SIGNATURE)
        for text in dict.fromkeys(others)
        if text not in known and taught.isdisjoint(patterns.find(text))
    )
    return (*told, *_examples(entries, known), *idle)


def questions_to_train_on(folder: Path, knowledge: Knowledge) -> tuple[LabelledSentence, ...]:
    """The labelled questions, the examples that stand beside the answers, and messages that ask for none.

    Those are reports without a question, and what is asked about building apps: a column that is
    empty is no data that is lost, and "where do I print?" asks for no step of ours; and answers to the
    desk's questions and results, which tell and ask nothing.
    """
    asked = asked_questions(folder)
    if not asked:
        return ()
    known = {question.text for question in asked}
    examples = _examples(knowledge.answers.values(), known)
    featured = question_features(knowledge)
    others = [m for m in _one_in(EVERY, training_messages(folder)) if m.text not in known]
    told = [(LabelledSentence(m.text, m.lang, NOTHING), m.kind) for m in others]
    idle = (
        question
        for question, kind in told
        if question.lang in knowledge.concepts
        and (kind in _OF_APPS or (kind.is_report and not _asks(featured(question))))
    )
    silent = (
        LabelledSentence(text, language(text, None), NOTHING)
        for text in _answers_and_results(folder, knowledge)
        if text not in known
    )
    stated = (s for s in silent if s.lang in knowledge.concepts and not _asks(featured(s)))
    return (*asked, *examples, *idle, *stated)


def _answers_and_results(folder: Path, knowledge: Knowledge) -> Iterator[str]:
    """Some of what customers answer and tell, without what asks for help in itself: that they may not, or cannot."""
    answers = _one_in(TOLD_BESIDE_QUESTIONS, told_answers(folder, knowledge.questions))
    yield from (a.text for a in answers if a.question != MAY_THEY)
    results = _one_in(TOLD_BESIDE_QUESTIONS, told_results(folder))
    yield from (r.text for r in results if r.outcome is not ToldOutcome.CANNOT)


def topics_to_train_on(folder: Path, knowledge: Knowledge) -> tuple[LabelledSentence, ...]:
    """The messages by topic, the examples that stand beside the topics, and what speaks of none.

    That are counter-examples, and messages of kinds that name a function but by the way, both without the
    phrases of any.
    """
    told = topic_messages(folder)
    if not told:
        return ()
    featured = topic_features(knowledge)
    known = {message.text for message in told}
    examples = _examples(knowledge.topics.values(), known)
    counter = [t for topic in knowledge.topics.values() for t in topic.not_examples]
    of_no_function = [m for m in training_messages(folder) if m.kind in _OF_NO_FUNCTION]
    texts = dict.fromkeys((*counter, *(m.text for m in _one_in(BESIDE_TOPICS, of_no_function))))
    idle = [LabelledSentence(t, language(t, None), NO_TOPIC) for t in texts if t not in known]
    return (*told, *examples, *(m for m in idle if m.lang in LANGUAGES and not featured(m)[1]))


def _examples(
    entries: Iterable[Answer | Topic | Signature], known: Collection[str]
) -> Iterator[LabelledSentence]:
    """The examples that stand beside answers, topics or signatures, but for those that are labelled anyway."""
    for entry in entries:
        for text in entry.examples:
            if text not in known:
                yield LabelledSentence(text, language(text, None), entry.id)


def _asks(features: Features) -> bool:
    return any(concept.endswith(f":{QUESTION}") for concept in features[1])

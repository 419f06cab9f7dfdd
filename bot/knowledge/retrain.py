"""``jitabata train``: new weights from the labelled messages, and how good they are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from bot.knowledge.load import load
from bot.knowledge.measure import QualityFigures, figures, question_figures
from bot.knowledge.messages import (
    ANY,
    NO_ACTION,
    LabelledAnswer,
    LabelledResult,
    LabelledSentence,
    held_out_messages,
    held_out_questions,
    held_out_results,
    told_answers,
    told_signatures,
    topic_messages,
)
from bot.knowledge.train import (
    Features,
    train,
    train_answers,
    train_questions,
    train_results,
    train_signatures,
    train_topics,
)
from bot.knowledge.training_texts import (
    answer_features,
    answers_to_train_on,
    messages_to_train_on,
    question_features,
    questions_to_train_on,
    result_features,
    results_to_train_on,
    signature_features,
    signatures_to_train_on,
    topic_features,
    topics_to_train_on,
)
from bot.knowledge.weights import WeightsFile, load_weights, save
from bot.model.knowledge import Knowledge
from bot.model.result_reading import ResultReading
from bot.model.weights import Weights
from bot.triage.evidence.signatures import Signatures
from bot.triage.result_model import ResultModel
from bot.triage.second_opinion import SURE
from bot.triage.topics import NO_TOPIC
from bot.triage.triage import Triage
from bot.triage.understand.answers.answer_model import NO_ANSWER, UNSURE
from bot.triage.understand.meaning.signature_model import NO_SIGNATURE
from bot.triage.understand.reader import MessageReader

ROUNDING = 1  # steps by which a weight may differ on another processor


def retrain(folder: Path, out: TextIO) -> None:
    """Train on the folder's messages and questions, write the weights, report on those held out."""
    for name, material, weights in _trained(folder):
        save(weights, folder, name)
        out.write(f"trained on {material}, wrote {folder / name}\n")
    knowledge = load(folder)
    if held_out := held_out_messages(folder):
        out.writelines(
            f"{line}\n" for line in _lines(figures(held_out, MessageReader(knowledge).read))
        )
    if held := held_out_questions(folder):
        told = question_figures(held, Triage(knowledge, knowledge.catalogue).read)
        out.write(
            f"on {len(held)} questions held out: found {told.found:.3f}, mistaken {told.mistaken:.3f},"
            f" answered though nothing was asked {told.false:.3f}\n"
        )
    if told_of := topic_messages(folder, held_out=True):
        precise, complete = topic_figures(told_of, knowledge)
        out.write(
            f"on {len(told_of)} messages on topics held out: of those found right {precise:.3f}, found {complete:.3f}\n"
        )
    if answers := told_answers(folder, knowledge.questions, held_out=True):
        rightly, opposite = answer_figures(answers, knowledge)
        out.write(
            f"on {len(answers)} answers held out: right {rightly:.3f}, read as the opposite {opposite:.3f}\n"
        )
    if shown := told_signatures(folder, knowledge.signatures.keys(), held_out=True):
        precise, complete = signature_figures(shown, knowledge)
        out.write(
            f"on {len(shown)} messages on circumstances held out: of those found right {precise:.3f}, found {complete:.3f}\n"
        )
    if kept := held_out_results(folder):
        right = result_figures(kept, knowledge)
        out.write(
            f"on {len(kept)} results held out: right {right[0]:.3f}; of those that are sure enough to count ({right[1]:.3f}) {right[2]:.3f}\n"
        )


def topic_figures(held: Sequence[LabelledSentence], knowledge: Knowledge) -> tuple[float, float]:
    """Of messages on topics held out: the share of those found that is right, and of those to be found."""
    triage = Triage(knowledge, knowledge.catalogue)
    found = [(t.label, *triage.topics_of(triage.read(t.text))) for t in held]
    right = sum(wanted == first for wanted, first, *_ in (f for f in found if f[1:]))
    wanted = sum(t.label != NO_TOPIC for t in held)
    return right / max(1, sum(len(f) > 1 for f in found)), right / max(1, wanted)


def signature_figures(
    held: Sequence[LabelledSentence], knowledge: Knowledge
) -> tuple[float, float]:
    """Of circumstances held out: the share of those found that is right, and of those to be found, patterns included."""
    find = Signatures(knowledge.signatures, knowledge.signature_weights).find
    reader, told = MessageReader(knowledge), defaultdict[str, set[str]](set)
    for text, _, label in held:
        told[text] |= {label} - {NO_SIGNATURE}
    taught = {label for _, _, label in held}
    read = {text: taught.intersection(find(text, reader.without_names(text)[0])) for text in told}
    right = sum(len(read[text] & shown) for text, shown in told.items())
    found, wanted = (sum(map(len, some.values())) for some in (read, told))
    return right / max(1, found), right / max(1, wanted)


def _is_right(told: LabelledResult, read: ResultReading) -> bool:
    action = NO_ACTION if read.action is None else read.action
    return read.outcome == told.outcome and told.action in (action, ANY)


def result_figures(
    held: Sequence[LabelledResult], knowledge: Knowledge
) -> tuple[float, float, float]:
    """Of results held out: the share that is read right, that is read surely, and of these that is right."""
    model, reader = ResultModel(knowledge.result_weights), MessageReader(knowledge)
    read = [(result, model.read(reader.without_names(result.text, None)[0])) for result in held]
    right = [r is not None and _is_right(result, r) for result, r in read]
    sure = [r is not None and r.certainty >= SURE for _, r in read]
    both = sum(a and b for a, b in zip(right, sure, strict=True))
    return sum(right) / len(held), sum(sure) / len(held), both / max(1, sum(sure))


def answer_figures(held: Sequence[LabelledAnswer], knowledge: Knowledge) -> tuple[float, float]:
    """Of answers held out, read as the desk reads them: the share that is right, and that states the opposite."""
    reader, right, opposite = MessageReader(knowledge), 0, 0
    for told in held:
        says = knowledge.questions[told.question].says
        heard = reader.read(told.text, open_questions=(told.question,))
        stated = [label for label, facts in says.items() if facts.items() <= heard.facts.items()]
        if told.question not in heard.answered:
            stated = [NO_ANSWER]
        right += told.says in (stated or [UNSURE])
        opposite += told.says in says and bool(stated) and stated[0] in {*says} - {told.says}
    return right / len(held), opposite / len(held)


def is_current(folder: Path, out: TextIO, names: Iterable[WeightsFile] = WeightsFile) -> bool:
    """Whether training anew gives the weights on disk, up to rounding; says what differs. ``names``: of which files."""
    problems = {}
    for name, _, weights in _trained(folder, names):
        kept = load_weights(folder, name)
        problems[name] = "there are none" if kept is None else _difference(weights, kept)
        out.write(f"{name}: {problems[name] or 'what these messages give'}\n")
    return not any(problems.values())


def _trained(
    folder: Path, names: Iterable[WeightsFile] = WeightsFile
) -> Iterator[tuple[WeightsFile, str, Weights]]:
    """The name of each file of weights, what they are trained on in words, and the new weights; none where there is nothing to train on."""
    knowledge = load(folder, trained=False)
    for name in names:
        material, texts_of, train_on, features_of = _TRAININGS[name]
        if texts := texts_of(folder, knowledge):
            yield name, f"{len(texts)} {material}", train_on(texts, features_of(knowledge))


class _Training(NamedTuple):
    """How one file of weights comes about: what it is trained on in words, these texts, the training and what it sees of a text."""

    material: str
    texts: Callable[[Path, Knowledge], Sequence[Any]]
    train: Callable[[Sequence[Any], Callable[[Any], Features]], Weights]
    features: Callable[[Knowledge], Callable[[Any], Features]]


_TRAININGS: Mapping[WeightsFile, _Training] = {
    WeightsFile.MESSAGES: _Training(
        "messages",
        lambda folder, _: messages_to_train_on(folder),
        train,
        lambda knowledge: MessageReader(knowledge).features,
    ),
    WeightsFile.QUESTIONS: _Training(
        "questions", questions_to_train_on, train_questions, question_features
    ),
    WeightsFile.RESULTS: _Training(
        "results", lambda folder, _: results_to_train_on(folder), train_results, result_features
    ),
    WeightsFile.ANSWERS: _Training("answers", answers_to_train_on, train_answers, answer_features),
    WeightsFile.SIGNATURES: _Training(
        "messages on circumstances", signatures_to_train_on, train_signatures, signature_features
    ),
    WeightsFile.TOPICS: _Training(
        "messages on topics", topics_to_train_on, train_topics, topic_features
    ),
}


def _difference(fresh: Weights, kept: Weights) -> str:
    """In what two trainings differ beyond rounding; empty when in nothing."""
    if fresh.trained_on != kept.trained_on:
        return "trained on other messages; run jitabata train"
    if fresh.labels != kept.labels or fresh.signals.keys() != kept.signals.keys():
        return "other labels or signals; run jitabata train"
    common = fresh.ngrams.keys() & kept.ngrams.keys()
    if len(common) < 0.99 * len(fresh.ngrams):
        return "other n-grams; run jitabata train"
    if any(_apart(fresh.ngrams[n], kept.ngrams[n]) > ROUNDING for n in common):
        return "other weights; run jitabata train"
    if any(_apart(row, kept.signals[n]) > ROUNDING for n, row in fresh.signals.items()):
        return "other weights of signals; run jitabata train"
    return ""


def _apart(one: bytes, other: bytes) -> int:
    return max(
        abs((a ^ 128) - (b ^ 128))  # signed bytes, in order
        for a, b in zip(one, other, strict=True)
    )


def _lines(held_out: QualityFigures) -> Iterator[str]:
    yield f"on {held_out.messages} messages held out:"
    yield f"  kind            {held_out.kind:.3f} (harmful mistakes counted twice {held_out.kind_weighted:.3f})"
    yield f"  the surest 80 % {held_out.kind_when_sure:.3f}"
    by_language = ", ".join(f"{k} {v:.2f}" for k, v in held_out.kind_by_language.items())
    yield f"  by language     {by_language}"
    yield f"  false reports   {held_out.false_reports:.3f}"
    yield f"  symptoms F1     {held_out.symptoms_f1:.3f}"
    yield f"  reach           {held_out.scope:.3f}"
    yield f"  urgency         {held_out.urgency:.3f} (high for low or the reverse: {held_out.opposite_urgencies})"
    yield f"  language        {held_out.language:.3f}"
    yield f"  facts F1        {held_out.facts_f1:.3f}"
    yield f"  personal values still readable {held_out.leaks}"
    yield f"  taken for       {', '.join(f'{pair} {n}x' for pair, n in held_out.confused)}"

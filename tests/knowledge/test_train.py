import io
from functools import cache
from pathlib import Path

import pytest

from bot.knowledge.load import shipped as shipped_folder
from bot.knowledge.measure import figures
from bot.knowledge.messages import (
    LabelledMessage,
    held_out_messages,
    told_answers,
    training_messages,
)
from bot.knowledge.retrain import answer_figures, is_current
from bot.knowledge.train import digest, train
from bot.knowledge.weights import WeightsFile, load_weights, save
from bot.model.errors import JitabataError, KnowledgeError
from bot.model.understanding import Kind, Understanding
from bot.model.weights import Weights
from bot.triage.understand.meaning.classifier import Classifier
from tests import shipped
from tests.cases import each

READER = shipped.reader()


@cache
def every_message() -> tuple[LabelledMessage, ...]:
    return training_messages(shipped_folder())


@cache
def some_messages() -> tuple[LabelledMessage, ...]:
    """A handful of every kind, and every symptom and reach at least once on either side."""
    every = every_message()
    chosen = {m.text: m for kind in Kind for m in [m for m in every if m.kind is kind][:12]}
    for label in ("symptoms", "scope"):
        for value in sorted({v for m in every for v in getattr(m, label)}):
            telling = [m for m in every if value in getattr(m, label) and m.kind.is_report]
            chosen |= {m.text: m for m in telling[:2]}
    return tuple(chosen.values())


@cache
def some_weights() -> Weights:
    return train(some_messages(), READER.features)


@pytest.mark.slow
def test_the_same_messages_give_the_same_bytes(tmp_path: Path) -> None:
    messages = some_messages()
    weights = some_weights()
    save(weights, tmp_path)
    kept = load_weights(tmp_path)
    assert kept == weights
    again = train(messages, READER.features)
    (tmp_path / "again").mkdir()
    save(again, tmp_path / "again")
    assert (tmp_path / WeightsFile.MESSAGES).read_bytes() == (
        tmp_path / "again" / WeightsFile.MESSAGES
    ).read_bytes()


@pytest.mark.slow
def test_what_it_was_trained_on_it_knows() -> None:
    messages = some_messages()
    classifier = Classifier(some_weights())
    right = 0
    for message in messages:
        shares = classifier.read(*READER.features(message.text)).shares("kind")
        right += max(shares, key=lambda kind: shares[kind]) == message.kind.value
    assert right / len(messages) > 0.95


@pytest.mark.slow
def test_too_little_to_learn_from_is_said() -> None:
    with pytest.raises(JitabataError, match="both sorts are needed"):
        train(some_messages()[:3], READER.features)


def test_another_label_is_another_fingerprint() -> None:
    one, two = (LabelledMessage(text="遅い", lang="ja", kind=k) for k in (Kind.HOWTO, Kind.BILLING))
    assert digest([one]) != digest([two])
    assert digest([one, two]) == digest([two, one])


@pytest.mark.parametrize("damage", [b"", b"{}", b"x" * 1000, b"\x78\x9c\x03\x00"])
def test_damaged_weights_are_named_and_training_is_advised(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / WeightsFile.MESSAGES).write_bytes(damage)
    with pytest.raises(KnowledgeError, match="run jitabata train"):
        load_weights(tmp_path)


def test_weights_cut_off_are_refused(tmp_path: Path) -> None:
    whole = (shipped_folder() / WeightsFile.MESSAGES).read_bytes()
    (tmp_path / WeightsFile.MESSAGES).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(KnowledgeError):
        load_weights(tmp_path)


def test_a_folder_without_weights_is_read_with_those_shipped() -> None:
    assert load_weights(Path(__file__).parent) is None


@pytest.mark.slow
def test_no_message_is_held_out_and_trained_on() -> None:
    held_out = {m.text for m in held_out_messages(shipped_folder())}
    assert not held_out & {m.text for m in every_message()}


@pytest.mark.slow
def test_no_answer_is_held_out_and_trained_on() -> None:
    questions = shipped.knowledge().questions
    told = {a.text for a in told_answers(shipped_folder(), questions) if len(a.text) > 12}
    assert not told & {a.text for a in told_answers(shipped_folder(), questions, held_out=True)}


@each("told", ["portal same", "no_such_question fine"])
def test_an_answer_to_no_question_and_one_that_it_cannot_have_are_named(
    tmp_path: Path, told: str
) -> None:
    folder = tmp_path / "messages" / "answering"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "en.yaml").write_text(f"{told}:\n- it opens\n", "utf-8")
    with pytest.raises(KnowledgeError, match=f"no such answer: {told}"):
        told_answers(tmp_path, shipped.knowledge().questions)


def test_a_mistaken_message_is_named_by_file_and_number(tmp_path: Path) -> None:
    folder = tmp_path / "messages"
    folder.mkdir()
    (folder / "howto.yaml").write_text("- {lang: ja, text: 'a', symptoms: [sloow]}\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"howto\.yaml: message 1"):
        training_messages(tmp_path)


def test_a_message_that_stands_twice_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "messages"
    folder.mkdir()
    (folder / "howto.yaml").write_text(
        "- {lang: ja, text: 'a'}\n- {lang: ja, text: 'a'}\n", "utf-8"
    )
    with pytest.raises(KnowledgeError, match="stands twice: a"):
        training_messages(tmp_path)


def test_harmful_mistakes_count_twice() -> None:
    messages = [
        LabelledMessage(text="直りました", lang="ja", kind=Kind.RECOVERED_REPORT),
        LabelledMessage(text="ありがとう", lang="ja", kind=Kind.CHITCHAT),
        LabelledMessage(text="こんにちは", lang="ja", kind=Kind.CHITCHAT),
    ]
    measured = figures(messages, lambda text: Understanding(Kind.CHITCHAT, "ja", text))
    assert measured.kind == pytest.approx(2 / 3)
    assert measured.kind_weighted == pytest.approx(2 / 4)
    assert measured.confused == (("recovered_report as chitchat", 1),)


@pytest.mark.slow
def test_messages_never_seen_are_understood() -> None:
    """The bars, on messages of our own that nobody trains on or looks at."""
    measured = figures(held_out_messages(shipped_folder()), READER.read)
    assert measured.kind >= 0.92
    assert measured.kind_when_sure >= 0.955
    assert measured.false_reports <= 0.02
    assert measured.symptoms_f1 >= 0.85
    assert measured.scope >= 0.88
    assert measured.urgency >= 0.90
    assert measured.language >= 0.99
    assert measured.facts_f1 >= 0.75
    assert measured.leaks <= 4


@pytest.mark.slow
def test_answers_never_seen_are_understood() -> None:
    """In eight languages, by people who wrote none of those that are trained on."""
    knowledge = shipped.knowledge()
    held_out = told_answers(shipped_folder(), knowledge.questions, held_out=True)
    right, opposite = answer_figures(held_out, knowledge)
    assert right >= 0.84
    assert opposite <= 0.07


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", list(WeightsFile))
def test_the_shipped_weights_are_what_the_shipped_messages_give(name: WeightsFile) -> None:
    out = io.StringIO()
    assert is_current(shipped_folder(), out, [name]), out.getvalue()
    assert name in out.getvalue()

"""Trains the classifier on the labelled messages. Needs scikit-learn, which nothing else does.

Linear support vector machines (Joachims 1998), one against the rest for each kind, symptom, reach and urgency,
all on the same features: TF-IDF over n-grams (Salton & Buckley 1988; binary counts, vectors of length one)
and signals. A symptom or a reach is learned from messages of those kinds that can tell of one, since the
kind decides first. The same messages, phrases and program give the same weights, up to rounding.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.knowledge.messages import (
    ANY,
    LabelledAnswer,
    LabelledMessage,
    LabelledResult,
    LabelledSentence,
)
from bot.model.errors import JitabataError
from bot.model.feature_table import FeatureTable
from bot.model.understanding import REPORTS, Kind, Symptom
from bot.model.weights import Weights
from bot.triage.reply.question_model import ASKS
from bot.triage.result_model import ACTION, OUTCOME
from bot.triage.topics import TOPIC
from bot.triage.understand.answers.answer_model import SAYS
from bot.triage.understand.meaning.classifier import REPORT
from bot.triage.understand.meaning.ngrams import Gist, ngrams
from bot.triage.understand.meaning.signals import IS, REACHES, SILENT, URGES
from bot.triage.understand.meaning.signature_model import SIGNATURE
from bot.triage.understand.meaning.stated import TELLING, WHERE, WHO

Features = tuple[Gist, frozenset[str]]
Row = tuple[float, Sequence[float]]  # the bias and a coefficient for each feature
Featured = Callable[[str], Features]

# That hold an n-gram. Most messages stand there twice, alone and beside other words; questions do not.
FEWEST_MESSAGES, FEWEST_QUESTIONS = 3, 2
SIGNAL = 0.4  # how much a signal counts beside a whole message of n-grams
CONCEPT = 0.2  # how much a concept counts beside a whole sentence of n-grams
PHRASE = 0.4  # how much the phrases of a topic count beside a whole message of n-grams
# Inverse of the regularisation (scikit-learn's C). A kind shows in many words, a symptom in few: measured on
# messages that nobody had trained on, real ones among them.
STRENGTH = 1.0
STRENGTHS = {
    "kind": 0.45,
    **dict.fromkeys((ACTION, OUTCOME), 2.0),  # shown in few messages each
    **dict.fromkeys((TOPIC, SIGNATURE), 3.0),  # in fewer still
}
_STEPS = 127


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The features in use: n-grams with their inverse document frequency, and signals."""

    idf: Mapping[str, float]
    signals: tuple[str, ...]
    signal: float  # how much one counts beside a whole text of n-grams

    @classmethod
    def of(cls, features: Sequence[Features], signal: float, fewest: int) -> "_Vocabulary":
        counts = Counter(p for gist, _ in features for p in ngrams(gist.text))
        total = len(features)
        idf = {
            ngram: math.log((1 + total) / (1 + count)) + 1
            for ngram, count in sorted(counts.items())
            if count >= fewest
        }
        told = Counter(s for _, signals in features for s in signals)
        return cls(idf, tuple(sorted(s for s, n in told.items() if n >= fewest)), signal)

    def matrix(self, features: Sequence[Features], *, knowing: tuple[str, ...]) -> Any:
        """One sparse row for each message: n-grams scaled to length one, then the signals.

        Signals that speak for some families only are left out unless they begin with one of ``knowing``.
        """
        import numpy as np  # noqa: PLC0415 - scikit-learn's own, only here
        from scipy.sparse import csr_matrix  # noqa: PLC0415

        columns = {name: i for i, name in enumerate(self.idf)}
        signals = {name: i for i, name in enumerate(self.signals, len(columns))}
        values: list[float] = []
        places: list[int] = []
        ends = [0]
        unknown = tuple({REACHES, URGES, IS} - set(knowing))
        for gist, shown in features:
            known = sorted(ngrams(gist.text) & self.idf.keys())
            norm = math.sqrt(sum(self.idf[n] ** 2 for n in known)) or 1.0
            told = sorted(s for s in shown & signals.keys() if not s.startswith(unknown))
            places += (columns[n] for n in known)
            places += (signals[s] for s in told)
            values += (self.idf[n] / norm for n in known)
            values += [self.signal] * len(told)
            ends.append(len(places))
        return csr_matrix(
            (np.array(values), places, ends), shape=(len(features), len(columns) + len(signals))
        )


def train(messages: Sequence[LabelledMessage], featured: Featured) -> Weights:
    """Weights for every label; ``featured`` reads a text as the desk does, up to its features.

    Raises JitabataError when scikit-learn is not installed or there is too little to learn from.
    """
    _needs_scikit_learn()
    read = [featured(m.text) for m in messages]
    features = [
        (gist, signals | {IS + m.kind.value})
        for (gist, signals), m in zip(read, messages, strict=True)
    ]
    vocabulary = _Vocabulary.of(features, SIGNAL, FEWEST_MESSAGES)
    rows: dict[str, Row] = {}
    matrices: dict[tuple[str, ...], Any] = {}
    for family, wanted, taught, knowing in _families(messages):
        if knowing not in matrices:
            matrices[knowing] = vocabulary.matrix(features, knowing=knowing)
        rows |= _fitted(family, matrices[knowing], wanted, taught)
    return _weights(vocabulary, rows, digest(messages))


def train_questions(
    asked: Sequence[LabelledSentence], featured: Callable[[LabelledSentence], Features]
) -> Weights:
    """Weights for the questions that have an answer, and for none; as ``train``."""
    return _train_labels(asked, [q.label for q in asked], map(featured, asked), ASKS, CONCEPT)


def train_topics(
    told: Sequence[LabelledSentence], featured: Callable[[LabelledSentence], Features]
) -> Weights:
    """Weights for the topics that messages speak of, and for none; as ``train``."""
    return _train_labels(told, [t.label for t in told], map(featured, told), TOPIC, PHRASE)


def train_answers(
    told: Sequence[LabelledAnswer], featured: Callable[[LabelledAnswer], Features]
) -> Weights:
    """Weights for what answers say to the desk's questions; as ``train``."""
    return _train_labels(told, [a.says for a in told], map(featured, told), SAYS, CONCEPT)


def _train_labels(
    told: Sequence[tuple[str, ...]],
    labels: Sequence[str],
    featured: Iterable[Features],
    family: str,
    signal: float,
) -> Weights:
    """Weights for the labels of one family, of which each text has one."""
    _needs_scikit_learn()
    features = list(featured)
    vocabulary = _Vocabulary.of(features, signal, FEWEST_QUESTIONS)
    matrix = vocabulary.matrix(features, knowing=())
    rows = _fitted(family, matrix, labels, [True] * len(told))
    return _weights(vocabulary, rows, _digest_of(told))


def train_results(told: Sequence[LabelledResult], featured: Featured) -> Weights:
    """Weights for actions and for outcomes; as ``train``."""
    _needs_scikit_learn()
    features = [featured(result.text) for result in told]
    vocabulary = _Vocabulary.of(features, CONCEPT, FEWEST_QUESTIONS)
    matrix = vocabulary.matrix(features, knowing=())
    shown = [result.action != ANY for result in told]
    rows = _fitted(ACTION, matrix, [r.action for r in told], shown)
    rows |= _fitted(OUTCOME, matrix, [r.outcome for r in told], [True] * len(told))
    return _weights(vocabulary, rows, _digest_of(told))


def train_signatures(
    told: Sequence[LabelledSentence], featured: Callable[[LabelledSentence], Features]
) -> Weights:
    """Weights for the circumstances that messages tell of, and for none; as ``train``."""
    return _train_labels(told, [t.label for t in told], map(featured, told), SIGNATURE, CONCEPT)


def _digest_of(told: Iterable[tuple[object, ...]]) -> str:
    """A fingerprint of labelled texts, by which stale weights are recognised."""
    return sha256("\n".join(sorted(repr(tuple(one)) for one in told)).encode()).hexdigest()[:16]


def _needs_scikit_learn() -> None:
    try:
        import sklearn  # noqa: F401, PLC0415
    except ImportError as why:
        raise JitabataError("training needs scikit-learn: pip install 'jitabata[train]'") from why


def digest(messages: Iterable[LabelledMessage]) -> str:
    """A fingerprint of the messages, by which stale weights are recognised."""
    lines = (
        repr([m.text, m.kind.value, m.urgency.value, *map(sorted, _sets(m))]) for m in messages
    )
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def _sets(message: LabelledMessage) -> Iterator[list[str]]:
    """The labels that teach something, each set in one order in every process."""
    for labels in (message.symptoms, message.maybe, message.scope, message.scope_maybe):
        yield [label.value for label in labels]


def _reports(message: LabelledMessage) -> bool:
    """Whether a message tells of trouble that lasts, whatever else its sender wants."""
    beside = message.kind in (Kind.WORKAROUND_FAILED, Kind.HUMAN_PLEASE) and message.symptoms
    return message.kind in REPORTS or bool(beside)


_Family = tuple[str, list[str], list[bool], tuple[str, ...]]


def _families(messages: Sequence[LabelledMessage]) -> Iterator[_Family]:
    """What is fitted: a name, the answer for each message, which may teach it, knowing which signals."""
    yield "kind", [m.kind.value for m in messages], [True] * len(messages), ()
    open_to_it = [m.kind in REPORTS or not m.also & REPORTS for m in messages]
    yield REPORT, [str(_reports(m)) for m in messages], open_to_it, ()
    for symptom in Symptom:
        told = [str(symptom in m.symptoms) for m in messages]
        taught = [m.kind not in SILENT and symptom not in m.maybe for m in messages]
        yield f"symptom:{symptom.value}", told, taught, ()
    for scope in (*WHO, *WHERE):
        told = [str(scope in m.scope) for m in messages]
        taught = [m.kind in TELLING and scope not in m.scope_maybe for m in messages]
        yield f"scope:{scope.value}", told, taught, (REACHES,)
    urgencies = [m.urgency.value for m in messages]
    yield "urgency", urgencies, [True] * len(messages), (REACHES, URGES, IS)


def _fitted(family: str, matrix: Any, wanted: Sequence[str], use: Sequence[bool]) -> dict[str, Row]:
    """Bias and coefficients by label; a family of two has one label, the second."""
    import numpy as np  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    kept = np.array(use)
    answers = np.array(wanted)[kept]
    if len(set(answers)) < 2:
        raise JitabataError(f"no message teaches {family}: both sorts are needed")
    model = LinearSVC(C=STRENGTHS.get(family, STRENGTH), random_state=0).fit(matrix[kept], answers)
    if len(model.classes_) == 2:
        return {family: (float(model.intercept_[0]), model.coef_[0])}
    return {
        f"{family}:{name}": (float(bias), row)
        for name, bias, row in zip(model.classes_, model.intercept_, model.coef_, strict=True)
    }


def _weights(vocabulary: _Vocabulary, rows: Mapping[str, Row], trained_on: str) -> Weights:
    """Everything in whole steps of a byte."""
    import numpy as np  # noqa: PLC0415

    labels = tuple(sorted(rows))
    table = np.array([rows[label][1] for label in labels])
    idf = np.array(list(vocabulary.idf.values()))
    letters, told = table[:, : len(idf)] * idf, table[:, len(idf) :] * vocabulary.signal
    steps, signal_steps = (
        np.maximum(np.abs(part).max(axis=1), 1e-9) / _STEPS for part in (letters, told)
    )
    norm_step = float((idf**2).max()) / _STEPS
    norms = np.rint(idf**2 / norm_step).astype(np.int8)
    whole = np.rint(letters / steps[:, None]).astype(np.int8)
    signs = np.rint(told / signal_steps[:, None]).astype(np.int8)
    zero = np.zeros(len(vocabulary.signals), np.int8)
    return Weights(
        labels=labels,
        bias=tuple(round(rows[label][0], 4) for label in labels),
        steps=tuple(map(float, steps)),
        norm_step=norm_step,
        signal_steps=tuple(map(float, signal_steps)),
        ngrams=_table(vocabulary.idf, np.vstack((whole, norms))),
        signals=_table(vocabulary.signals, np.vstack((signs, zero))),
        trained_on=trained_on,
    )


def _table(names: Iterable[str], columns: Any) -> FeatureTable:
    return FeatureTable.of(dict(zip(names, map(bytes, columns.T), strict=True)))

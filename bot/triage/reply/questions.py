"""Which of the questions that have an answer a message puts.

A trained model reads each sentence; the phrases of ``knowledge/answers`` are heard beside it. It decides
nothing: a message may put several questions and be a report all the same.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.lexicon.phrases import PhraseBook, languages_in
from bot.masking.sensitive import holds_a_key
from bot.model.acts import Asks, Reports, TellsResult, WantsPerson
from bot.model.answer import Answer
from bot.model.understanding import Kind, Understanding
from bot.model.weights import UNASKED, Weights
from bot.text.normalise import nfkc, plain
from bot.triage.reply.concepts import ConceptReader, Concepts, sentences
from bot.triage.reply.question_model import QuestionModel, Shares
from bot.triage.understand.acts.clauses import clauses
from bot.triage.understand.wording import MessageWording

LONGEST = 4_000  # characters that are looked at; nobody asks after a page of log
MOST = 3  # questions that one reply answers
ONE_BREATH = 30  # letters between two questions that are one and the same
CLEAR = 0.4  # the share of the model from which a sentence asks, whatever phrases say
CLEAR_FIRST = 0.45  # the same before anything was said that it may be about
# The same where the message surely asks about building an app, before any advice, or answers what we asked.
CLEAR_BESIDE = 0.7
SURE_ON_APPS = 0.85  # the certainty of that
CLEAR_STATED = 0.5  # the same of a sentence without a question's form: "please tell me when"
CLEAR_UNASKED = (
    0.65  # the same of a sentence without a question's form where trouble or a result is told
)
CLEAR_DANGER = 0.8  # the same of a danger, which leaves no room for anything else
# The same of a danger where the message reads as one, or as an abuse: whoever tells of a false page is not to be declined.
CLEAR_ALARM = 0.35
LEAST = 0.2  # the share of the model below which what phrases find is none, in the languages that it knows
LEAST_DANGER = 0.03  # the same of a danger
WANTS_A_PERSON = "human"  # the id of an answer
SURE_ENOUGH = (
    0.6  # of the reading that a person is wanted; below it a button is offered all the same
)
SWITCHING_OFF = "switch_off"  # a concept
SECRET = "secret"  # noqa: S105  the concept of what nobody may see
SECRET_PASTED = "secret_pasted"  # noqa: S105  the id of an answer


class AskedAnswers(NamedTuple):
    """The ids of answers that a message asks for; ``nothing_else``: it tells of no trouble and no result."""

    ids: tuple[str, ...]
    nothing_else: bool = False


class QuestionReader:
    """Finds direct questions and dangers. Built once for a knowledge base."""

    def __init__(
        self, answers: Mapping[str, Answer], concepts: Concepts, weights: Weights = UNASKED
    ) -> None:
        self._safety = frozenset(a.id for a in answers.values() if a.safety)
        self._known = frozenset(answers)
        self._idle = frozenset(a.id for a in answers.values() if a.idle)
        self._alone = frozenset(a.id for a in answers.values() if a.alone)
        self._after_reply = frozenset(a.id for a in answers.values() if a.after_reply)
        self._covers = {a.id: a.covers for a in answers.values() if a.covers}
        self._book = PhraseBook(
            {a.id: a.phrases for a in answers.values()},
            {a.id: a.not_asks for a in answers.values()},
        )
        self._concepts = ConceptReader(concepts)
        self._model = QuestionModel(weights, self._concepts)

    def read(
        self,
        heard: Understanding,
        redacted: str,
        nameless: str = "",
        *,
        advised: bool = True,
        promised: bool = False,
    ) -> AskedAnswers:
        """The answers that a masked text asks for, dangers first, then as they are put.

        The model, phrases and the reader of acts are heard. A danger leaves no room for
        other questions. A secret that was masked counts as one that is to be answered, beside
        whatever else is asked. ``nameless``: the plain text with one sign for each product's name.
        ``advised``: whether something was said or advised that it may ask about. ``promised``: a person was,
        and is not promised again beside an answer.
        """
        text = plain(nfkc(redacted[:LONGEST]))
        languages = languages_in(text, heard.lang)
        trained = self._model.known and languages[0] in self._model.languages
        read = tuple(self._model.of_sentences(nameless, languages)) if trained else ()
        places = self._places(text, languages, read, heard, advised=advised)
        open_to = self._open_to(heard, text, languages, advised=advised)
        asked = self._uncovered({name: at for name, at in places.items() if name in open_to})
        if redacted:
            told = {str(q) for q in heard.asks if self._may_be(q, read, languages)}
            if languages[0] not in self._model.languages:
                heard_of = {*asked, *told}  # the closer question is answered, not what covers it
                told = {q for q in told if heard_of.isdisjoint(self._covers.get(q, ()))}
            asked += self._by_acts(heard, asked, open_to & told)
        pasted = SECRET_PASTED in self._known and holds_a_key(redacted)
        not_so = {WANTS_A_PERSON} if promised and len(asked) > 1 else set[str]()
        if not pasted and self._tells_no_secret(heard, text, languages):
            not_so.add(SECRET_PASTED)
        asked = [name for name in asked if name not in not_so]
        if danger := next((name for name in asked if name in self._safety), ""):
            return AskedAnswers((danger,))
        rest = [name for name in asked if name != SECRET_PASTED or not pasted][:MOST]
        ids = ((SECRET_PASTED,) if pasted else ()) + tuple(rest)
        return AskedAnswers(ids, nothing_else=self._asks_only(ids, nameless, read))

    def _tells_no_secret(self, heard: Understanding, text: str, languages: Sequence[str]) -> bool:
        """Whether a text tells of trouble, whose error shows no password, or speaks of no secret: "I entered ten of them"."""
        known = languages[0] in self._concepts.languages
        unnamed = known and not self._concepts.shows(SECRET, text, languages)
        return (heard.kind.is_report and bool(heard.symptoms)) or unnamed

    def _open_to(
        self, heard: Understanding, text: str, languages: Sequence[str], *, advised: bool
    ) -> frozenset[str]:
        """The answers that a message like this may ask for."""
        known = self._known
        if heard.kind.is_report or heard.answered:
            known = known - self._alone
        if not advised and not self._concepts.shows(SWITCHING_OFF, text, languages):
            known = known - self._after_reply
        return known

    def _uncovered(self, places: dict[str, int]) -> list[str]:
        """What is asked, in its order, without what a question in the same breath covers."""
        for name in sorted(self._covers.keys() & places.keys()):
            near = (c for c in self._covers[name] if c in places)
            for covered in [c for c in near if abs(places[c] - places[name]) <= ONE_BREATH]:
                del places[covered]
        return sorted(places, key=lambda name: (places[name], name))

    def _by_acts(
        self, heard: Understanding, asked: Sequence[str], told: frozenset[str]
    ) -> list[str]:
        """What the reader of acts heard beside that: questions, and that a person is wanted."""
        covered = {c for name in asked for c in self._covers.get(name, ())}
        more = [q for q in map(str, heard.asks) if q in told - covered and q not in asked]
        if WANTS_A_PERSON in self._known - covered and WANTS_A_PERSON not in (*asked, *more):
            wants = (a for a in heard.acts if isinstance(a, WantsPerson))
            more += [WANTS_A_PERSON for a in wants if a.confidence >= SURE_ENOUGH][:1]
        return more

    def _asks_only(self, asked: Sequence[str], nameless: str, read: Sequence[Shares]) -> bool:
        """Whether each sentence asks surely for an answer that no trouble is told with.

        One of several clauses may tell of trouble in those that do not ask themselves.
        """
        if not asked or not self._idle.issuperset(asked):
            return False
        parts = clauses(MessageWording(nameless))
        if len(parts) != len(read) and not all(part.asks for part in parts):
            return False
        return bool(read) and all(
            any(shares.get(name, 0.0) >= CLEAR for name in self._idle) for shares in read
        )

    def _places(
        self,
        text: str,
        languages: Sequence[str],
        read: Sequence[Shares],
        heard: Understanding,
        *,
        advised: bool,
    ) -> dict[str, int]:
        """What each sentence asks for, with its place: what the model finds, and what phrases find.

        A phrase counts as far as the model does not exclude it. What only looks like a question
        is none.
        """
        found = self._book.find(text, languages)
        places = {
            name: at.start
            for name, at in found.items()
            if at is not None and self._may_be(name, read, languages)
        }
        alike = {name for name, at in found.items() if at is None}
        least, unasked = _least(heard, advised=advised)
        asking = [plain(nfkc(act.clause)) for act in heard.acts if isinstance(act, Asks)]
        alarm = CLEAR_ALARM if heard.kind is Kind.SECURITY_OR_ABUSE else CLEAR_DANGER
        for (start, end), shares in zip(sentences(text), read, strict=False):
            enough = least if _is_among(asking, text[start:end]) else unasked
            clear = {
                name: share
                for name, share in shares.items()
                if share >= (alarm if name in self._safety else enough)
            }
            several = len(clauses(MessageWording(text[start:end]))) > 1
            for name in clear if several else self._likeliest(clear):
                if name in self._known - alike:
                    places.setdefault(name, start)
        return places

    def _likeliest(self, clear: Shares) -> tuple[str, ...]:
        """Of a sentence that puts one question: the answer that it most likely asks for.

        One that covers another counts before it, being the closer one.
        """
        covered = {c for name in clear for c in self._covers.get(name, ())}
        left = {name: share for name, share in clear.items() if name not in covered} or clear
        best = max(left, key=lambda name: left[name], default=None)
        return () if best is None else (best,)

    def _may_be(self, name: str, read: Sequence[Shares], languages: Sequence[str]) -> bool:
        """Whether the model takes it for possible that an answer is asked for, if it knows it at all."""
        if name not in self._model.known or languages[0] not in self._model.languages:
            return True
        least = LEAST_DANGER if name in self._safety else LEAST
        surely = name not in self._after_reply  # else it is enough that no other answer is likelier

        def enough(shares: Shares) -> float:
            return least if surely else min(least, max(shares.values(), default=least))

        return any(shares.get(name, 0.0) >= enough(shares) for shares in read)


def _is_among(clauses: Sequence[str], sentence: str) -> bool:
    """Whether a sentence is one of these clauses, or holds one, or is a part of one."""
    said = sentence.strip()
    return any(said in clause or clause.strip() in said for clause in clauses)


def _least(heard: Understanding, *, advised: bool) -> tuple[float, float]:
    """What the model must give a sentence with a question's form, and one without it."""
    on_apps = heard.kind is Kind.HOWTO and heard.certainty >= SURE_ON_APPS and not advised
    least = CLEAR_BESIDE if on_apps or heard.answered else CLEAR if advised else CLEAR_FIRST
    tells = any(isinstance(act, Reports | TellsResult) for act in heard.acts)
    return least, max(least, CLEAR_UNASKED if tells else CLEAR_STATED)

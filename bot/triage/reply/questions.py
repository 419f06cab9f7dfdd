"""Which of the questions that have an answer a message puts.

It reads phrases from ``knowledge/answers`` and decides nothing: a message may put several questions
and be a report all the same.
"""

from collections.abc import Mapping

from bot.masking.sensitive import MASK_EN, MASK_JA, Sensitive
from bot.model.acts import WantsPerson
from bot.model.answer import Answer
from bot.model.understanding import Understanding
from bot.text.normalise import nfkc
from bot.triage.understand.phrases import PhraseBook, languages_in
from bot.triage.understand.wording import plain

LONGEST = 4_000  # characters that are looked at; nobody asks after a page of log
MOST = 3  # questions that one reply answers
ONE_BREATH = 30  # letters between two questions that are one and the same
WANTS_A_PERSON = "human"  # the id of an answer
SURE_ENOUGH = (
    0.6  # of the reading that a person is wanted; below it a button is offered all the same
)
SECRET_PASTED = "secret_pasted"  # noqa: S105  the id of an answer
_SECRETS = tuple(
    masks[kind]
    for masks in (MASK_JA, MASK_EN)
    for kind in (Sensitive.PASSWORD, Sensitive.API_TOKEN, Sensitive.BASIC_AUTH)
)


class QuestionReader:
    """Finds direct questions and dangers. Built once for a knowledge base."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._safety = frozenset(a.id for a in answers.values() if a.safety)
        self._known = frozenset(answers)
        self._covers = {a.id: a.covers for a in answers.values() if a.covers}
        self._book = PhraseBook(
            {a.id: a.phrases for a in answers.values()},
            {a.id: a.not_asks for a in answers.values()},
        )

    def read(self, heard: Understanding, redacted: str) -> tuple[str, ...]:
        """Ids of the answers that a masked text asks for, dangers first, then as they are put.

        The reader of acts and the phrases of the answers are both heard. A danger leaves no room for
        other questions. A secret that was masked counts as one that is to be answered, beside
        whatever else is asked.
        """
        text = plain(nfkc(redacted[:LONGEST]))
        found = self._book.find(text, languages_in(text, heard.lang))
        places = {name: at.start for name, at in found.items() if at is not None}
        for name in sorted(self._covers.keys() & places.keys()):
            near = (c for c in self._covers[name] if c in places)
            for covered in [c for c in near if abs(places[c] - places[name]) <= ONE_BREATH]:
                del places[covered]
        asked = sorted(places, key=lambda name: (places[name], name))
        if redacted:
            left_out = {c for name in asked for c in self._covers.get(name, ())}
            known = self._known - left_out
            asked += [str(q) for q in heard.asks if q in known and q not in asked]
            if WANTS_A_PERSON in self._known and WANTS_A_PERSON not in asked:
                wants = (a for a in heard.acts if isinstance(a, WantsPerson))
                asked += [WANTS_A_PERSON for a in wants if a.confidence >= SURE_ENOUGH][:1]
        dangers = [name for name in asked if name in self._safety]
        if dangers:
            return (dangers[0],)
        pasted = SECRET_PASTED in self._known and any(mask in redacted for mask in _SECRETS)
        return ((SECRET_PASTED,) if pasted else ()) + tuple(asked[:MOST])

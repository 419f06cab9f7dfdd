"""What the running words of a notice say where it bears no mark: open, over, how bad, or no trouble.

Japanese vendors write sentences (「kintoneにアクセスできない障害が発生しています」), and only some put a mark
before the title. Trouble without an ending is open. A sentence in the past, or one that says that
it was repaired, ends it; a promise or a condition does not (「復旧しましたら」, "once it is back to
normal"). Used on titles and on the text of a notice, one sentence at a time. The words are in
``knowledge/language/notices``.
"""

import re

from bot.lexicon.meanings import Meanings
from bot.model.status import State

_NOTICE = Meanings(
    "notice",
    "repaired past not_yet taken_back open_again span change fix looked_back ailing "
    "slight part down any_trouble",
)
_SENTENCE = re.compile(r"[。．！!\n]|\.(?=\s|$)")


def says_over(title: str, body: str = "") -> bool:
    """Whether a notice says that its trouble is over, in its title or in a sentence of its text."""
    if _NOTICE.looked_back.search(title):
        return True
    if _NOTICE.open_again.search(title) or _NOTICE.open_again.search(body):
        return False
    said = [title, *_SENTENCE.split(body)]
    return any(_ends(sentence) for sentence in said) or bool(_NOTICE.span.search(body))


def _ends(sentence: str) -> bool:
    if _NOTICE.past.search(sentence):
        return True
    found = _NOTICE.repaired.search(sentence)
    if found is None:
        return False
    before, after = sentence[: found.end()], sentence[found.end() :]
    return not _NOTICE.not_yet.search(before) and not _NOTICE.taken_back.search(after)


def announces(title: str) -> bool:
    """Whether a title announces a change or work rather than trouble."""
    rest = _NOTICE.fix.sub("", title)
    return bool(_NOTICE.change.search(title)) and not _NOTICE.ailing.search(rest)


def severity(title: str) -> State:
    """How bad trouble is by the words of its title; UNKNOWN where they do not say.

    MAJOR_OUTAGE: the product cannot be used. PARTIAL_OUTAGE: one function or some customers.
    DEGRADED: slow, unstable, or trouble that is not said more closely.
    """
    if _NOTICE.down.search(title):
        return State.PARTIAL_OUTAGE if _NOTICE.part.search(title) else State.MAJOR_OUTAGE
    if _NOTICE.slight.search(title):
        return State.DEGRADED
    if _NOTICE.any_trouble.search(title):
        return State.PARTIAL_OUTAGE if _NOTICE.part.search(title) else State.DEGRADED
    return State.UNKNOWN

"""Which of a customer's own words a reply quotes: the sentence that says what goes wrong, cut to what tells it.

Nothing is put into other words. What is too long to be quoted, or accuses a product, is left out.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.lexicon.meanings import Meanings
from bot.masking.sensitive import MASKS
from bot.model.acts import Accuses, Courtesy, Reports
from bot.model.catalogue import INFRASTRUCTURE, Product, ProductKind
from bot.model.facts import Facts
from bot.model.understanding import Understanding
from bot.text.normalise import nfkc, plain
from bot.text.pleasantries import is_pleasantry
from bot.triage.reply.hearing import has_time, is_upset
from bot.triage.understand.facts.verdict import says_that_it_fails

LONGEST_WORDS = 50  # characters that are quoted
IN_LATIN = 2  # how many times as many letters a sentence has in a script of letters
SHORTEST_WORDS = 8
SHORTEST_SAID = 4  # of a message that is nothing else
# Everybody uses the platform, and nobody sees what the others are.
UNSEEN = frozenset({ProductKind.PLATFORM, *INFRASTRUCTURE})
UNFIT = '「」『』“”"?？\n'
_NESTED = {ord("「"): "『", ord("」"): "』"}  # what is quoted within a quotation
_PAIRED = re.compile("『[^『』]*』")
_SENTENCE = re.compile(r"(?:[^。！？!?.]|\.(?!\s|$))+(?:[。！？!?]+|\.+(?=\s|$))?")
# There "!" behind a letter belongs to a name, as in that of a product.
_OF_ANY_SCRIPT = re.compile(
    r"(?:[^。！？!?.]|(?<=[A-Za-z])!(?=\s*\S)|\.(?!\s|$))+(?:[。！？!?]+|\.+(?=\s|$))?"
)
_SAID = Meanings("told", "leading trailing console urgent amiss unsure request turn unfinished")
_CHANGE = Meanings("change", "unchanged")
_CLAUSE = re.compile(r"(?<=[、,，…])\s*")  # where one clause of a sentence ends and the next begins
_GAP = re.compile(r"(?<=[^\x00-\xff])[ \u3000]+(?=[^\x00-\xff])")  # it ends a sentence in Japanese
_HALF_WIDTH = re.compile("[ｦ-ﾟ]")
_LAST_OF_LETTERS = "\u2e7f"  # what comes after it are signs for syllables and words


def own_words(heard: Understanding, facts: Facts) -> str:
    """What is quoted of a message: the first sentence that says what fails, else the first calm one of substance, where it is short and accuses no product."""
    told = sentences_of(heard)
    reported = [a.clause for a in heard.acts if isinstance(a, Reports) and a.symptoms]
    told.sort(key=lambda s: not any(clause in nfkc(s) for clause in reported))
    told = [_unasked(_ungreeted(s)) for s in told if not has_time(s)]
    calmly = [s for s in told if not is_upset(s)]
    failing = (s for s in (*calmly, *told) if tells_what_fails(plain(nfkc(s))))
    calm = next((s for s in calmly if not _asks(s)), "")
    sentence = _told_part(next(failing, calm)).rstrip("。.、,")
    named = [p for i in (*heard.products, *heard.denied) if (p := facts.catalogue.get(i))]
    part = _failing_part(sentence)
    is_named = {p for p in named if written(p, sentence)} == {p for p in named if written(p, part)}
    words = _as_quoted(part if is_named else sentence)
    if is_curt(heard) and not is_upset(heard.redacted):
        words = _curt(heard)
    spoken_of = [p for p in named if written(p, words)]
    parts = [p for p in spoken_of if p.kind not in UNSEEN]
    uses_it = not parts or (len(parts) == 1 and [*parts_named(heard.products, facts)] == parts)
    accuses = any(isinstance(a, Accuses) for a in heard.acts)
    is_whole = not _SAID.unfinished.search(plain(nfkc(words)))
    fits = is_whole and is_fit(words) and (not spoken_of or (uses_it and not accuses))
    return words if fits else ""


def sentences_of(heard: Understanding) -> list[str]:
    """The sentences of substance of a message."""
    polite = "\n".join(a.clause for a in heard.acts if isinstance(a, Courtesy))
    pattern = _SENTENCE if heard.redacted.isascii() else _OF_ANY_SCRIPT
    sentences = (_unhurried(s.strip()) for s in pattern.findall(heard.redacted))
    return [
        s
        for s in sentences
        if len(s) >= SHORTEST_WORDS
        and not is_pleasantry(s)
        and (nfkc(s) not in polite or tells_what_fails(plain(nfkc(s))))
    ]


def _unhurried(sentence: str) -> str:
    """A sentence without what is said of the hurry before or behind a gap in it."""
    parts = _GAP.split(sentence)
    calm = [p for p in parts if not _SAID.urgent.search(plain(nfkc(p)))]
    return " ".join(calm) if calm and len(calm) < len(parts) else sentence


def _ungreeted(sentence: str) -> str:
    """A sentence without the greeting that it begins with."""
    first, *rest = _CLAUSE.split(sentence)
    return "".join(rest) if rest and is_pleasantry(first) else sentence


def _unasked(sentence: str) -> str:
    """A sentence without the request to look at what it tells of."""
    asked = _SAID.request.match(plain(sentence))
    return sentence[asked.end() :].rstrip("?？") if asked else sentence


def tells_what_fails(said: str) -> bool:
    """Whether a clause of a plain sentence says what fails, and not just that nothing was changed or is known."""
    asides = (_CHANGE.unchanged, _SAID.console, _SAID.unsure)
    return any(
        (says_that_it_fails(clause) or _SAID.amiss.search(clause))
        and not any(aside.search(clause) for aside in asides)
        for clause in _CLAUSE.split(said)
    )


def _as_quoted(words: str) -> str:
    """Words without the "but" that begins or leaves open their sentence, and with katakana of full width."""
    said = nfkc(words) if _HALF_WIDTH.search(words) else words
    said = _without_hurry(said.translate(_NESTED))
    trail = _SAID.trailing.search(plain(said))
    said = said[: trail.start()] if trail and trail.end() == len(said) else said
    lead = _SAID.leading.match(plain(said))
    return said[lead.end() :] if lead else said


def _failing_part(sentence: str) -> str:
    """What is left of a sentence from the clause that says what fails; all of it where that is too little."""
    starts = [0, *(m.end() for m in _CLAUSE.finditer(sentence)), len(sentence)]
    clauses = [(begin, sentence[begin:end]) for begin, end in pairwise(starts)]
    at = next((begin for begin, c in clauses if tells_what_fails(plain(nfkc(c)))), 0)
    part = sentence[at:]
    if len(part) > LONGEST_WORDS * wider(part) and (turn := _SAID.turn.search(plain(part))):
        part = part[turn.end() :]
    return part if len(part) >= SHORTEST_WORDS else sentence


def _asks(sentence: str) -> bool:
    return sentence.rstrip().endswith(("?", "？"))


def _told_part(sentence: str) -> str:
    """What a sentence tells before it asks: all but its last clause, where it ends with a question mark."""
    asks = _asks(sentence)
    *told, _ = _CLAUSE.split(sentence) if asks else [sentence]
    turn = _SAID.turn.search(plain(sentence)) if asks and not told else None
    part = sentence[: turn.end()] if turn else "".join(told).rstrip("、, ")
    return part if tells_what_fails(plain(nfkc(part))) else sentence


def _curt(heard: Understanding) -> str:
    return heard.redacted.strip(f"{UNFIT} 。.!！")


def is_curt(heard: Understanding) -> bool:
    """Whether a message is so short that it says best itself what it tells."""
    return SHORTEST_SAID <= len(_curt(heard)) < SHORTEST_WORDS and not _curt(heard).isascii()


def _without_hurry(words: str) -> str:
    """Words without the clauses at their end that say how urgent it is, and without exclamation marks."""
    starts = [*(m.end() for m in _CLAUSE.finditer(words)), len(words)]
    clauses = ((begin, plain(nfkc(words[begin:end]))) for begin, end in pairwise(starts))
    hurried = (begin for begin, clause in clauses if _SAID.urgent.search(clause))
    at = next((h for h in hurried if h >= SHORTEST_WORDS), len(words))
    return words[:at].strip("、, !！")


def wider(text: str) -> int:
    """By how much longer a text may be than in Japanese, Chinese or Korean script."""
    return 1 if any(sign > _LAST_OF_LETTERS for sign in text) else IN_LATIN


def is_fit(words: str) -> bool:
    """Whether words can be quoted as they are."""
    is_short = SHORTEST_SAID <= len(words) <= LONGEST_WORDS * wider(words)
    unnested = _PAIRED.sub("", words)
    return is_short and not any(c in unnested for c in UNFIT) and not MASKS.search(words)


def written(product: Product, text: str) -> str:
    """The longest name of a product that a text holds, as the catalogue spells it in letters of full width."""
    said = plain(nfkc(text))
    names = (n for n in (product.name, *product.names) if plain(nfkc(n)) in said)
    return nfkc(max(names, key=len, default=""))


def parts_named(products: Iterable[str], facts: Facts) -> Iterator[Product]:
    """What people see of it beside the platform, which everybody uses."""
    for product in map(facts.catalogue.get, products):
        if product and product.kind not in UNSEEN:
            yield product

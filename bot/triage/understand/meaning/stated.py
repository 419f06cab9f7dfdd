"""What a message says outright: whom it reaches, how urgent it is, and what of it its writer experiences now."""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.lexicon.meanings import Meanings
from bot.model.understanding import REPORTS, FactValue, Kind, Scope, Symptom, Urgency
from bot.text.spans import blank
from bot.triage.understand.wording import MessageWording

_REACH = Meanings("reach", "not_all who. where.")
_URGENCY = Meanings("urgency", "cues.")
UNHURRIED = "unhurried"
_VOICE = Meanings(
    "voice", "contrast wish wish_en planned disliked rumour feared denied over taken_back means"
)
WHO = (Scope.EVERYONE, Scope.SEVERAL_USERS, Scope.ONE_USER)  # the widest first
WHERE = (Scope.ALL_APPS, Scope.SEVERAL_APPS, Scope.ONE_APP)
TELLING = REPORTS | {Kind.WORKAROUND_FAILED, Kind.HUMAN_PLEASE, Kind.CONFIG_REQUEST}
"""Kinds of messages whose reach counts: only these tell of trouble or of who wants something."""
HIT = REPORTS | {Kind.WORKAROUND_FAILED}  # in which a number of people is that of those who are hit
FEWEST_LETTERS = 3  # different ones; so few are a hand on the keyboard
_ASIDE = re.compile(r"\[[^\]]*\]")  # what pretends to be a note of ours
_CLAUSE_END = re.compile(r"[。\n!?、]|\.(?=\s|$)|$")
_LONGEST_CLAUSE = 20  # characters of it that belong to what is feared


def stated_scope(text: str, *, app_named: bool = False) -> frozenset[Scope]:
    """Whatever reach a plain text states, the widest of each sort; empty when none. "Not everybody" states none."""
    found, text = set(), _REACH.not_all.sub("", text)
    for group, scopes in (("who", WHO), ("where", WHERE)):
        words = _REACH.group(group)
        found |= {*[s for s in scopes if s in words and words[s].search(text)][:1]}
    if app_named and found.isdisjoint(WHERE):
        found.add(Scope.ONE_APP)
    return frozenset(found)


def scope_with(scope: frozenset[Scope], facts: Mapping[str, FactValue]) -> frozenset[Scope]:
    """A likely scope with what the facts of the same report settle: how many are hit, and what works elsewhere.

    Who is told of as several stays several whatever else was likely; all of them stay all.
    """
    hit, others = facts.get("affected_count"), facts.get("other_users_ok")
    counted = isinstance(hit, int) and not isinstance(hit, bool)
    found = set(scope)
    if Scope.EVERYONE not in found and ((counted and hit != 1) or others is False):
        found = (found - {*WHO}) | {Scope.SEVERAL_USERS}
    elif counted and found.isdisjoint(WHO):
        found.add(Scope.ONE_USER)
    if facts.get("other_apps_ok") is True and found.isdisjoint(WHERE):
        found.add(Scope.ONE_APP)
    return frozenset(found - {Scope.UNKNOWN}) or scope


def denied_by(facts: Mapping[str, FactValue]) -> frozenset[Symptom]:
    """The symptoms that the facts of the same message rule out: what works on phones fails not on phones alone."""
    return frozenset({Symptom.MOBILE_ONLY}) if facts.get("mobile_ok") is True else frozenset()


def urgency_cues(plain: str) -> frozenset[str]:
    """The names of the cues that occur in a plain text."""
    said = _ASIDE.sub("", plain) if "[" in plain else plain
    found = (cue for cue, words in _URGENCY.group("cues").items() if words.search(said))
    return frozenset(cue.replace("_", " ") for cue in found)


def stated_urgency(
    plain: str, kind: Kind, cues: frozenset[str], *, asks: bool = False
) -> Urgency | None:
    """How urgent a text of a kind is where that needs no weighing; None where it is to be learned.

    A leak cannot wait and an attack can, nor can harm that goes on, nor who is angry and wants a person; who asks how something is done,
    says that it is over and ``asks`` nothing, or that there is no hurry, has time; who has deleted something by mistake and says so loudly, has not.
    """
    if kind is Kind.SECURITY_OR_ABUSE:
        return _of_security(plain, cues)
    if kind is Kind.RECOVERED_REPORT and asks:
        return Urgency.NORMAL
    if kind in (Kind.HOWTO, Kind.CHITCHAT, Kind.RECOVERED_REPORT):
        rescue = kind is Kind.HOWTO and cues >= {"lost", "pressing"}
        return Urgency.HIGH if rescue else Urgency.LOW
    if (kind in REPORTS and "harm" in cues) or (kind is Kind.HUMAN_PLEASE and "upset" in cues):
        return Urgency.HIGH
    if kind in REPORTS and UNHURRIED in cues and not _presses(plain):
        return Urgency.LOW
    if kind is Kind.BILLING and "planning" in cues and not cues & {"refund", "pressing"}:
        return Urgency.LOW
    return None


def _presses(plain: str) -> bool:
    """Whether something cannot wait, by other words than those that say that it can: "not urgent"."""
    cues = _URGENCY.group("cues")
    return cues["pressing"].search(cues[UNHURRIED].sub("", plain)) is not None


def _of_security(plain: str, cues: frozenset[str]) -> Urgency:
    if "leak" in cues:
        return Urgency.HIGH
    letters = set(plain) - {" ", "\n"}
    return Urgency.LOW if len(letters) <= FEWEST_LETTERS else Urgency.NORMAL


def experienced(wording: MessageWording) -> str:
    """``plain`` without what is wished, planned, rumoured, feared, denied or over; same length."""
    denied = (m.span() for m in _VOICE.denied.finditer(wording.plain))
    return blank(wording.plain, [*not_now(wording), *denied, *to_come(wording)])


def to_come(wording: MessageWording) -> list[tuple[int, int]]:
    """Where a text tells of what is planned, feared or wished."""
    spans = [
        (_clause_start(wording.plain, m.start()), m.end())
        for voice in (_VOICE.feared, _VOICE.planned)
        for m in voice.finditer(wording.plain)
    ]
    if _VOICE.wish.search(wording.plain) or _VOICE.wish_en.search(wording.plain):
        for sentence in wording.sentences:
            spans += _wished(wording, sentence.start, sentence.end)
    return spans


def no_trouble(wording: MessageWording) -> list[tuple[int, int]]:
    """Where a text tells of what is to come, or of what its writer does not like though it works as it should."""
    return [*to_come(wording), *(m.span() for m in _VOICE.disliked.finditer(wording.plain))]


def not_now(wording: MessageWording) -> list[tuple[int, int]]:
    """Where a text passes on what others say in public, and where it tells of what is over."""
    place = rumour(wording)
    return [*([place] if place else ()), *past(wording)]


def past(wording: MessageWording) -> list[tuple[int, int]]:
    """Where a text tells of what is over."""
    return [m.span() for m in _VOICE.over.finditer(wording.plain)]


def without_means(wording: MessageWording) -> MessageWording:
    """The wording without what says only by which means it is written: "from my phone, sorry for typos"."""
    spans = [m.span() for m in _VOICE.means.finditer(wording.plain)]
    return MessageWording(blank(wording.written, spans)) if spans else wording


def taken_back(plain: str) -> list[tuple[int, int]]:
    """Where a plain text says what its writer takes back in the same breath: "X, no, Y is blank"."""
    found = (m for m in _VOICE.taken_back.finditer(plain) if m.end() < len(plain.rstrip()))
    return [m.span(m.lastindex or 0) for m in found]


def _clause_start(plain: str, at: int) -> int:
    start = max(plain.rfind(mark, 0, at) for mark in "。、\n") + 1
    return max(start, at - _LONGEST_CLAUSE)


@lru_cache(maxsize=16)  # asked for at every step of a reading
def rumour(wording: MessageWording) -> tuple[int, int] | None:
    """Where the text passes on what others say in public: from its sentence's start to the comma."""
    match = _VOICE.rumour.search(wording.plain)
    if match is None:
        return None
    start = max(wording.plain.rfind(mark, 0, match.start()) for mark in (*"。\n!?", ". ")) + 1
    end = _CLAUSE_END.search(wording.plain, match.end())
    return start, end.start() if end else match.end()


def _wished(wording: MessageWording, start: int, end: int) -> list[tuple[int, int]]:
    """The part of a sentence that says what should be, back to a contrast and on to the next."""
    plain = wording.plain
    if english := _VOICE.wish_en.search(plain, start, end):
        turn = _VOICE.contrast.search(plain, english.end(), end)
        return [(english.start(), turn.start() if turn else end)]
    wishes = list(_VOICE.wish.finditer(plain, start, end))
    if not wishes:
        return []
    wish = wishes[-1]
    turns = _VOICE.contrast.finditer(plain, wish.end() - 2, end)
    turn = next((t for t in turns if t.end() > wish.end()), None)  # 「いいのに」 turns to nothing
    before = [m.end() for m in _VOICE.contrast.finditer(plain, start, wish.start())]
    goes_on = turn is not None and plain[turn.end() : end].strip(" 。!?\n、")
    return [(before[-1] if before else start, turn.start() if turn and goes_on else end)]

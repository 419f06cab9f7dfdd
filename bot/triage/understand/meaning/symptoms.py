"""What the writer experiences at the time of writing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model.catalogue import Catalogue
from bot.model.knowledge import SymptomEntry
from bot.model.understanding import Kind, Symptom
from bot.triage.understand.phrases import Found, PhraseBook, pattern

_HANDHELD = pattern(
    r"スマホ|スマートフォン|携帯|モバイル(?!回線)|タブレット|ipad|iphone|android|ハンディ|アイパッド"
    r"|\bmobile(?! data)|\bphones?\b|tablet|handheld|手机|平板|모바일|스마트폰|điện thoại|มือถือ|celular|ponsel"
)
_PRINTS = pattern(r"印刷|プリント|プリ$|帳票|pdf|print")
_OUTPUT = pattern(r"出力|発行|印刷|帳票|\\bprint(?:ing|s|ed)?\\b(?! \\w+ (?:is|plugin))")
_SYMPTOMS = tuple(Symptom)
_NOWHERE = Found(0, 0)
SILENT = frozenset(
    {
        Kind.HOWTO,
        Kind.STATUS_QUERY,
        Kind.CHITCHAT,
        Kind.RECOVERED_REPORT,
        Kind.WORKAROUND_WORKED,
        Kind.HUMAN_PLEASE,
    }
)
_ALLOWED = {
    Kind.CONFIG_REQUEST: frozenset({Symptom.LOGIN_FAILS}),
    Kind.BILLING: frozenset({Symptom.ERROR_MESSAGE}),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A symptom and the words that reveal it."""

    symptom: Symptom
    found: Found


@dataclass(frozen=True, slots=True)
class Sight:
    """What phrases show: symptoms, once each, and those of which a text says only what looks like them.

    A sheet of paper that comes out white looks like a blank screen and is none.
    """

    seen: tuple[Seen, ...] = ()
    only_alike: frozenset[Symptom] = frozenset()


class SymptomReader:
    """Finds symptoms by the phrases of ``knowledge/symptoms``."""

    def __init__(self, entries: Mapping[str, SymptomEntry], catalogue: Catalogue) -> None:
        told = {s: entries[s] for s in Symptom if s in entries}
        self._book = PhraseBook(
            {s: entry.phrases for s, entry in told.items()},
            {s: entry.not_phrases for s, entry in told.items()},
        )
        self._printing = frozenset(
            p.id
            for p in catalogue.products.values()
            if any(_PRINTS.search(name.lower()) for name in (p.name, *p.names))
        )

    def read(self, text: str, languages: Sequence[str]) -> Sight:
        """The symptoms in a text that is the writer's own present (see ``voice``)."""
        found = self._book.find(text, languages)
        seen = (Seen(s, place) for s in _SYMPTOMS if (place := found.get(s)))
        alike = (s for s in _SYMPTOMS if found.get(s, _NOWHERE) is None)
        return Sight(tuple(seen), frozenset(alike))

    def implied(
        self, seen: frozenset[Symptom], text: str, products: Iterable[str], *, pc_ok: bool
    ) -> frozenset[Symptom]:
        """What follows from the rest: a printing product whose button is gone, a PC that is fine."""
        more = set()
        printing = self._printing.intersection(products)
        if printing and (Symptom.FEATURE_MISSING in seen or (seen and _OUTPUT.search(text))):
            more.add(Symptom.PRINT_PROBLEM)
        if seen and pc_ok and _HANDHELD.search(text):
            more.add(Symptom.MOBILE_ONLY)
        return frozenset(more)


def counted(kind: Kind, seen: frozenset[Symptom]) -> frozenset[Symptom]:
    """Those symptoms that a message of this kind really tells of."""
    if kind in SILENT:
        return frozenset()
    return seen & _ALLOWED[kind] if kind in _ALLOWED else seen

"""Days of one class of shared trouble in real words, with the catalogue as it is shipped.

Words come from the training messages and, where given, from a file of real ones, by what they complain of.
Of nine organisations in ten it is not known what they use, no page says anything, and few answer questions.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import exp
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bot.model.catalogue import INFRASTRUCTURE, Product, ProductKind
from bot.triage.evidence.use import share_of
from tests.benchmarks.worlds.play import knowledge
from tests.benchmarks.worlds.record import Failing
from tests.benchmarks.worlds.writing import texts

HERE = Path(__file__).parent
MESSAGES = HERE.parents[2] / "knowledge" / "messages"
REAL = HERE.parents[3] / "shared" / "messages" / "wild.jsonl"
REPORTS = ("outage_report", "degraded_report", "function_report")
CLASSES: Mapping[str, dict[str, Any]] = yaml.safe_load((HERE / "classes.yaml").read_text("utf-8"))
KNOWN = 0.1  # share of organisations whose inventory is known
ANSWERS = 0.4  # share of those hit who answer a question
MAKERS = (
    "あおい開発",
    "ヤマト工房システムズ",
    "みなとソフト",
    "Kestrel Consulting",
)  # of scripts in no catalogue
ENDLESS = 240.0  # minutes of a day without an end of its own
Said = dict[str, list[str]]  # by language


@dataclass(frozen=True)
class Word:
    """One message to be. ``fault``: None is something of their own; ``cured``: tells of the end of it."""

    at: float
    tenant: str
    lang: str
    text: str
    uses: tuple[str, ...] | None = None
    fault: int | None = None
    cured: bool = False


@dataclass(frozen=True)
class Shared:
    """A fault of a class, with its names filled in."""

    of: dict[str, Any]
    failing: Failing
    right: tuple[str, ...]
    guilty: frozenset[str]
    answers: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True)
class Day:
    """Everything of one day that is settled before the desk says its first word."""

    name: str
    seed: int
    minutes: int
    customers: int
    rate: float  # ordinary reports an hour
    told: float  # what the operator believes it to be
    faults: tuple[Shared, ...]
    words: tuple[Word, ...]


@cache
def reports(real: Path | None) -> tuple[tuple[str, str, frozenset[str], str], ...]:
    """Messages that are nothing but a report: language, text, symptoms, kind ("" of one person's own)."""
    rows = []
    for kind in REPORTS:
        given = yaml.load((MESSAGES / f"{kind}.yaml").read_text("utf-8"), yaml.CSafeLoader)
        rows += [r | {"kind": kind} for r in given if r.get("symptoms") and not r.get("also")]
    if real is not None:
        lines = (json.loads(line) for line in real.read_text("utf-8").splitlines() if line.strip())
        # Real words are few, so that each is drawn as often as twenty invented ones.
        rows += [r for r in lines if r["kind"] in REPORTS and r["symptoms"]] * 20
    return tuple(
        (
            r["lang"],
            r["text"],
            frozenset(r["symptoms"]),
            "" if "one_user" in r.get("scope", ()) else r["kind"],
        )
        for r in rows
        if r["lang"] in ("ja", "en")
    )


@cache
def _complaining(symptom: str, lang: str, kind: str, real: Path | None) -> tuple[str, ...]:
    """Words of a kind of report ("" any) that complain of just this and name no product."""
    names = [
        n for p in _products() if p.kind is not ProductKind.PLATFORM for n in (p.name, *p.names)
    ]
    of = (t for g, t, s, k in reports(real) if g == lang and s == {symptom} and k and kind in k)
    return tuple(t for t in of if not any(n in t for n in names))


def _products() -> tuple[Product, ...]:
    return tuple(knowledge().catalogue.products.values())


def a_day(name: str, seed: int, real: Path | None = None) -> Day:
    """The day of a class and a seed; the same one every time."""
    lots = Random(f"{name} {seed}")
    rate, customers = 0.3 * 10 ** lots.random(), round(200 * 5 ** lots.random())
    told, onset = rate * exp(lots.gauss(0, 0.2)), lots.uniform(60, 90)
    faults, words = [], list[Word]()
    of = CLASSES[name]
    if of:
        faults.append(_a_fault(of, onset, lots))
        words += _hit(faults[0], 0, lots, real)
    if "and" in of:
        faults.append(_a_fault(CLASSES[of["and"]], onset + lots.uniform(10, 25), lots))
        both = [w.tenant for w in words][: lots.randint(1, 3)]
        words += _hit(faults[1], 1, lots, real, both)
    if "again" in of:
        first = faults[0]
        words += _well_again(first, words, lots)
        back = first.failing.ends + lots.uniform(45, 80)
        span = lots.uniform(*of["minutes"])
        again = Failing(first.failing.cause, "", back, back + span, ())
        faults.append(Shared(first.of, again, first.right, first.guilty, first.answers))
        words += _hit(faults[1], 1, lots, real, [w.tenant for w in words if not w.cured][:3])
    minutes = max([ENDLESS, *(f.failing.ends + 45 for f in faults)])
    words += _own(rate, minutes, lots, real)
    ordered = tuple(sorted(words, key=lambda w: (w.at, w.tenant)))
    return Day(name, seed, round(minutes), customers, rate, told, tuple(faults), ordered)


def _a_fault(of: dict[str, Any], onset: float, lots: Random) -> Shared:
    catalogue = knowledge().catalogue
    named = {"{name}": lots.choice(MAKERS)}
    plugins = [p for p in _products() if p.kind is ProductKind.PLUGIN]
    named["{blamed}"] = lots.choice(plugins).name
    guilty: frozenset[str] = frozenset()
    if of["guilty"] != "script":
        product = lots.choice(_candidates(of["guilty"]))
        above = [
            i for i in sorted(catalogue.dependants(product.id)) if i in {p.id for p in plugins}
        ]
        named |= {"{name}": product.name, "{id}": product.id}
        if of["guilty"] != "below":
            named["{shows}"] = product.name
        guilty = frozenset({product.id, *above})
    spoken = _filled(of, named)
    right = tuple(spoken["right"])
    lasts = lots.uniform(*of["minutes"])
    through = tuple(f"plugin:{i}" for i in sorted(guilty)) if of["guilty"] == "below" else ()
    failing = Failing(right[0], of["guilty"], onset, onset + lasts, through)
    if of.get("one_symptom"):
        spoken["symptoms"] = [lots.choice(of["symptoms"])]
    shown = sorted(catalogue.products[i].name for i in guilty if i in {p.id for p in plugins})
    return Shared(spoken | {"shown": shown}, failing, right, guilty, spoken.get("answers", {}))


def _candidates(kind: str) -> list[Product]:
    """Products that may be at fault: the platform, those of a kind, or what several plug-ins stand on."""
    catalogue = knowledge().catalogue
    if kind == "platform":
        assert catalogue.platform is not None
        return [catalogue.platform]
    if kind != "below":
        return [p for p in _products() if p.kind == kind]
    plugins = {p.id for p in _products() if p.kind is ProductKind.PLUGIN}
    below = [p for p in _products() if p.kind in INFRASTRUCTURE]
    return [p for p in below if len(catalogue.dependants(p.id) & plugins) >= 2]


def _filled(what: Any, named: Mapping[str, str]) -> Any:
    """What YAML says, with names in the places of ``{name}`` and so on."""
    if isinstance(what, dict):
        return {k: _filled(v, named) for k, v in what.items()}
    if isinstance(what, list):
        return [_filled(v, named) for v in what]
    for place, name in named.items() if isinstance(what, str) else ():
        what = what.replace(place, name)
    return what


def _hit(
    shared: Shared, number: int, lots: Random, real: Path | None, known: list[str] | None = None
) -> Iterator[Word]:
    """Reports of a fault; ``known``: organisations that have written before and write first."""
    of, failing = shared.of, shared.failing
    count = lots.randint(*of["reports"])
    for n in range(count):
        tenant = known[n] if known and n < len(known) else f"hit{number}-{n}"
        at = failing.onset + (failing.ends - failing.onset) * (n + lots.random()) / count
        lang = "en" if Random(f"{tenant} {failing.onset}").random() < 0.2 else "ja"
        uses = _inventory(lots, shared.guilty)
        yield Word(at, tenant, lang, _words(of, lang, lots, real), uses, number)
        if "cured" in of and lots.random() < 0.35:
            later = at + lots.uniform(8, 20)
            yield Word(
                later, tenant, lang, lots.choice(of["cured"][lang]), uses, number, cured=True
            )


def _words(of: dict[str, Any], lang: str, lots: Random, real: Path | None) -> str:
    stop, parts = ("。", []) if lang == "ja" else (". ", list[str]())
    parts.append(
        lots.choice(_complaining(lots.choice(of["symptoms"]), lang, of.get("kind", ""), real))
    )
    if lots.random() < of.get("named", 0.0):
        shown = lots.choice(of["shown"])
        parts.insert(0, f"{shown}の件です" if lang == "ja" else f"This is about {shown}")
    if "tails" in of and lots.random() < of["tail"]:
        parts.append(lots.choice(of["tails"][lang]))
    return stop.join(p.rstrip("。. ") for p in parts)


def _well_again(shared: Shared, words: list[Word], lots: Random) -> Iterator[Word]:
    for word in [w for w in words if lots.random() < 0.5]:
        at = shared.failing.ends + lots.uniform(2, 15)
        text = lots.choice(texts(word.lang).RECOVERED)
        yield Word(at, word.tenant, word.lang, text, word.uses, word.fault, cured=True)


def _own(rate: float, minutes: float, lots: Random, real: Path | None) -> Iterator[Word]:
    """What others write about troubles of their own, and what is no report at all."""
    at = 0.0
    while (at := at + lots.expovariate(rate / 60)) < minutes:
        lang, text, _, _ = lots.choice(reports(real))
        yield Word(at, f"own{at:.2f}", lang, text, _inventory(lots, frozenset()))
    at = 0.0
    while (at := at + lots.expovariate(2 * rate / 60)) < minutes:
        lang = lots.choice(("ja", "ja", "ja", "en"))
        forms = texts(lang).NOT_TROUBLE[lots.choice(("howto", "small_talk"))]
        text = lots.choice([f for f in forms if "{" not in f])
        yield Word(at, f"talk{at:.2f}", lang, text)


def _inventory(lots: Random, guilty: frozenset[str]) -> tuple[str, ...] | None:
    """What is installed, where that is known; with what is at fault, in as far as it can be installed."""
    if lots.random() >= KNOWN:
        return None
    catalogue, kinds = knowledge().catalogue, (ProductKind.PLUGIN, ProductKind.CONNECTED_SERVICE)
    shown = [p for p in _products() if p.kind in kinds]
    used = {p.id for p in shown if p.id in guilty or lots.random() < share_of(p, catalogue)}
    return tuple(sorted(used))

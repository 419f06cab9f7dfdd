"""Whether the knowledge base holds together, and its examples hold in the real triage.

Pure: it finds problems and prints nothing. What it does not do: judge whether a fact is true.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from bot.knowledge.load import file_name
from bot.model.evidence import UNKNOWN
from bot.model.knowledge import CauseEntry, Clue, KindEntry, Knowledge, SymptomEntry
from bot.model.understanding import Kind, Scope, Symptom, Understanding

CONDITIONS = frozenset(
    (
        *("symptom", "scope", "message_kind", "signature", "use", "runs", "blocks_opening"),
        *("tried_off", "tried_off_own_js", "host", "feed", "foundation_feed", "licence_check"),
        *("home", "depends_on_named", "calls_out"),
    )
)
PLACEHOLDERS = frozenset({"product", "page", "app_settings_url"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right. ``warning``: it does no harm as it is."""

    where: str
    what: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {'warning: ' if self.warning else ''}{self.what}"


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a cause: what the customer writes, and what else is known (``uses``, …)."""

    text: str
    given: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, written: str) -> "Example":
        """From the text that ``load`` kept: plain words, or a mapping as JSON."""
        if not written.startswith("{"):
            return cls(written)
        given = json.loads(written)
        return cls(str(given.pop("text", "")), given)


Read = Callable[[str], Understanding]
Diagnose = Callable[[Example], Sequence[str]]


def check(
    knowledge: Knowledge, read: Read | None = None, diagnose: Diagnose | None = None
) -> list[Problem]:
    """All problems of a knowledge base, those of ids first.

    ``read`` understands one message; ``diagnose`` names the causes of an example, likeliest first.
    Without them the examples that need them are not tried.
    """
    problems = [*_ids(knowledge), *_texts(knowledge), *_unused(knowledge), *_signatures(knowledge)]
    if read is not None:
        problems += _symptoms(knowledge, read)
        problems += _kinds(knowledge, read)
    if diagnose is not None:
        problems += _causes(knowledge, diagnose)
    return problems


def _file(folder: str, entry_id: str) -> str:
    return f"knowledge/{folder}/{file_name(entry_id)}"


def _missing(
    where: str, what: str, ids: Iterable[object], known: Collection[object]
) -> Iterator[Problem]:
    for unknown in (i for i in ids if i not in known):
        yield Problem(where, f"{what} {unknown} does not exist")


def _ids(knowledge: Knowledge) -> Iterator[Problem]:
    products = knowledge.catalogue.products
    for product in products.values():
        where = f"knowledge/products ({product.id})"
        yield from _missing(where, "depends_on:", product.depends_on, products)
        if product.status_feed:
            yield from _missing(where, "status_feed:", [product.status_feed], knowledge.feeds)
    for feed in knowledge.feeds.values():
        yield from _missing(
            f"knowledge/feeds.yaml ({feed.id})", "service:", [feed.service], products
        )
    for remedy in knowledge.remedies.values():
        where = _file("remedies", remedy.id)
        back = [remedy.reversible_by] if remedy.reversible_by else []
        yield from _missing(where, "reversible_by:", back, knowledge.remedies)
        yield from _missing(where, "symptom", remedy.symptoms, set(Symptom))
        yield from _missing(where, "signature", remedy.signatures, knowledge.signatures)
        yield from _missing(where, "cause", remedy.causes, knowledge.causes)
    for question in knowledge.questions.values():
        where = f"knowledge/questions.yaml ({question.id})"
        yield from _missing(where, "symptom", question.symptoms, set(Symptom))
    yield from _missing("knowledge/symptoms", "the symptom", knowledge.symptoms, set(Symptom))
    yield from _missing("knowledge/kinds", "the kind", knowledge.kinds, set(Kind))
    for cause in knowledge.causes.values():
        yield from _ids_of_cause(cause, knowledge)


def _ids_of_cause(cause: CauseEntry, knowledge: Knowledge) -> Iterator[Problem]:
    where = _file("causes", cause.id)
    advised = (*cause.remedies, *cause.meanwhile)
    yield from _missing(where, "the remedy", advised, knowledge.remedies)
    yield from _missing(where, "the question", cause.questions, knowledge.questions)
    for clue in cause.clues:
        conditions = [c for c in clue.when if not c.startswith("fact.")]
        yield from _missing(where, "the condition", conditions, CONDITIONS)
        yield from _missing(where, "the symptom", clue.when.get("symptom", ()), set(Symptom))
        yield from _missing(where, "the scope", clue.when.get("scope", ()), set(Scope))
        yield from _missing(where, "the kind", clue.when.get("message_kind", ()), set(Kind))
        used = clue.when.get("signature", ())
        yield from _missing(where, "the signature", used, knowledge.signatures)


def _texts(knowledge: Knowledge) -> Iterator[Problem]:
    """Placeholders that nobody fills, and sentences that only one of ja and en has."""
    for remedy in knowledge.remedies.values():
        told = [remedy.say, remedy.side_effects, remedy.way_back, remedy.second_route]
        lines = [line for text in told for line in text.values()]
        lines += [line for steps in remedy.steps.values() for line in steps]
        for name in sorted(_placeholders(lines) - PLACEHOLDERS):
            yield Problem(_file("remedies", remedy.id), f"nobody fills the placeholder {{{name}}}")
    japanese, english = knowledge.words.get("ja", {}), knowledge.words.get("en", {})
    for key in sorted(set(japanese) ^ set(english)):
        yield Problem("knowledge/words", f"the sentence {key} is missing in ja or en")
    for lang, words in knowledge.words.items():
        for key, line in words.items():
            extra = _placeholders([line]) - _placeholders([english.get(key, line)])
            for name in sorted(extra):
                where = f"knowledge/words/{lang}.yaml"
                yield Problem(where, f"{key}: the English sentence has no {{{name}}}")


def _placeholders(lines: Iterable[str]) -> set[str]:
    return {name for line in lines for _, name, _, _ in Formatter().parse(line) if name}


def _clues(knowledge: Knowledge) -> Iterator[Clue]:
    for cause in knowledge.causes.values():
        yield from cause.clues


def _unused(knowledge: Knowledge) -> Iterator[Problem]:
    """Entries that nothing refers to."""
    signatures = {s for c in _clues(knowledge) for s in c.when.get("signature", ())}
    signatures |= {s for r in knowledge.remedies.values() for s in r.signatures}
    for entry_id in sorted(knowledge.signatures.keys() - signatures):
        yield Problem(_file("errors", entry_id), "no clue uses this signature", warning=True)
    asked = {q for c in knowledge.causes.values() for q in c.questions}
    for question in sorted(knowledge.questions.keys() - asked):
        where = f"knowledge/questions.yaml ({question})"
        yield Problem(where, "no cause asks this question", warning=True)


def _signatures(knowledge: Knowledge) -> Iterator[Problem]:
    for signature in knowledge.signatures.values():
        pattern = re.compile(signature.pattern, re.IGNORECASE)

        def found(text: str, pattern: re.Pattern[str] = pattern) -> bool:
            return pattern.search(unicodedata.normalize("NFKC", text)) is not None

        where = _file("errors", signature.id)
        yield from _examples(where, signature.examples, signature.not_examples, found)


def _examples(
    where: str, must: Iterable[str], must_not: Iterable[str], holds: Callable[[str], bool]
) -> Iterator[Problem]:
    for text in must:
        if not holds(text):
            yield Problem(where, f"the example is not recognised: {text}")
    for text in must_not:
        if holds(text):
            yield Problem(where, f"the counter-example is recognised: {text}")


def _symptoms(knowledge: Knowledge, read: Read) -> Iterator[Problem]:
    def shows(entry: SymptomEntry) -> Callable[[str], bool]:
        return lambda text: entry.id in read(text).symptoms

    for entry in knowledge.symptoms.values():
        where = _file("symptoms", entry.id)
        yield from _examples(where, entry.examples, entry.not_examples, shows(entry))


def _kinds(knowledge: Knowledge, read: Read) -> Iterator[Problem]:
    def shows(entry: KindEntry) -> Callable[[str], bool]:
        return lambda text: read(text).kind == entry.id

    for entry in knowledge.kinds.values():
        where = _file("kinds", entry.id)
        yield from _examples(where, entry.examples, entry.not_examples, shows(entry))


def _causes(knowledge: Knowledge, diagnose: Diagnose) -> Iterator[Problem]:
    def leads(entry: CauseEntry) -> Callable[[str], bool]:
        return lambda text: _leads(entry.id, diagnose(Example.of(text)))

    for entry in knowledge.causes.values():
        where = _file("causes", entry.id)
        yield from _examples(where, entry.examples, entry.not_examples, leads(entry))


def _leads(entry_id: str, ranked: Sequence[str]) -> bool:
    """Whether an entry, e.g. ``plugin``, covers the likeliest cause, e.g. ``plugin:any``."""
    leading = next((cause for cause in ranked if cause != UNKNOWN), "")
    heading = leading.partition(":")[0].removeprefix("unlisted_")
    return entry_id in (leading, heading)

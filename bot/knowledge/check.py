"""Whether the knowledge base holds together, and its examples hold in the real triage.

Pure: it finds problems and prints nothing. What it does not do: judge whether a fact is true.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from string import Formatter

from bot.knowledge import examples
from bot.knowledge.examples import Advise, Diagnose, Read
from bot.knowledge.problem import Problem, file_of
from bot.lexicon.meanings import furnish, meanings, pattern_of
from bot.lexicon.spelling import is_as_written
from bot.model.answer import DEFAULT
from bot.model.catalogue import Blocks, LicenceCheck, ProductKind, Runs
from bot.model.knowledge import CauseEntry, Clue, Expression, Knowledge
from bot.model.probe import ServiceHealth
from bot.model.question import Question
from bot.model.understanding import FactValue, Kind, Scope, Symptom
from bot.triage.ask import NOTHING
from bot.triage.evidence.use import Use
from bot.triage.understand.acts.phrases import PhraseReader, is_act
from bot.triage.understand.wording import MessageWording

_RESULT = frozenset({"worked", "failed"})
# What a clue may look at, and the values that can meet it; errors and facts are looked up apart.
CONDITIONS: Mapping[str, Collection[str]] = {
    "symptom": frozenset(Symptom),
    "scope": frozenset(Scope),
    "message_kind": frozenset(Kind),
    "use": frozenset({*Use, "named_extension"}),
    "spoken_of": frozenset({"another"}),
    "runs": frozenset(Runs),
    "blocks_opening": frozenset(Blocks),
    "licence_check": frozenset(LicenceCheck),
    "calls_out": frozenset({"no"}),
    "host": frozenset({"failing", "answering", "elsewhere"}),
    "script": frozenset({"failed", "undefined"}),
    "check": frozenset({"failing", "slow", "answering"}),
    "tried_off": _RESULT,
    "new_version": frozenset({"worked"}),
    "feed": frozenset(
        {"trouble", "ending", "maintenance", "maintenance_over", "notice", "quiet", "unread"}
    ),
    "foundation_feed": frozenset({"trouble"}),
    "platform_feed": frozenset({"notice"}),
    "probe": frozenset(ServiceHealth),
    "foundation_probe": frozenset({"failing"}),
}
# What the situations of a question may look at: the complaint alone, and the sorts of product that it names.
_SITUATION: Mapping[str, Collection[str]] = {
    **{name: CONDITIONS[name] for name in ("scope", "message_kind")},
    "symptom": frozenset({*Symptom, NOTHING}),
    "no_symptom": frozenset(Symptom),
    "named": frozenset(ProductKind),
}
PLACEHOLDERS = frozenset({"product", "whom", "app_page"})


# Read by the triage itself, so that no clue needs to: what became of trying an advice.
READ_BY_THE_TRIAGE = frozenset(
    {"could-not-try", "it-was-that", "plugin-deleted", "plugin-off", "switched-on-again"}
)


def check(
    knowledge: Knowledge,
    read: Read | None = None,
    diagnose: Diagnose | None = None,
    advise: Advise | None = None,
    states: Mapping[str, Collection[str]] | None = None,
) -> list[Problem]:
    """All problems of a knowledge base, those of ids first.

    ``read`` understands one message; ``diagnose`` names the causes of an example, likeliest first;
    ``advise`` names the advice that it gets; ``states`` names the texts that the triage picks from for
    each answer that depends on what is known. ``diagnose`` and ``advise`` raise ValueError for an example that
    cannot be played. Without them the examples that need them are not tried.
    """
    problems = [*_ids(knowledge), *_texts(knowledge), *_unused(knowledge)]
    problems += _answers(knowledge, states or {})
    problems += [
        *examples.bare(knowledge),
        *examples.signatures(knowledge),
    ]
    problems += [*examples.language(knowledge, _says(knowledge)), *_meanings(knowledge)]
    if read is not None:
        problems += examples.symptoms(knowledge, read)
        problems += examples.topics(knowledge, read)
        problems += examples.answers(knowledge, read)
    if diagnose is not None:
        problems += examples.causes(knowledge, diagnose)
    if advise is not None:
        problems += examples.remedies(knowledge, advise)
    return problems


def _says(knowledge: Knowledge) -> Callable[[Expression, str], bool]:
    """Whether a text says an expression: in a whole message for acts, by its own phrases for all others."""
    furnish(knowledge.language)
    acts = PhraseReader(knowledge.language)
    heard = cache(acts.ids)
    own = cache(pattern_of)

    def says(entry: Expression, text: str) -> bool:
        if is_act(entry):
            return entry.id in heard(text, entry.lang)
        wording = MessageWording.of(text)
        shown = wording.written if any(map(is_as_written, entry.phrases)) else wording.plain
        return own(entry).search(shown) is not None

    return says


def _meanings(knowledge: Knowledge) -> Iterator[Problem]:
    """Meanings that the program asks for and no language has, and those that it does not ask for."""
    known = {row.id for row in knowledge.language if not is_act(row)}
    for meaning in sorted(meanings() - known) if known else ():
        yield Problem("knowledge/language", f"nobody says {meaning}, which the program asks for")
    for meaning in sorted(known - meanings()):
        yield Problem("knowledge/language", f"the program does not ask for {meaning}")


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
        where = file_of("remedies", remedy.id)
        back = [remedy.reversible_by] if remedy.reversible_by else []
        yield from _missing(where, "reversible_by:", back, knowledge.remedies)
        yield from _missing(where, "symptom", remedy.symptoms, set(Symptom))
        yield from _missing(
            where, "signature", (*remedy.signatures, *remedy.unless), knowledge.signatures
        )
        yield from _missing(where, "no_help_for:", remedy.no_help_for, set(Symptom))
        tests = [remedy.tests] if remedy.tests else []
        yield from _missing(where, "tests:", tests, knowledge.questions)
        yield from _missing(where, "cause", remedy.causes, knowledge.causes)
    for question in knowledge.questions.values():
        where = f"knowledge/questions.yaml ({question.id})"
        yield from _ids_of_question(where, question, knowledge)
    yield from _missing("knowledge/symptoms", "the symptom", knowledge.symptoms, set(Symptom))
    for symptom in knowledge.symptoms.values():
        yield from _missing(file_of("symptoms", symptom.id), "near:", symptom.near, set(Symptom))
    for topic in knowledge.topics.values():
        where = f"knowledge/topics ({topic.id})"
        yield from _missing(where, "the question", topic.ask, knowledge.questions)
        closer_than = {**knowledge.topics, **knowledge.answers}
        yield from _missing(where, "the topic or answer", topic.overrides, closer_than)
        yield from _missing(where, "the product", topic.products, products)
        if not topic.usual and not topic.answer:
            yield Problem(where, "it says nothing: usual or answer is needed")
    for cause in knowledge.causes.values():
        yield from _ids_of_cause(cause, knowledge)


def _ids_of_question(where: str, question: Question, knowledge: Knowledge) -> Iterator[Problem]:
    yield from _missing(where, "symptom", question.symptoms, set(Symptom))
    shown = [s for answer in question.answers for s in answer.signatures]
    shown += sorted(question.known_by_signatures)
    yield from _missing(where, "signature", shown, knowledge.signatures)
    for situation in question.first_when:
        known = {**_SITUATION, "signature": knowledge.signatures}
        yield from _conditions(where, situation, known)


def _answers(knowledge: Knowledge, states: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Answers without a text for a state that the triage picks, and what they refer to."""
    for answer in knowledge.answers.values():
        where = f"knowledge/answers ({answer.id})"
        needed = states.get(answer.id, (DEFAULT,))
        yield from _missing(where, "the text", needed, answer.says)
        advised = [*answer.advice, *([answer.details] if answer.details else [])]
        yield from _missing(where, "the remedy", advised, knowledge.remedies)
        known = {**knowledge.answers, **knowledge.topics}
        yield from _missing(where, "the answer or topic", answer.covers, known)
    for unknown in states.keys() - knowledge.answers.keys() if knowledge.answers else ():
        yield Problem("knowledge/answers", f"the answer {unknown} is missing")


def _ids_of_cause(cause: CauseEntry, knowledge: Knowledge) -> Iterator[Problem]:
    where = file_of("causes", cause.id)
    advised = (*cause.remedies, *cause.meanwhile, *cause.ending)
    yield from _missing(where, "the remedy", advised, knowledge.remedies)
    yield from _missing(where, "the question", cause.questions, knowledge.questions)
    for clue in cause.clues:
        yield from _conditions(where, clue.when, {**CONDITIONS, "signature": knowledge.signatures})


def _conditions(
    where: str,
    when: Mapping[str, tuple[FactValue, ...]],
    known: Mapping[str, Collection[str]],
) -> Iterator[Problem]:
    """Conditions that are none of the known ones, and values that they never have."""
    for condition, wanted in when.items():
        if not condition.startswith("fact."):
            yield from _missing(where, "the condition", [condition], known)
            yield from _missing(
                where, f"the {condition}", wanted, known.get(condition, frozenset(wanted))
            )


def _texts(knowledge: Knowledge) -> Iterator[Problem]:
    """Placeholders that nobody fills, and sentences that only one of ja and en has."""
    for remedy in knowledge.remedies.values():
        told = [remedy.say, remedy.side_effects, remedy.way_back, remedy.second_route]
        lines = [line for text in told for line in text.values()]
        lines += [line for steps in remedy.steps.values() for line in steps]
        for name in sorted(_placeholders(lines) - PLACEHOLDERS):
            yield Problem(
                file_of("remedies", remedy.id), f"nobody fills the placeholder {{{name}}}"
            )
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
    used = {str(s) for c in _clues(knowledge) for s in c.when.get("signature", ())}
    used |= {s for r in knowledge.remedies.values() for s in (*r.signatures, *r.unless)}
    for entry_id in sorted(knowledge.signatures.keys() - used - READ_BY_THE_TRIAGE):
        yield Problem(file_of("errors", entry_id), "no clue uses this signature", warning=True)
    asked = {q for c in knowledge.causes.values() for q in c.questions}
    for question in sorted(knowledge.questions.keys() - asked):
        where = f"knowledge/questions.yaml ({question})"
        yield Problem(where, "no cause asks this question", warning=True)

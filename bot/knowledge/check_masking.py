"""Whether what masking looks for can be read, and its examples hold.

Pure. Each rule is tried alone: that nothing else is masked in a whole message is for the tests.
"""

import re
from collections.abc import Callable, Iterator

from bot.knowledge.problem import Problem
from bot.masking.book import Rule, Tokens
from bot.masking.checks import CHECKS, Checks
from bot.masking.sensitive import PatternWords, Sensitive, SensitiveSpan, merged, narrow
from bot.model.masking import Masking, MaskRule, TokenShape

_MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)
Find = Callable[[str], Iterator[SensitiveSpan]]


def check_masking(masking: Masking) -> Iterator[Problem]:
    """What cannot be read, and examples in which not exactly what stands in ⟦ ⟧ is found."""
    words = PatternWords(masking.words)
    try:
        checks = Checks(words)
    except KeyError as missing:
        yield Problem("knowledge/masking/words.yaml", f"the word {missing.args[0]} is missing")
        return
    for rule in masking.rules:
        yield from _of_rule(rule, words, checks)
    for shape in masking.tokens:
        yield from _of_shape(shape, checks)
    for column in masking.columns:
        if column.kind not in set(Sensitive):
            yield Problem("knowledge/masking/columns.yaml", f"unknown kind {column.kind}")


def _of_rule(rule: MaskRule, words: PatternWords, checks: Checks) -> Iterator[Problem]:
    where = f"knowledge/masking/rules ({rule.id})"
    ready = Rule(rule, words, checks)
    if unknown := sorted(set(rule.checks) - CHECKS):
        yield Problem(where, f"unknown check {', '.join(unknown)}")
        return
    try:
        found = [bool(ready.groups), *(list(ready.find(e)) for e in rule.examples[:1])]
    except KeyError as word:
        yield Problem(where, f"the word {word.args[0]} is not in words.yaml")
    except re.error as error:
        yield Problem(where, f"not a regular expression: {error}")
    else:
        if not found[0]:
            yield Problem(where, "no group is named after a kind")
        yield from _tried(where, ready.find, rule.examples, rule.not_examples)


def _of_shape(shape: TokenShape, checks: Checks) -> Iterator[Problem]:
    where = f"knowledge/masking/tokens.yaml ({shape.vendor})"
    if unknown := sorted(set(shape.checks) - CHECKS):
        yield Problem(where, f"unknown check {', '.join(unknown)}")
        return
    try:
        find = Tokens((shape,), checks).find
    except re.error as error:
        yield Problem(where, f"not a regular expression: {error}")
        return
    examples = tuple(f"⟦{example}⟧" for example in shape.examples)
    yield from _tried(where, find, examples, shape.not_examples)


def _tried(
    where: str, find: Find, examples: tuple[str, ...], not_examples: tuple[str, ...]
) -> Iterator[Problem]:
    for text in (*examples, *not_examples):
        bare = _MARKED.sub(r"\1", text)
        masked = [bare[f.start : f.end] for f in merged(find(narrow(bare)))]
        if masked != _MARKED.findall(text):
            yield Problem(where, f"in the example {text} this is masked: {masked or 'nothing'}")

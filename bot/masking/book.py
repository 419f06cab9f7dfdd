"""The rules of ``knowledge/masking`` made ready, the shapes of tokens, and what they find in a text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.masking.checks import Check, Checks, Value
from bot.masking.sensitive import SECRET, PatternWords, Sensitive, SensitiveSpan
from bot.model.masking import MaskRule, TokenShape

_KIND = re.compile(r"([a-z_]+?)\d*")
_REACH = 60  # letters about a match in which ``near`` is looked for
_ENDS = ".,;:)]>\"'`」』\\"  # what ends a sentence, not a secret
_RUN = re.compile(r"[A-Za-z0-9_.:/+=-]{16,}")
_DENSE = re.compile(r"[A-Za-z0-9_-]{24,}")
_STARTS = r"(?<![A-Za-z0-9_-])"
_DIGEST_NAMED = re.compile(r"sha\d{3}-|sha1-|md5-", re.IGNORECASE)  # integrity="sha384-…"


@dataclass(frozen=True)
class Rule:
    """One rule, ready to search with."""

    rule: MaskRule
    words: PatternWords
    checks: Checks

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What it looks for."""
        return re.compile(self.words.expanded(self.rule.pattern))

    @cached_property
    def groups(self) -> Mapping[str, Sensitive]:
        """The kinds of what is masked, by the group that holds it."""
        kinds = frozenset(Sensitive)
        named = ((g, _KIND.fullmatch(g)) for g in self.pattern.groupindex)
        return {g: Sensitive(k[1]) for g, k in named if k and k[1] in kinds}

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return self._compiled(self.rule.unless)

    @cached_property
    def _near(self) -> re.Pattern[str] | None:
        return self._compiled(self.rule.near)

    @cached_property
    def where(self) -> re.Pattern[str] | None:
        """What must stand in a text, so that it is worth searching."""
        return self._compiled(self.rule.where)

    @cached_property
    def _checks(self) -> tuple[Check, ...]:
        return tuple(map(self.checks.named, self.rule.checks))

    def _compiled(self, pattern: str) -> re.Pattern[str] | None:
        return re.compile(self.words.expanded(pattern)) if pattern else None

    def find(self, text: str) -> Iterator[SensitiveSpan]:
        """What the rule masks in a narrowed text."""
        if self.where and not self.where.search(text):
            return
        for m in self.pattern.finditer(text):
            if self._near and not self._near.search(_about(m)):
                continue
            for group, kind in self.groups.items():
                if m.start(group) >= 0 and (value := self._value(m, group, kind)):
                    yield SensitiveSpan(m.start(group), m.start(group) + len(value), kind)

    def _value(self, m: re.Match[str], group: str, kind: Sensitive) -> str:
        """What of a group is masked; nothing when it is an ordinary word or fails a check."""
        value: str = m[group]
        if kind in SECRET or kind is Sensitive.CONTACT_ID:
            value = value.rstrip(_ENDS)
        if self._unless and self._unless.search(value):
            return ""
        for check in self._checks:
            value = check(Value(value, m, m.start(group))) if value else ""
        return value


def _about(m: re.Match[str]) -> str:
    return f"{m.string[max(0, m.start() - _REACH) : m.start()]}\n{m.string[m.end() : m.end() + _REACH]}"


class Book:
    """All rules, in their order."""

    def __init__(self, rules: tuple[MaskRule, ...], words: PatternWords, checks: Checks) -> None:
        self._rules = tuple(Rule(rule, words, checks) for rule in rules)

    def find(self, text: str) -> Iterator[SensitiveSpan]:
        """What the rules mask in a narrowed text; linear in its length."""
        met: dict[str, bool] = {"": True}  # several rules ask for the same
        for rule in self._rules:
            asked = rule.rule.where
            if asked not in met:
                met[asked] = rule.where is None or rule.where.search(text) is not None
            if met[asked]:
                yield from rule.find(text)


class Tokens:
    """The shapes of all vendors, looked for in long runs only."""

    def __init__(self, shapes: tuple[TokenShape, ...], checks: Checks) -> None:
        self._any = re.compile(
            _STARTS
            + "(?:"
            + "|".join(f"(?P<t{at}>{shape.pattern})" for at, shape in enumerate(shapes))
            + ")(?![A-Za-z0-9_])"
        )
        self._checks = {
            f"t{at}": tuple(map(checks.named, shape.checks)) for at, shape in enumerate(shapes)
        }

    def find(self, text: str) -> Iterator[SensitiveSpan]:
        """Tokens in a narrowed text; linear in its length."""
        for run in _RUN.finditer(text):
            for m in self._any.finditer(text, run.start(), run.end()):
                checks = self._checks[m.lastgroup or ""]
                if all(check(Value(m.group(), m, m.start())) for check in checks):
                    yield SensitiveSpan(*m.span(), Sensitive.API_TOKEN)
            for dense in _DENSE.finditer(text, run.start(), run.end()):
                if is_dense(dense.group()) and not _DIGEST_NAMED.match(text, run.start()):
                    yield SensitiveSpan(*dense.span(), Sensitive.API_TOKEN)


def is_dense(value: str) -> bool:
    """Of both cases and digits all over, as only generated values are; neither a path nor a word."""
    return bool(
        re.search(r"[a-z]", value)
        and re.search(r"[A-Z]", value)
        and len(re.findall(r"\d", value)) >= 2
        and len(re.findall(r"[a-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]", value)) >= 5
    )

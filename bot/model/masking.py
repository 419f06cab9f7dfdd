"""What masking looks for, as ``knowledge/masking`` says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MaskRule:
    """A pattern, what it finds being masked; ``<word>`` in it stands for an entry of the words.

    Each of its groups named after a kind (``phone``, ``phone2``) is masked as that kind, unless the
    value looks like ``unless``. ``near`` must stand within sixty letters before or after the match,
    ``where`` anywhere in the text. ``checks`` names what only a program can tell of the value. In
    ``examples`` what is to be masked stands in ⟦ ⟧.
    """

    id: str
    pattern: str
    unless: str = ""
    near: str = ""
    where: str = ""
    checks: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TokenShape:
    """How the tokens of one vendor look; the whole match is masked."""

    vendor: str
    pattern: str
    checks: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MaskedColumn:
    """A column of a pasted table: what its header is, and what a cell that is masked looks like."""

    kind: str
    header: str
    cell: str


@dataclass(frozen=True, slots=True)
class Masking:
    """All that masking looks for. ``words`` are alternatives, each a regular expression, by name."""

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: tuple[MaskRule, ...] = ()
    tokens: tuple[TokenShape, ...] = ()
    columns: tuple[MaskedColumn, ...] = ()

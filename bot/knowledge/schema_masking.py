"""What the files under ``knowledge/masking`` must look like."""

from dataclasses import fields
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from bot.knowledge.schema import KnowledgeEntry
from bot.model.masking import MaskedColumn, MaskRule, TokenShape


def _joined(value: Any) -> Any:
    """A long pattern is written as a list of pieces."""
    return "".join(map(str, value)) if isinstance(value, list) else value


Written = Annotated[str, Field(min_length=1, max_length=4000)]  # spaces at its ends count
Joined = Annotated[Written, BeforeValidator(_joined)]
Several = Annotated[tuple[Written, ...], Field(min_length=1)]


class MaskRow(KnowledgeEntry):
    """One row of a file in ``masking/rules``."""

    noun = MaskRule
    pattern: Joined
    unless: Joined | Literal[""] = ""
    near: Joined | Literal[""] = ""
    where: Joined | Literal[""] = ""
    checks: tuple[str, ...] = ()
    examples: Several
    not_examples: Several


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TokenRow(_Row):
    """One row of ``masking/tokens.yaml``."""

    vendor: Written
    pattern: Joined
    checks: tuple[str, ...] = ()
    examples: Several
    not_examples: Several

    def value(self) -> TokenShape:
        """What masking works with."""
        return TokenShape(**{f.name: getattr(self, f.name) for f in fields(TokenShape)})


class ColumnRow(_Row):
    """One row of ``masking/columns.yaml``."""

    kind: Written
    header: Joined
    cell: Joined

    def value(self) -> MaskedColumn:
        """What masking works with."""
        return MaskedColumn(self.kind, self.header, self.cell)


class WordLists(RootModel[dict[str, Several]]):
    """``masking/words.yaml``: alternatives by name."""


class TokenRows(RootModel[tuple[TokenRow, ...]]):
    """``masking/tokens.yaml``."""


class ColumnRows(RootModel[tuple[ColumnRow, ...]]):
    """``masking/columns.yaml``."""

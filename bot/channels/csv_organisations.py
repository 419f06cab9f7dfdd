"""Organisations and what they use in a CSV file: what its lines say, and what is wrong with each.

Columns, by name and in any order: ``organisation`` (the name by which its verified senders are
known), ``name``, ``products`` (by id or name, separated by ``;`` or spaces) and ``complete`` (yes: these
are all that it uses). Only the first must be there; of what a file has no column, what was known
stays. It writes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from bot.channels.csv_list import BadLine, CsvList, Reason, WrongCellError, is_shown
from bot.channels.csv_products import ProductWords, product_ids
from bot.desk.api_tokens import LONGEST_ORGANISATION
from bot.masking.redact import redact
from bot.model.organisation import KnownOrganisation

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisation": ("organisation", "organization", "id", "組織", "テナント"),
    "name": ("name", "名前", "名称", "会社名"),
    "products": ("products", "製品", "利用製品"),
    "complete": ("complete", "すべて", "全部"),
}
_COMPLETE = {"yes": True, "true": True, "1": True, "はい": True} | dict.fromkeys(
    ("", "no", "false", "0", "いいえ"), False
)


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """A line that can be taken; None: the file has no such column."""

    number: int
    id: str
    name: str | None = None
    products: tuple[str, ...] | None = None
    complete: bool | None = None

    def onto(self, known: KnownOrganisation | None) -> dict[str, str]:
        """What is known by column, brought up to date."""
        before = row_of(known) if known is not None else {}
        told = {
            "organisation": self.id,
            "name": self.name,
            "products": ";".join(self.products) if self.products is not None else None,
            "complete": _yes(complete=self.complete) if self.complete is not None else None,
        }
        usual = {"complete": "no"}
        return {
            column: value if value is not None else before.get(column, usual.get(column, ""))
            for column, value in told.items()
        }


def row_of(organisation: KnownOrganisation) -> dict[str, str]:
    """An organisation as a line has it, by column."""
    return {
        "organisation": organisation.id,
        "name": organisation.name,
        "products": ";".join(organisation.products),
        "complete": _yes(complete=organisation.complete),
    }


def organisations_in(
    file: IO[bytes], products: ProductWords, most: int
) -> Iterator[OrganisationLine | BadLine]:
    """Every line but the first, in order; the first names the columns and must be right."""

    def line(number: int, row: Mapping[str, str]) -> OrganisationLine:
        return OrganisationLine(
            number,
            _ident(row["organisation"]),
            name=_name(row["name"]) if "name" in row else None,
            products=_products(row["products"], products) if "products" in row else None,
            complete=_complete(row["complete"]) if "complete" in row else None,
        )

    return CsvList(COLUMNS, ("organisation",), line, lambda found: found.id, most).read(file)


def _ident(text: str) -> str:
    """A name as senders have it: nothing in it would be masked."""
    is_name = text and text == " ".join(text.split()) and text.isprintable()
    if not is_name or len(text) > LONGEST_ORGANISATION or redact(text).text != text:
        raise WrongCellError(Reason.ORGANISATION, text, str(LONGEST_ORGANISATION))
    return text


def _name(text: str) -> str:
    if len(text) > LONGEST_ORGANISATION or not all(map(is_shown, text)):
        raise WrongCellError(Reason.NAME, text, str(LONGEST_ORGANISATION))
    return redact(text).text


def _products(text: str, products: ProductWords) -> tuple[str, ...]:
    return product_ids(text, products, everything=False)


def _complete(text: str) -> bool:
    found = _COMPLETE.get(text.lower())
    if found is None:
        raise WrongCellError(Reason.COMPLETE, text)
    return found


def _yes(*, complete: bool) -> str:
    return "yes" if complete else "no"

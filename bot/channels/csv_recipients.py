"""Recipients in a CSV file: what its lines say, and what is wrong with each that says nothing.

Columns, by name and in any order: ``channel`` (mail, webhook), ``address``, ``lang`` (ja, en), ``tenant``,
``uses``, ``follows`` (products by id or name, separated by ``;`` or spaces; ``*`` in ``follows``:
everything) and ``state``, which can only keep somebody from being told. Only the first two must
be there. It writes nothing and asks nobody whether an address exists.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO

from bot.channels.csv_list import BadLine, CsvList, Reason, WrongCellError, is_shown
from bot.channels.csv_products import ProductWords, product_ids
from bot.channels.mail.addresses import Mailbox
from bot.channels.webhook.address import Exceptions, problem_with, spelt
from bot.desk.recipient_changes import CHANNELS
from bot.model.recipient import Recipient, RecipientState, recipient_id

MOST_LINES = 500_000
LONGEST_TENANT = 200  # characters
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "channel": ("channel", "チャネル", "チャンネル", "種別"),
    "address": ("address", "url", "アドレス", "宛先", "メールアドレス"),
    "lang": ("lang", "language", "言語"),
    "tenant": ("tenant", "テナント", "組織", "会社"),
    "uses": ("uses", "利用製品", "利用"),
    "follows": ("follows", "購読製品", "購読"),
    "state": ("state", "状態"),
}
_LANGS = {"ja": "ja", "en": "en", "日本語": "ja", "英語": "en", "english": "en", "japanese": "ja"}
_STRONGEST = (RecipientState.UNSUBSCRIBED, RecipientState.UNREACHABLE)
# Stricter than mail itself, where "a@b.example;c"@d.example is an address: two in a cell are a slip.
# Dots stand anywhere, as in addresses that Japanese carriers gave out.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """A line that can be taken. ``silent``: columns that the file does not have."""

    number: int
    recipient: Recipient
    silent: frozenset[str] = frozenset()

    def onto(self, known: Recipient | None) -> Recipient:
        """What is known, brought up to date.

        What the file is silent of stays. Who wants no notices, or cannot be reached, stays so; who
        was removed after that stays removed.
        """
        if known is None or not known.address:
            return known or self.recipient
        stays = {name: getattr(known, name) for name in self.silent}
        states = (known.state, self.recipient.state)
        state = next((s for s in _STRONGEST if s in states), RecipientState.ACTIVE)
        return replace(self.recipient, **(stays | {"state": state}))


class RecipientsFile:
    """Reads a file as often as it is asked to, always the same."""

    def __init__(
        self,
        file: IO[bytes],
        products: ProductWords,
        exceptions: Exceptions,
        most: int | None = None,
    ) -> None:
        """``file`` must be seekable; ``most``: lines that are read of it; None: as many as a command takes."""
        self._most = MOST_LINES if most is None else most
        self._file = file
        self._products = products
        self._exceptions = exceptions

    def read(self) -> Iterator[RecipientLine | BadLine]:
        """Every line but the first, in order; the first names the columns and must be right."""
        required = ("channel", "address")
        return CsvList(COLUMNS, required, self._line, _key_of, self._most).read(self._file)

    def _line(self, number: int, row: Mapping[str, str]) -> RecipientLine:
        return RecipientLine(number, self._recipient(row), _silent(row))

    def _recipient(self, row: Mapping[str, str]) -> Recipient:
        channel = row["channel"].lower()
        if channel not in CHANNELS:
            raise WrongCellError(Reason.CHANNEL, row["channel"])
        address = address_of(channel, row["address"], self._exceptions)
        return Recipient(
            recipient_id(channel, address),
            channel,
            address,
            _lang(row.get("lang", "")),
            _tenant(row.get("tenant", "")),
            self._ids(row.get("uses", ""), everything=False),
            self._ids(row.get("follows", ""), everything=True),
            _state(row.get("state", "")),
        )

    def _ids(self, text: str, *, everything: bool) -> tuple[str, ...]:
        return product_ids(text, self._products, everything=everything)


def _key_of(line: RecipientLine) -> bytes:
    """Whom a line is about, as short as can be: there may be half a million."""
    return bytes.fromhex(line.recipient.id.partition(":")[2])


def _silent(row: Mapping[str, str]) -> frozenset[str]:
    kept = frozenset({"lang", "tenant", "uses", "follows"} - row.keys())
    return kept if row.get("lang", "") else kept | {"lang"}


def address_of(channel: str, text: str, exceptions: Exceptions) -> str:
    """A typed address as it is kept, in one of ``CHANNELS``. Raises WrongCellError for what is none."""
    if channel == "mail":
        return _mail(text)
    if (problem := problem_with(text, exceptions)) is not None:
        raise WrongCellError(Reason.URL, problem)
    return spelt(text)


def _mail(text: str) -> str:
    try:
        mailbox = Mailbox.of(text)
    except ValueError:
        raise WrongCellError(Reason.MAIL, text) from None
    if not _LOCAL.fullmatch(mailbox.local) or "." not in mailbox.domain:
        raise WrongCellError(Reason.MAIL, text)
    return mailbox.plain


def _lang(text: str) -> str:
    if not text:
        return "ja"
    said = text.lower()
    lang = _LANGS.get(said) or _LANGS.get(said.replace("_", "-").partition("-")[0])
    if lang is None:
        raise WrongCellError(Reason.LANG, text)
    return lang


def _tenant(text: str) -> str:
    if len(text) > LONGEST_TENANT or not all(map(is_shown, text)):
        raise WrongCellError(Reason.TENANT, text, str(LONGEST_TENANT))
    return text


def _state(text: str) -> RecipientState:
    if text and text.lower() not in set(RecipientState):
        raise WrongCellError(Reason.STATE, text, ", ".join(RecipientState))
    return RecipientState(text.lower() or RecipientState.ACTIVE)


def row_of(recipient: Recipient) -> dict[str, str]:
    """A recipient as a line has them, by column."""
    return {
        "channel": recipient.channel,
        "address": recipient.address,
        "lang": recipient.lang,
        "tenant": recipient.tenant,
        "uses": ";".join(recipient.uses),
        "follows": ";".join(recipient.follows),
        "state": recipient.state.value,
    }

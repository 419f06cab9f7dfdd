"""What the webhooks must be told, read from the environment and the configuration file.

[webhook]                                  # all of it may be left out
per_second = 10                            # posts to one host
private_hosts = ["hooks.corp.example"]     # may have an address of your own network
http_hosts = ["hooks.corp.example"]        # may be spoken to without TLS

[[webhooks]]                               # your own receivers
name = "ticket-export"
url = "https://hooks.corp.example/tickets"
sends = ["tickets", "incidents"]           # and "notices"
"""

import base64
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.channels.keys import KeyVariable
from bot.channels.webhook.address import AddressProblem, Exceptions, hosts_of, problem_with, spelt
from bot.channels.webhook.payload import group_of
from bot.model.effect import Effect
from bot.model.errors import JitabataError
from bot.model.rate import Rate
from bot.model.recipient import Recipient

if TYPE_CHECKING:
    from bot.channels.webhook.signing import WebhookSigner

KEY = KeyVariable("JITABATA_WEBHOOK_KEY", "jitabata recipients key")
ENDPOINT = "endpoint:"  # begins the reader's name of an operator's own
Group = Literal["notices", "tickets", "incidents"]

_WHY = {
    AddressProblem.LONG: "is too long",
    AddressProblem.SHAPE: "must be a URL such as https://hooks.example.com/jitabata, without a login",
    AddressProblem.HTTP: "must begin with https://, or its host must stand in http_hosts",
    AddressProblem.PRIVATE: "is of a private network: put its host into private_hosts if it is meant",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A receiver of the operator's own; ``sends``: what it is for."""

    name: str
    url: str = field(repr=False)
    sends: frozenset[str]

    @property
    def recipient(self) -> Recipient:
        """As the ledger knows it; it is kept in no table."""
        return Recipient(ENDPOINT + self.name, "webhook", self.url)


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """How we post; ``repr`` shows no secret.

    ``keys`` derive every receiver's secret, the newest first; each signs, so that a new one can be
    put before the old one until all receivers have their new secret.
    """

    keys: tuple[str, ...] = field(default=(), repr=False)
    endpoints: tuple[Endpoint, ...] = ()
    exceptions: Exceptions = field(default_factory=Exceptions)
    per_second: float = 10.0

    def signer(self) -> "WebhookSigner":
        """JitabataError when there is no key to sign with."""
        if not self.keys:
            raise JitabataError(
                f"{KEY.name} is not set, so no webhook can be signed; `{KEY.command}` makes one"
            )
        from bot.channels.webhook.signing import WebhookSigner  # noqa: PLC0415 - 7 MB, for who signs

        return WebhookSigner([base64.urlsafe_b64decode(key) for key in self.keys])

    @property
    def rate(self) -> Rate:
        """Of one host."""
        return Rate(1 / self.per_second, max(1, math.floor(self.per_second)))

    def endpoint(self, reader: str) -> Endpoint | None:
        """The operator's own receiver that a reader is; None for everybody else."""
        return next((e for e in self.endpoints if ENDPOINT + e.name == reader), None)

    def endpoints_for(self, effect: Effect) -> tuple[Endpoint, ...]:
        """The operator's own receivers that want an effect."""
        return tuple(e for e in self.endpoints if group_of(effect) in e.sends)


def settings_of(
    environment: Mapping[str, str], table: object = None, rows: object = None
) -> WebhookSettings:
    """The settings; ``keys`` are empty when the environment has none.

    ``table`` is ``[webhook]``, ``rows`` are ``[[webhooks]]``. Raises JitabataError, which names the
    place and shows no secret.
    """
    try:
        more = _Table.model_validate(table or {})
        found = _Rows.model_validate({"webhooks": rows or []}).webhooks
    except ValidationError as error:
        raise JitabataError(_sentence(error)) from None
    try:
        exceptions = Exceptions(hosts_of(more.http_hosts), hosts_of(more.private_hosts))
    except ValueError as host:
        raise JitabataError(f"[webhook] {str(host)!r} is not the name of a host") from None
    if len({row.name for row in found}) < len(found):
        raise JitabataError("[[webhooks]]: a name is used twice")
    for row in found:
        if (problem := problem_with(row.url, exceptions)) is not None:
            raise JitabataError(f"[[webhooks]] {row.name}: the url {_WHY[problem]}")
    return WebhookSettings(
        KEY.read(environment.get(KEY.name, "")),
        tuple(Endpoint(row.name, spelt(row.url), frozenset(row.sends)) for row in found),
        exceptions,
        more.per_second,
    )


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    per_second: float = Field(default=10.0, ge=0.01, le=1_000)
    private_hosts: list[str] = Field(default=[], max_length=100)
    http_hosts: list[str] = Field(default=[], max_length=100)


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    url: str
    sends: list[Group] = Field(min_length=1)


class _Rows(BaseModel):
    webhooks: list[_Row] = Field(max_length=50)


def _sentence(error: ValidationError) -> str:
    where = "[[webhooks]]" if error.title == "_Rows" else "[webhook]"
    wrong = error.errors(include_url=False, include_input=False)[:3]
    return "; ".join(
        f"{where} {'.'.join(str(part) for part in e['loc'] if part != 'webhooks')}: {e['msg']}"
        for e in wrong
    )

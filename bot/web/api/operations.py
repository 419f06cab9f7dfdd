"""What an operation of the API declares: the same declaration checks requests and describes them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.desk.browser_checks import CheckLinks
from bot.desk.ports import Door
from bot.desk.subscribing import Subscribing
from bot.model.api_token import ApiToken, Scope
from bot.model.identity import Identity, organisation_key
from bot.model.knowledge import Knowledge
from bot.web.api.cursors import Cursors
from bot.web.api.problems import ProblemError
from bot.web.hub import Hub
from bot.web.message_line import MessageLine
from bot.web.views import Views

MOST_ON_A_PAGE = 100
# No control characters but, in texts, tabs and line ends: nothing else can be kept or shown.
Word = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$",
    ),
]


class Strict(BaseModel):
    """What is sent: nothing is guessed, and no field is ignored."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NoQuery(Strict):
    """No parameters."""


class PageQuery(Strict):
    """A page of a list."""

    limit: int = Field(default=50, ge=1, le=MOST_ON_A_PAGE)
    cursor: str = Field(default="", max_length=400)


@dataclass(frozen=True)
class ApiHouse:
    """What operations work with."""

    door: Door
    line: MessageLine
    views: Views
    hub: Hub
    knowledge: Knowledge
    clock: Callable[[], datetime]
    cursors: Cursors
    links: CheckLinks
    base: str = ""  # of our pages, as others reach them
    subscribing: Subscribing | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One request that was let in and is in order.

    ``path``: the parameters of its address. ``key``: what its idempotency key is known by, "" for
    what changes nothing or may be repeated.
    """

    house: ApiHouse
    operation: "Operation"
    token: ApiToken
    path: dict[str, str]
    query: Any
    body: Any
    now: datetime
    lang: str
    key: str = ""

    @property
    def organisation_key(self) -> str:
        """The key of the only organisation that the token reaches; "" for all."""
        return (
            organisation_key(Identity.VERIFIED, self.token.organisation, "")
            if self.token.organisation
            else ""
        )

    @property
    def _of(self) -> str:
        said = "/".join((self.operation.name, *self.path.values()))
        return f"{said}\n{self.token.organisation}"

    def mark(self) -> str:
        """After what the page begins that was asked for; "" for the first."""
        return self.house.cursors.open(self._of, self.query.cursor, self.now)

    def next(self, mark: str) -> str | None:
        """The cursor of the page after a mark; None where there is none ("")."""
        return self.house.cursors.seal(self._of, mark, self.now) if mark else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers; ``value`` None: nothing (204)."""

    value: BaseModel | None
    status: int = 200


Does = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True)
class Operation:
    """One method of one address.

    ``name`` is its ``operationId`` and leads to its texts. ``scope``: what a token needs, None:
    nothing. ``act``: what the audit log calls it, "" for what is not written down. ``statuses``:
    with which it answers when all went well. ``conflicts``: whether it may answer 409 by itself.
    ``repeats``: whether a post that broke off may be done again. ``signed``: it is let in by a
    signature, not by a token.
    """

    name: str
    method: str
    path: str
    scope: Scope | None
    does: Does
    answer: type[BaseModel] | None
    statuses: tuple[int, ...] = (200,)
    query: type[BaseModel] = NoQuery
    body: type[BaseModel] | None = None
    act: str = ""
    conflicts: bool = False
    repeats: bool = True
    signed: bool = False


def not_found() -> ProblemError:
    """The answer for what is not there, and for what is another organisation's."""
    return ProblemError("not_found")

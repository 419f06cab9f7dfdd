"""What staff publish: incidents and planned maintenance as the public page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.model.incident import IncidentStatus
from bot.model.japan import JST

MAY_BEGIN_WITHIN = timedelta(minutes=5)  # of its planned start
MOST_UPDATES = 100  # of one post; the oldest after the first give way
_ID_LENGTH = 12
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class PostKind(StrEnum):
    """What is published."""

    INCIDENT = "incident"
    MAINTENANCE = "maintenance"


class PostStatus(StrEnum):
    """Where a post stands; the words of Statuspage, of incidents first and then of maintenance."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"


class Impact(StrEnum):
    """How much of what we run an incident touches; the words of Statuspage."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    MAINTENANCE = "maintenance"


OVER = frozenset({PostStatus.RESOLVED, PostStatus.COMPLETED})
RUNNING = frozenset({PostStatus.IN_PROGRESS, PostStatus.VERIFYING})


@dataclass(frozen=True, slots=True)
class PostUpdate:
    """One thing that was said of a post; ``texts`` by language, of which one may be missing.

    ``notice``: what is the same of one notice in every language; "" of everything else.
    """

    at: datetime
    status: PostStatus
    texts: Mapping[str, str]
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One entry of the public page. Its ``id`` is its permanent address and never changes.

    ``titles`` by language. ``incident``: of the desk's own, which it follows; None: it stands alone.
    ``followed``: where that stood when the post last followed it, so that what staff say of the post
    holds until it stands elsewhere.
    ``cause``: what it says is at fault, "" when it names nothing. ``components`` of the operator that it
    touches, by their ids. ``updates`` oldest first. ``starts_at`` and ``ends_at`` are those of a planned
    maintenance; ``by_clock``: it begins and ends by them, and not by hand. ``began_at``: when it began,
    ``created_at``: when it was published.
    """

    id: str
    kind: PostKind
    status: PostStatus
    titles: Mapping[str, str]
    began_at: datetime
    created_at: datetime
    changed_at: datetime
    impact: Impact = Impact.MINOR
    incident: str | None = None
    cause: str = ""
    components: tuple[str, ...] = ()
    updates: tuple[PostUpdate, ...] = ()
    monitoring_at: datetime | None = None
    resolved_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    by_clock: bool = True
    followed: IncidentStatus | None = None

    @property
    def month(self) -> str:
        """The month in which it began, in Japan: ``2026-04``."""
        return f"{self.began_at.astimezone(JST):%Y-%m}"

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def is_running(self) -> bool:
        """Whether it is a maintenance that has begun and is not over."""
        return self.status in RUNNING

    def overruns(self, now: datetime) -> bool:
        """Whether a maintenance goes on although its planned end has passed."""
        return self.is_running and self.ends_at is not None and now > self.ends_at

    def is_late(self, now: datetime) -> bool:
        """Whether a maintenance should have begun and has not; by the clock it begins within the minute."""
        if self.status is not PostStatus.SCHEDULED or self.starts_at is None:
            return False
        return now > self.starts_at + MAY_BEGIN_WITHIN

    def with_update(self, update: PostUpdate) -> "Post":
        """The post after one more thing was said of it."""
        kept = (*self.updates, update)
        if len(kept) > MOST_UPDATES:
            kept = (kept[0], *kept[2:])
        watched = update.status in {PostStatus.MONITORING, PostStatus.VERIFYING}
        return replace(
            self,
            status=update.status,
            updates=kept,
            changed_at=update.at,
            monitoring_at=update.at if watched else self.monitoring_at,
            resolved_at=update.at if update.status in OVER else None,
        )


@dataclass(frozen=True, slots=True)
class PostNews:
    """One update of a post, as those who follow the page are told of it in one language (``lang``).

    ``text_lang``: of title and text, where nobody wrote them in ``lang``. ``topics``: what it is
    about, () for whatever anybody follows. ``not_before``: until when words in ``lang`` are waited for.
    """

    post: str
    kind: PostKind
    status: PostStatus
    impact: Impact
    title: str
    text: str
    lang: str
    text_lang: str
    at: datetime
    topics: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    not_before: datetime | None = None

    def is_of(self, other: "PostNews") -> bool:
        """Whether both are of the same update, perhaps in different languages."""
        return (self.post, self.at, self.status) == (other.post, other.at, other.status)


@dataclass(frozen=True, slots=True)
class ComponentDay:
    """What was measured of a component on one day (in Japan): how often, and how often it failed.

    Measurements that nobody can be sure of count nowhere, such as those of a place that had lost its line.
    """

    component: str
    day: str  # 2026-04-14
    measured: int = 0
    failed: int = 0
    slow: int = 0


@dataclass(frozen=True, slots=True)
class PostWritten:
    """Staff wrote a post for the public page, or more of one (an event).

    ``post``: which, "" for a new one, of this ``kind``. Of one that is there only ``status``, ``texts``
    and ``ends_at`` count. Texts by language. ``key`` tells a form of a new one that was sent twice from
    two forms.
    """

    at: datetime
    post: str
    staff: str
    kind: PostKind = PostKind.INCIDENT
    status: PostStatus = PostStatus.INVESTIGATING
    titles: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    impact: Impact = Impact.MINOR
    components: tuple[str, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    by_clock: bool = True
    key: str = ""


def public_id(kind: str, *words: str) -> str:
    """An id as status pages have them: twelve of 0-9 and a-z, the same for the same words of a kind."""
    number = int.from_bytes(sha256("\n".join((kind, *words)).encode()).digest(), "big")
    found = ""
    while len(found) < _ID_LENGTH:
        number, digit = divmod(number, len(_DIGITS))
        found += _DIGITS[digit]
    return found

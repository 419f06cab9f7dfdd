"""The snapshot in the words of Statuspage v2, so that whatever reads status pages reads ours.

Every field and every word of the format, and no other; ids stay for ever. The format has no word for
a component that could not be measured lately: it has the state in which it was found last, the time of
that in ``updated_at``, and its ``description`` says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.model.japan import JST
from bot.model.publication import Post, PostKind, PostStatus, PostUpdate, public_id
from bot.model.status import State
from bot.status_page.overall import overall
from bot.status_page.snapshot import OF_IMPACT, ComponentStatus, Snapshot
from bot.texts.loader import in_language, say

MOST = 50  # incidents of a document
ZONE = "Asia/Tokyo"
Document = dict[str, Any]

_COMPONENT = {
    State.OPERATIONAL: "operational",
    State.DEGRADED: "degraded_performance",
    State.PARTIAL_OUTAGE: "partial_outage",
    State.MAJOR_OUTAGE: "major_outage",
    State.MAINTENANCE: "under_maintenance",
    State.UNKNOWN: "operational",  # never measured; its description says so
}


@dataclass(frozen=True, slots=True)
class Format:
    """Writes one snapshot in one language. ``base``: where our pages are; ``name``: whose they are."""

    snapshot: Snapshot
    lang: str
    base: str
    name: str

    def documents(self) -> Mapping[str, Callable[[], Document]]:
        """What makes the document at each address."""
        found: dict[str, Callable[[], Document]] = {
            "summary": self._summary,
            "status": lambda: {"status": self._status()},
            "components": lambda: {"components": self._components()},
            "incidents": lambda: self._incidents(self.snapshot.incidents[:MOST]),
            "incidents/unresolved": lambda: self._incidents(self._unresolved),
            "scheduled-maintenances": lambda: self._planned(self.snapshot.maintenances[:MOST]),
            "scheduled-maintenances/upcoming": lambda: self._planned(self._upcoming),
            "scheduled-maintenances/active": lambda: self._planned(self._active),
        }
        return {f"/api/v2/{name}.json": partial(self._whole, make) for name, make in found.items()}

    def _whole(self, make: Callable[[], Document]) -> Document:
        return {"page": self._page(), **make()}

    def _summary(self) -> Document:
        found = self._incidents(self._unresolved) | self._planned([*self._upcoming, *self._active])
        return {"components": self._components(), **found, "status": self._status()}

    def _incidents(self, posts: Sequence[Post]) -> Document:
        return {"incidents": list(map(self._incident, posts))}

    def _planned(self, posts: Sequence[Post]) -> Document:
        return {"scheduled_maintenances": list(map(self._maintenance, posts))}

    @property
    def _unresolved(self) -> Sequence[Post]:
        return self.snapshot.open(PostKind.INCIDENT)

    @property
    def _upcoming(self) -> Sequence[Post]:
        planned = self.snapshot.open(PostKind.MAINTENANCE)
        return [post for post in planned if post.status is PostStatus.SCHEDULED]

    @property
    def _active(self) -> Sequence[Post]:
        return [post for post in self.snapshot.open(PostKind.MAINTENANCE) if post.is_running]

    @property
    def page_id(self) -> str:
        return public_id("page", self.base)

    def _page(self) -> Document:
        # To the minute: what is read more often than that is the same document, and cached as such.
        at = self.snapshot.at.replace(second=0, microsecond=0)
        page = {"id": self.page_id, "name": self.name, "url": self.base}
        return {**page, "time_zone": ZONE, "updated_at": stamp(at)}

    def _status(self) -> Document:
        found = overall(self.snapshot)
        return {
            "indicator": found.indicator.value,
            "description": say(self.lang, f"public.overall.{found.key}"),
        }

    def _components(self) -> list[Document]:
        parts = enumerate(self.snapshot.parts, 1)
        return [self._component(part, number) for number, part in parts]

    def _component(self, part: ComponentStatus, position: int = 1) -> Document:
        measured = [day.day for day in part.days if day is not None]
        today = self.snapshot.at.astimezone(JST).date().isoformat()
        began = f"{measured[0] if measured else today}T00:00:00.000+09:00"
        changed = part.measured_at if not part.is_known else part.since
        return {
            "id": part.id,
            "name": in_language(part.names, self.lang),
            "status": _COMPONENT[part.last],
            "created_at": began,
            "updated_at": stamp(changed) if changed is not None else began,
            "position": position,
            "description": self._description(part),
            "showcase": True,
            "start_date": measured[0] if measured else None,
            "group_id": None,
            "page_id": self.page_id,
            "group": False,
            "only_show_if_degraded": False,
        }

    def _description(self, part: ComponentStatus) -> str | None:
        if part.is_known:
            return None
        if part.measured_at is None:
            return say(self.lang, "public.never_measured")
        return say(self.lang, "public.not_measured_since", at=stamp(part.measured_at))

    def _incident(self, post: Post) -> Document:
        return {**self._post(post), "reminder_intervals": None}

    def _maintenance(self, post: Post) -> Document:
        starts, ends = post.starts_at or post.began_at, post.ends_at or post.began_at
        planned = {"scheduled_for": stamp(starts), "scheduled_until": stamp(ends)}
        return {**self._post(post), **planned}

    def _post(self, post: Post) -> Document:
        parts = self.snapshot.parts_of(post)
        return {
            "id": post.id,
            "name": in_language(post.titles, self.lang),
            "status": post.status.value,
            "created_at": stamp(post.created_at),
            "updated_at": stamp(post.changed_at),
            "monitoring_at": stamp(post.monitoring_at) if post.monitoring_at else None,
            "resolved_at": stamp(post.resolved_at) if post.resolved_at else None,
            "impact": post.impact.value,
            "shortlink": f"{self.base}{address_of(post)}",
            "started_at": stamp(post.began_at),
            "page_id": self.page_id,
            "incident_updates": [
                self._update(post, number) for number in reversed(range(len(post.updates)))
            ],
            "components": [
                self._component(p, n) for n, p in enumerate(self.snapshot.parts, 1) if p in parts
            ],
        }

    def _update(self, post: Post, number: int) -> Document:
        update = post.updates[number]
        before = post.updates[number - 1] if number else None
        at = stamp(update.at)
        return {
            "id": public_id("update", post.id, update.at.isoformat(), update.status),
            "status": update.status.value,
            "body": in_language(update.texts, self.lang),
            "incident_id": post.id,
            "created_at": at,
            "updated_at": at,
            "display_at": at,
            "affected_components": self._affected(post, before, update),
            "deliver_notifications": True,
            "custom_tweet": None,
            "tweet_id": None,
        }

    def _affected(
        self, post: Post, before: PostUpdate | None, update: PostUpdate
    ) -> list[Document] | None:
        """What an update did to each component that the post touches."""
        found = [
            {
                "code": part.id,
                "name": in_language(part.names, self.lang),
                "old_status": _touched(post, before.status if before else None),
                "new_status": _touched(post, update.status),
            }
            for part in self.snapshot.parts_of(post)
        ]
        return found or None


def _touched(post: Post, status: PostStatus | None) -> str:
    """How a post says that what it touches is, at one of its stages; None: before it."""
    quiet = (None, PostStatus.SCHEDULED, PostStatus.RESOLVED, PostStatus.COMPLETED)
    return _COMPONENT[State.OPERATIONAL if status in quiet else OF_IMPACT[post.impact]]


def address_of(post: Post) -> str:
    """The permanent address of a post, below that of our pages."""
    return f"/status/incidents/{post.id}"


def stamp(at: datetime) -> str:
    """A moment as Statuspage writes it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"

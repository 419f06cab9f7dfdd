"""A world: what there is, what goes wrong, and what was found. Its doors are in ``server``."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.channels.slack.world.faults import Faults
from tests.channels.slack.world.findings import Findings
from tests.channels.slack.world.rates import Rates
from tests.channels.slack.world.state import (
    SCOPES,
    File,
    Json,
    Person,
    Post,
    Room,
    Team,
    Token,
    Trigger,
    View,
)

CLIENT_ID, CLIENT_SECRET = "1.2", "client-secret-of-the-world"
SIGNING_SECRET = "signing-secret-of-the-world"
APP_TOKEN = "xapp-token-of-the-world"
APP = "A1"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API as it arrived."""

    at: float
    method: str
    team: str
    arguments: Json
    ok: bool


@dataclass
class Grant:
    """What OAuth hands out: codes and refresh tokens, each good once."""

    codes: dict[str, str] = field(default_factory=dict)  # code -> team
    refreshing: dict[str, str] = field(default_factory=dict)  # refresh token -> team
    rotates: bool = False
    lives: float = 43_200.0
    given: int = 0


class World:
    """Slack, as one app sees it. ``now`` is its only clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._moment = 0
        self.url = ""
        self.findings = Findings()
        self.faults = Faults()
        self.rates = Rates(self.findings)
        self.teams: dict[str, Team] = {}
        self.people: dict[str, Person] = {}
        self.rooms: dict[str, Room] = {}
        self.posts: dict[tuple[str, str], Post] = {}
        self.tokens: dict[str, Token] = {APP_TOKEN: Token(APP_TOKEN, "", "app")}
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.grant = Grant()
        self.calls: list[Call] = []
        self.statuses: list[tuple[float, str, str, str]] = []  # at, room, thread, status
        self.internal: set[str] = set()  # words that no customer may read
        self.counts: Counter[str] = Counter()
        self.when_posted: Callable[[Post], None] = lambda _: None
        self.when_killed: Callable[[], None] = lambda: None

    # what there is

    @property
    def now(self) -> float:
        return self._now().timestamp()

    def number(self, name: str) -> int:
        self.counts[name] += 1
        return self.counts[name]

    def fresh_ts(self) -> str:
        """A timestamp that no other post has."""
        self._moment = max(self._moment + 1, round(self.now * 1_000_000))
        return f"{self._moment // 1_000_000}.{self._moment % 1_000_000:06d}"

    def installed(self, team: str, scopes: frozenset[str] = SCOPES) -> Team:
        """Our app is installed in a workspace."""
        token = f"xoxb-{team}-token"
        self.teams[team] = Team(team, f"UBOT{team}", f"B{team}", token, scopes)
        self.people[f"UBOT{team}"] = Person(f"UBOT{team}", team)
        self.tokens[token] = Token(token, team, scopes=scopes)
        return self.teams[team]

    def room(self, ident: str, team: str, *members: str, **more: Any) -> Room:
        """A room with its members; unknown members are people of the room's workspace."""
        self.rooms[ident] = Room(ident, team, members=set(members), **more)
        for member in members:
            self.people.setdefault(member, Person(member, team))
        return self.rooms[ident]

    def stranger(self, ident: str, team: str) -> Person:
        """Somebody of another company, seen in a shared room."""
        self.people[ident] = Person(ident, team)
        return self.people[ident]

    def trigger(self, team: str, user: str) -> str:
        ident = f"{self.number('trigger')}.{team}.x"
        self.triggers[ident] = Trigger(ident, team, user, self.now)
        return ident

    # what people do

    def says(
        self,
        room: str,
        user: str,
        text: str,
        *,
        thread: str | None = None,
        files: tuple[str, ...] = (),
    ) -> Post:
        """Somebody posts; ``text`` as Slack stores it, that is escaped."""
        ts = self.fresh_ts()
        post = Post(room, ts, text, user, self.now, thread=thread, files=list(files))
        self.posts[room, ts] = post
        return post

    def deletes(self, post: Post) -> None:
        post.deleted_at = self.now

    # what is to be seen

    def post(self, room: str, ts: str) -> Post | None:
        """A post that is there."""
        post = self.posts.get((room, ts))
        return post if post is not None and post.is_there else None

    def ours(self, room: str | None = None) -> list[Post]:
        """What the app said and is still there, in order."""
        said = [p for p in self.posts.values() if p.by_app and p.is_there and not p.only_for]
        return [p for p in said if room in (None, p.room)]

    def in_thread(self, room: str, root: str) -> Iterator[Post]:
        """A thread's root and replies that everybody in the room sees."""
        for post in self.posts.values():
            is_seen = post.room == room and post.is_there and not post.only_for
            if is_seen and root in (post.ts, post.thread):
                yield post

    def called(self, *methods: str) -> list[Call]:
        return [c for c in self.calls if c.method in methods]

"""Who works at the desk: accounts, what each may do, and the sessions in which they do it. Pure."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

IDLE = timedelta(hours=2)  # a session that nobody uses for so long is over
LONGEST = timedelta(hours=12)  # so is one that began so long ago
INVITED_FOR = timedelta(days=3)
SEEN_FOR = timedelta(days=60)  # a session is kept, and who it was is known to work here
LONGEST_NAME = 60  # characters


class Role(StrEnum):
    """What somebody may do, the least first; each may do what those before it may."""

    VIEWER = "viewer"  # reads
    AGENT = "agent"  # works on cases
    LEAD = "lead"  # decides on incidents, posts and notices to many
    ADMIN = "admin"  # accounts, sessions, the audit log

    def covers(self, least: "Role") -> bool:
        """Whether it may do what is for ``least`` and above."""
        ranked = list(Role)
        return ranked.index(self) >= ranked.index(least)


@dataclass(frozen=True, slots=True)
class Rule:
    """The least role that may do something, and what the audit log calls it ("": nothing)."""

    least: Role
    act: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """One person of the staff.

    ``password``: its hash, "" until they have set one. ``slack``: their user id there, "" for none.
    ``invitation``: a digest of the key of the link with which they set a password, good until
    ``invited_until`` and once. ``identity``: issuer and subject by whom an identity provider knows
    them, "" for who signs in by a password.
    """

    id: str
    name: str
    role: Role
    made_at: datetime
    password: str = ""
    slack: str = ""
    invitation: str = ""
    invited_until: datetime | None = None
    identity: str = ""

    @property
    def can_sign_in(self) -> bool:
        """Whether they can sign in by themselves."""
        return bool(self.password or self.identity)


@dataclass(frozen=True, slots=True)
class StaffSession:
    """One browser that has signed in.

    ``key``: a digest of what its cookie holds. ``account`` "": it came by a token or a link, and
    nobody has checked the name. ``network``: where it came from, never a whole address. ``sid``: the
    session at the identity provider that it came by.
    """

    key: str
    name: str
    role: Role
    began_at: datetime
    used_at: datetime
    account: str = ""
    device: str = ""
    network: str = ""
    sid: str = ""

    def is_live(self, now: datetime) -> bool:
        return now - self.used_at < IDLE and now - self.began_at < LONGEST


def spoken_name(text: str) -> str:
    """A name as typed, in one line, without letters that nobody sees."""
    seen = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs", "Co", "Cn"))
    return " ".join(seen.split())[:LONGEST_NAME]


def spelled_alike(name: str) -> str:
    """A name for comparison: names that look alike are one."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())

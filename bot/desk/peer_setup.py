"""How the operator sets up what is exchanged with other desks: by the command, and at the console."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.desk.peer_ports import MOST
from bot.desk.ports import UnitOfWork
from bot.model.errors import JitabataError
from bot.model.peer import PEER, Peer

LONGEST_TITLE = 80  # characters
MOST_KEYS = 4
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class PeerSetupError(JitabataError):
    """What was asked for cannot be; ``key``: of the text that says why, below ``peers.problem``."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class PeerAsked:
    """A peer as the operator wants it; what is empty is not exchanged."""

    name: str = ""
    title: str = ""
    keys: tuple[str, ...] = ()
    url: str = ""
    early: bool = False


@dataclass(frozen=True, slots=True)
class PeerSetup:
    """What it takes to know a peer, and to be known by it.

    ``own_keys`` answers our public keys for a reader, the newest first; it raises JitabataError when there is
    nothing to sign with. ``is_key``: whether a text is a public key. ``spelt`` answers a URL as it is
    kept, None: it cannot be posted to. ``path``: where a peer tells us, with ``{peer}`` in it, below
    ``base``, our public address, "" where there is none.
    """

    own_keys: Callable[[str], tuple[str, ...]]
    is_key: Callable[[str], bool]
    spelt: Callable[[str], str | None]
    base: str
    path: str

    def keep(self, asked: PeerAsked, work: UnitOfWork) -> Peer:
        """Know a peer, or change what is exchanged with it. What its word was worth stays with it.

        Raises PeerSetupError.
        """
        url = self.spelt(asked.url) if asked.url else ""
        known = work.peer(asked.name)
        problems = {
            "name": not _NAME.fullmatch(asked.name),
            "key": len(asked.keys) > MOST_KEYS or not all(map(self.is_key, asked.keys)),
            "url": url is None,
            "early": asked.early and not url,
            "many": known is None and len(work.peers()) >= MOST,
        }
        if (wrong := next((key for key, is_so in problems.items() if is_so), None)) is not None:
            raise PeerSetupError(wrong)
        title = " ".join(asked.title.split())[:LONGEST_TITLE] or asked.name
        peer = Peer(asked.name, title, asked.keys, url or "", asked.early)
        peer = peer if known is None else replace(peer, record=known.record)
        work.save_peer(peer)
        return peer

    def keys_for(self, name: str) -> tuple[str, ...]:
        """What a peer checks our signatures with. Raises JitabataError, as ``own_keys``."""
        return self.own_keys(f"{PEER}{name}")

    def address_for(self, name: str) -> str:
        """Where a peer tells us."""
        return self.base + self.path.replace("{peer}", name)

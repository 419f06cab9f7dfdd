"""The command ``peers``: other desks that tell this one what is reported there, and are told.

Part of the composition root. A desk that runs on the same database knows of a change at once.
"""

import argparse
import contextlib
import re
from typing import TextIO

from bot.channels.webhook.address import problem_with, spelt
from bot.desk.peer_ports import MOST, Way
from bot.desk.ports import UnitOfWork
from bot.model.errors import JitabataError
from bot.model.japan import JST
from bot.model.peer import PEER, Peer
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.texts.loader import say
from bot.web.api.peers import TELL
from bot.web.api.problems import BASE
from bot.web.api.signatures import is_key

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LONGEST_TITLE = 80  # characters
MOST_KEYS = 4


def run(arguments: argparse.Namespace, settings: Settings, out: TextIO) -> int:
    """Add one, list them, or revoke one. JitabataError says, in words, what cannot be done."""
    with contextlib.closing(SqlStore.open(settings.database_url)) as store, store.work() as work:
        if arguments.what == "list":
            _listed(work, arguments.lang, out)
        elif arguments.what == "add":
            work.save_peer(_asked(arguments, settings, work))
            _print_ours(arguments, settings, out)
        elif not work.drop_peer(arguments.name):
            raise JitabataError(say(arguments.lang, "peers.problem.unknown", name=arguments.name))
        else:
            print(say(arguments.lang, "peers.command.revoked", name=arguments.name), file=out)
    return 0


def _asked(given: argparse.Namespace, settings: Settings, work: UnitOfWork) -> Peer:
    """The peer as it was asked for; what its word was worth stays with it."""
    url = spelt(given.url) if given.url else ""
    title = " ".join(given.title.split())[:LONGEST_TITLE]
    known = work.peer(given.name)
    problems = {
        "name": not _NAME.fullmatch(given.name),
        "key": len(given.key) > MOST_KEYS or not all(is_key(key) for key in given.key),
        "url": bool(url) and problem_with(url, settings.webhook.exceptions) is not None,
        "early": given.early and not url,
        "many": known is None and len(work.peers()) >= MOST,
    }
    if (wrong := next((key for key, is_so in problems.items() if is_so), None)) is not None:
        raise JitabataError(say(given.lang, f"peers.problem.{wrong}"))
    peer = Peer(given.name, title or given.name, tuple(given.key), url, given.early)
    return peer if known is None else _with_record(peer, known)


def _with_record(peer: Peer, known: Peer) -> Peer:
    return Peer(peer.id, peer.name, peer.keys, peer.url, peer.early, known.record)


def _print_ours(given: argparse.Namespace, settings: Settings, out: TextIO) -> None:
    """What the other desk needs of us to hear us, and to tell us."""
    keys = settings.webhook.signer().public_keys(f"{PEER}{given.name}")
    path = BASE + TELL.path.replace("{peer}", given.name)
    begin = "".join(settings.public_urls[:1]) or say(given.lang, "peers.command.our_address")
    print(say(given.lang, "peers.command.added", name=given.name), file=out)
    print(" ".join(f"--key {key}" for key in keys), file=out)
    print(f"--url {begin}{path}", file=out)


def _listed(work: UnitOfWork, lang: str, out: TextIO) -> None:
    """A line each: name, title, whether it is heard and told, its record, when it last said anything."""
    peers, heard = work.peers(), work.sightings(Way.HEARD)
    if not peers:
        print(say(lang, "peers.command.none"), file=out)
    for peer in peers:
        last = max((kept.at for kept in heard if kept.peer == peer.id), default=None)
        is_heard = "heard" if peer.keys else "unheard"
        told = ("early" if peer.early else "told") if peer.url else "untold"
        record = {"right": peer.record.right, "judged": peer.record.judged}
        worth = say(lang, "peers.record" if peer.record.judged else "peers.record.none", **record)
        cells = (
            say(lang, f"peers.is.{is_heard}"),
            say(lang, f"peers.is.{told}"),
            worth,
            f"{last.astimezone(JST):%Y-%m-%d %H:%M}" if last else say(lang, "peers.quiet"),
        )
        print("\t".join((peer.id, peer.name, *cells)), file=out)

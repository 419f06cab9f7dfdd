"""The command ``peers``: other desks that tell this one what is reported there, and are told.

Part of the composition root. A desk that runs on the same database knows of a change at once.
"""

import argparse
from typing import TextIO

from bot.desk.peer_ports import Way
from bot.desk.peer_setup import PeerAsked, PeerSetup, PeerSetupError
from bot.desk.ports import UnitOfWork
from bot.model.errors import JitabataError
from bot.model.japan import JST
from bot.running.peers import peer_setup
from bot.settings import Settings
from bot.store.sql import SqlStore
from bot.texts.loader import say


def run(arguments: argparse.Namespace, settings: Settings, out: TextIO) -> int:
    """Add one, list them, or revoke one. JitabataError says, in words, what cannot be done."""
    setup = peer_setup(settings)
    with SqlStore.open(settings.database_url) as store, store.work() as work:
        if arguments.what == "list":
            _listed(work, arguments.lang, out)
        elif arguments.what == "add":
            _keep(arguments, setup, work)
            _print_ours(arguments, setup, out)
        elif not work.drop_peer(arguments.name):
            raise JitabataError(say(arguments.lang, "peers.problem.unknown", name=arguments.name))
        else:
            print(say(arguments.lang, "peers.command.revoked", name=arguments.name), file=out)
    return 0


def _keep(given: argparse.Namespace, setup: PeerSetup, work: UnitOfWork) -> None:
    asked = PeerAsked(given.name, given.title, tuple(given.key), given.url, given.early)
    try:
        setup.keep(asked, work)
    except PeerSetupError as why:
        raise JitabataError(say(given.lang, f"peers.problem.{why.key}")) from None


def _print_ours(given: argparse.Namespace, setup: PeerSetup, out: TextIO) -> None:
    """What the other desk needs of us to hear us, and to tell us."""
    keys = setup.keys_for(given.name)
    begin = "" if setup.base else say(given.lang, "peers.command.our_address")
    print(say(given.lang, "peers.command.added", name=given.name), file=out)
    print(" ".join(f"--key {key}" for key in keys), file=out)
    print(f"--url {begin}{setup.address_for(given.name)}", file=out)


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

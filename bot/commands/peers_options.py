"""The words that ``jitabata peers`` takes."""

import argparse

from bot.commands.subcommands import Share, subcommands

_COMMANDS = {
    "add": "know another desk, or change what is exchanged with it; prints what it needs of us",
    "list": "all of them, a line each",
    "revoke": "forget one: it is neither heard nor told any more, from now on",
}


def peers_options(made: argparse.ArgumentParser, share: Share) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    more = subcommands(made, share, _COMMANDS)
    for name in ("add", "revoke"):
        more[name].add_argument("name", metavar="NAME", help="a short name of a-z, 0-9 and -")
    add, key = more["add"].add_argument, "hear it: its public key"
    add("--title", default="", metavar="TEXT", help="as staff read it")
    add("--key", action="append", default=[], metavar="whpk_…", help=key)
    add("--url", default="", help="tell it: the address that it gave you")
    add("--early", action="store_true", help="tell it also before there is an incident")

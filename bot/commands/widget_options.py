"""The words that ``jitabata widget`` takes."""

import argparse

from bot.commands.subcommands import Share, subcommands

_COMMANDS = {
    "key": "print a new key, with which a website signs who its visitors are",
    "kintone": "print a JavaScript file that adds *Report a problem* to kintone",
    "check": "read a token from standard input and say whose it is, or what is wrong with it",
}


def widget_options(made: argparse.ArgumentParser, share: Share) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    made.description = "The line for the pages of every website in the settings, or a command."
    more = subcommands(made, share, _COMMANDS, needed=False)
    for name in ("kintone", "check"):
        more[name].add_argument("site", metavar="NAME", help="of the website, as in the settings")

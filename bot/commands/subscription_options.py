"""The words that ``jitabata subscriptions`` takes."""

import argparse

from bot.commands.subcommands import Share, subcommands

_COMMANDS = {
    "export": "all of them as CSV, with addresses",
    "remove": "remove that of an address, with all that is known of it",
}


def subscription_options(made: argparse.ArgumentParser, share: Share) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    made.description = "Who follows the public page: how many, without addresses."
    more = subcommands(made, share, _COMMANDS, needed=False)
    more["remove"].add_argument("who", metavar="ADDRESS|ID", help="as export shows them")

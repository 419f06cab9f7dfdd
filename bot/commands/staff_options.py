"""The words that ``jitabata staff`` takes."""

import argparse

from bot.commands.subcommands import Share, subcommands
from bot.model.staff import Role

_COMMANDS = {
    "add": "make an account, and print the link with which its owner sets a password",
    "list": "all accounts, a line each",
    "role": "give somebody another role",
    "link": "print a new link, for who forgot the password",
    "remove": "remove an account; its sessions end",
}


def staff_options(made: argparse.ArgumentParser, share: Share) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    more, roles = subcommands(made, share, _COMMANDS), [str(role) for role in Role]
    for name in _COMMANDS.keys() - {"list"}:
        more[name].add_argument("name", metavar="NAME", help="as it stands in the record")
    more["add"].add_argument("--role", choices=roles, default="agent")
    more["add"].add_argument("--slack", default="", metavar="ID", help="who they are in Slack")
    more["role"].add_argument("role", choices=roles)

"""The words that ``jitabata staff`` takes."""

import argparse
from collections.abc import Callable

from bot.model.staff import Role


def staff_options(
    made: argparse.ArgumentParser, share: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    roles = [str(role) for role in Role]
    more = made.add_subparsers(title="commands", metavar="COMMAND", dest="what", required=True)
    for name, about in (
        ("add", "make an account, and print the link with which its owner sets a password"),
        ("list", "all accounts, a line each"),
        ("role", "give somebody another role"),
        ("link", "print a new link, for who forgot the password"),
        ("remove", "remove an account; its sessions end"),
    ):
        one = more.add_parser(name, help=about, description=about)
        share(one)
        if name != "list":
            one.add_argument("name", metavar="NAME", help="as it stands in the record")
        if name == "add":
            one.add_argument("--role", choices=roles, default="agent")
            one.add_argument("--slack", default="", metavar="ID", help="who they are in Slack")
        if name == "role":
            one.add_argument("role", choices=roles)

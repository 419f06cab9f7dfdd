"""The words that ``jitabata peers`` takes."""

import argparse
from collections.abc import Callable


def peers_options(
    made: argparse.ArgumentParser, share: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    more = made.add_subparsers(title="commands", metavar="COMMAND", dest="what", required=True)
    for name, about in (
        (
            "add",
            "know another desk, or change what is exchanged with it; prints what it needs of us",
        ),
        ("list", "all of them, a line each"),
        ("revoke", "forget one: it is neither heard nor told any more, from now on"),
    ):
        one = more.add_parser(name, help=about, description=about)
        share(one)
        if name != "list":
            one.add_argument("name", metavar="NAME", help="a short name of a-z, 0-9 and -")
        if name == "add":
            one.add_argument("--title", default="", metavar="TEXT", help="as staff read it")
            one.add_argument(
                "--key",
                action="append",
                default=[],
                metavar="whpk_…",
                help="hear it: its public key",
            )
            one.add_argument("--url", default="", help="tell it: the address that it gave you")
            one.add_argument(
                "--early", action="store_true", help="tell it also before there is an incident"
            )

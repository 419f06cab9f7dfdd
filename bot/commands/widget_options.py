"""The words that ``jitabata widget`` takes."""

import argparse
from collections.abc import Callable


def widget_options(
    made: argparse.ArgumentParser, share: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    made.set_defaults(what=None)
    made.description = "The line for the pages of every website in the settings, or a command."
    more = made.add_subparsers(title="commands", metavar="[COMMAND]", dest="what")
    for name, about in (
        ("key", "print a new key, with which a website signs who its visitors are"),
        ("kintone", "print a JavaScript file that adds *Report a problem* to kintone"),
        ("check", "read a token from standard input and say whose it is, or what is wrong with it"),
    ):
        one = more.add_parser(name, help=about, description=about)
        share(one)
        if name != "key":
            one.add_argument("site", metavar="NAME", help="of the website, as in the settings")

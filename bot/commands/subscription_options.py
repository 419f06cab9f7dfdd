"""The words that ``jitabata subscriptions`` takes."""

import argparse
from collections.abc import Callable


def subscription_options(
    made: argparse.ArgumentParser, share: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    made.set_defaults(what=None)
    made.description = "Who follows the public page: how many, without addresses."
    more = made.add_subparsers(title="commands", metavar="[COMMAND]", dest="what")
    about = "all of them as CSV, with addresses"
    share(more.add_parser("export", help=about, description=about))
    about = "remove that of an address, with all that is known of it"
    one = more.add_parser("remove", help=about, description=about)
    share(one)
    one.add_argument("who", metavar="ADDRESS|ID", help="as export shows them")

"""The words that ``jitabata api-tokens`` takes."""

import argparse
from collections.abc import Callable

from bot.model.api_token import Scope


def api_tokens_options(
    made: argparse.ArgumentParser, share: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    more = made.add_subparsers(title="commands", metavar="COMMAND", dest="what", required=True)
    for name, about in (
        ("add", "make a token, and print it once"),
        ("list", "all tokens, a line each"),
        ("revoke", "have a token open nothing any more"),
    ):
        one = more.add_parser(name, help=about, description=about)
        share(one)
        if name == "add":
            scopes = [str(scope) for scope in Scope]
            one.add_argument("name", metavar="NAME", help="as it stands in the record")
            one.add_argument("--scope", action="append", choices=scopes, required=True)
            one.add_argument(
                "--organisation", default="", metavar="NAME", help="the only one it reaches"
            )
            one.add_argument("--days", type=int, default=90, help="how long it lasts (90)")
        if name == "revoke":
            one.add_argument("ident", metavar="ID", help="as list shows it")

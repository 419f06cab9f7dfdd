"""The words that ``jitabata api-tokens`` takes."""

import argparse

from bot.commands.subcommands import Share, subcommands
from bot.model.api_token import Scope

_COMMANDS = {
    "add": "make a token, and print it once",
    "list": "all tokens, a line each",
    "revoke": "have a token open nothing any more",
}


def api_tokens_options(made: argparse.ArgumentParser, share: Share) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    more, scopes = subcommands(made, share, _COMMANDS), [str(scope) for scope in Scope]
    add = more["add"].add_argument
    add("name", metavar="NAME", help="as it stands in the record")
    add("--scope", action="append", choices=scopes, required=True)
    add("--organisation", default="", metavar="NAME", help="the only one it reaches")
    add("--days", type=int, default=90, help="how long it lasts (90)")
    more["revoke"].add_argument("ident", metavar="ID", help="as list shows it")

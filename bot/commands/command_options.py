"""The options of commands that keep things: what each takes. Light, since --help imports it."""

import argparse
from pathlib import Path

from bot.commands.subcommands import Share, subcommands
from bot.model.api_token import Scope
from bot.model.staff import Role

_SUBSCRIPTIONS = {
    "export": "all of them as CSV, with addresses",
    "remove": "remove that of an address, with all that is known of it",
}
_STAFF = {
    "add": "make an account, and print the link with which its owner sets a password",
    "list": "all accounts, a line each",
    "role": "give somebody another role",
    "link": "print a new link, for who forgot the password",
    "remove": "remove an account; its sessions end",
}
_API_TOKENS = {
    "add": "make a token, and print it once",
    "list": "all tokens, a line each",
    "revoke": "have a token open nothing any more",
}
_PEERS = {
    "add": "know another desk, or change what is exchanged with it; prints what it needs of us",
    "list": "all of them, a line each",
    "revoke": "forget one: it is neither heard nor told any more, from now on",
}
_WIDGET = {
    "key": "print a new key, with which a website signs who its visitors are",
    "kintone": "print a JavaScript file that adds *Report a problem* to kintone",
    "check": "read a token from standard input and say whose it is, or what is wrong with it",
}


def help_options(made: argparse.ArgumentParser) -> None:
    """Add them to the parser of the command."""
    made.add_argument("topic", metavar="TOPIC", nargs="?", help="a page; without it: all of them")
    made.add_argument("--lang", choices=["ja", "en"], help="default the machine's language")


def init_options(made: argparse.ArgumentParser) -> None:
    """Add them to the parser of the command."""
    made.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        nargs="?",
        default=Path("jitabata.toml"),
        help="default jitabata.toml, which is read where the desk is started",
    )
    made.add_argument("--unattended", action="store_true", help="ask nothing")
    made.add_argument("--force", action="store_true", help="replace a file that is there")
    for name, about in (
        ("name", "who runs the desk"),
        ("name-en", "the same in English"),
        ("home-product", "your own product, by its id or name in the catalogue"),
        ("greeting", "what customers read first"),
        ("greeting-en", "the same in English"),
        ("logo", "a picture, relative to the file"),
        ("colour", "of the pages: #0b676b"),
        ("hours", "when staff answer: mon-fri 09:00-18:00"),
        ("contact", "where customers can reach you: a mail address, a page or a number"),
    ):
        made.add_argument(f"--{name}", metavar="…", default="", help=about)


def subscription_options(made: argparse.ArgumentParser, share: Share) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    made.description = "Who follows the public page: how many, without addresses."
    more = subcommands(made, share, _SUBSCRIPTIONS, needed=False)
    more["remove"].add_argument("who", metavar="ADDRESS|ID", help="as export shows them")


def staff_options(made: argparse.ArgumentParser, share: Share) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    more, roles = subcommands(made, share, _STAFF), [str(role) for role in Role]
    for name in _STAFF.keys() - {"list"}:
        more[name].add_argument("name", metavar="NAME", help="as it stands in the record")
    more["add"].add_argument("--role", choices=roles, default="agent")
    more["add"].add_argument("--slack", default="", metavar="ID", help="who they are in Slack")
    more["role"].add_argument("role", choices=roles)


def api_tokens_options(made: argparse.ArgumentParser, share: Share) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    more, scopes = subcommands(made, share, _API_TOKENS), [str(scope) for scope in Scope]
    add = more["add"].add_argument
    add("name", metavar="NAME", help="as it stands in the record")
    add("--scope", action="append", choices=scopes, required=True)
    add("--organisation", default="", metavar="NAME", help="the only one it reaches")
    add("--days", type=int, default=90, help="how long it lasts (90)")
    more["revoke"].add_argument("ident", metavar="ID", help="as list shows it")


def peers_options(made: argparse.ArgumentParser, share: Share) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    more = subcommands(made, share, _PEERS)
    for name in ("add", "revoke"):
        more[name].add_argument("name", metavar="NAME", help="a short name of a-z, 0-9 and -")
    add, key = more["add"].add_argument, "hear it: its public key"
    add("--title", default="", metavar="TEXT", help="as staff read it")
    add("--key", action="append", default=[], metavar="whpk_…", help=key)
    add("--url", default="", help="tell it: the address that it gave you")
    add("--early", action="store_true", help="tell it also before there is an incident")


def widget_options(made: argparse.ArgumentParser, share: Share) -> None:
    """Add its commands; ``share`` adds to each what all commands take."""
    made.description = "The line for the pages of every website in the settings, or a command."
    more = subcommands(made, share, _WIDGET, needed=False)
    for name in ("kintone", "check"):
        more[name].add_argument("site", metavar="NAME", help="of the website, as in the settings")

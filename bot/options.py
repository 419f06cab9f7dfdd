"""The words that ``jitabata`` takes: its commands and their options."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

EPILOG = """\
examples:
  jitabata demo                      a real outage replayed in the browser; nothing to configure
  jitabata serve                     web chat, staff console, feeds (and Slack when configured)
  jitabata chat --lang en            the same desk in this terminal
  jitabata explain T12               why a ticket has its cause, and what would change it
  jitabata check --knowledge DIR     check a changed knowledge base
"""


def parser_of(
    commands: Mapping[str, tuple[Callable[[argparse.Namespace], int], str]],
) -> argparse.ArgumentParser:
    """The parser. Each command has what runs it, and what is said about it."""
    parser = argparse.ArgumentParser(
        prog="jitabata",
        description="The triage desk for the kintone ecosystem.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    more = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, (run, about) in commands.items():
        made = more.add_parser(name, help=about, description=about)
        made.set_defaults(run=run)
        _shared_options(made, name)
        if name in _MORE:
            _MORE[name](made)
    return parser


def _shared_options(made: argparse.ArgumentParser, name: str, *, below: bool = False) -> None:
    """What several commands take; ``below`` another that takes it too, whose defaults stand."""
    none = argparse.SUPPRESS if below else None
    made.add_argument(
        "--knowledge", type=Path, metavar="DIR", default=none, help="instead of the shipped one"
    )
    if name in _CONFIGURED:
        made.add_argument(
            "--config", type=Path, metavar="FILE", default=none, help="settings, in TOML"
        )
    if name in ("chat", "explain", "feeds", "probe", "read-upload", "doctor"):
        lang = argparse.SUPPRESS if below else "ja"
        made.add_argument("--lang", choices=["ja", "en"], default=lang, help="default ja")


def _serve_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    made.add_argument("--port", type=int, help="port to listen on (default 8000)")
    made.add_argument("--offline", action="store_true", help="do not poll any status feed")


def _demo_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    made.add_argument("--speed", type=float, default=60.0, help="simulated seconds a second")


def _replay_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line")
    made.add_argument("--state", type=Path, required=True, metavar="DIR", help="what outlives us")


def _explain_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("ident", metavar="TICKET|INCIDENT", help="its id, for example T12 or I3")
    made.add_argument("--state", type=Path, metavar="DIR", help="what a replay has kept")


def _understand_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--catalogue", type=Path, metavar="FILE", help="products to look for")
    made.add_argument("--why", action="store_true", help="also the words that decided each label")


def _read_feed_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("source", metavar="FILE|URL", help="a recorded document or an address")


def _feeds_options(made: argparse.ArgumentParser) -> None:
    made.set_defaults(what=None)
    more = made.add_subparsers(title="commands", metavar="", dest="what")
    about = "read a page, show the reading, print its entry for knowledge/feeds.yaml"
    add = more.add_parser("add", help=about, description=about)
    _shared_options(add, "feeds", below=True)
    add.add_argument("url", metavar="URL", help="where the page has its JSON, RSS or Atom")
    add.add_argument(
        "--documented",
        action="store_true",
        help="the vendor documents the address for programs: robots.txt is not asked",
    )


def _probe_options(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--watch",
        action="store_true",
        help="until stopped, for the desk with this database; set another vantage",
    )


def _read_upload_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("file", type=Path, metavar="FILE", help="a HAR, a plug-in list or a log")


def _train_options(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--check", action="store_true", help="write nothing; say whether the weights are current"
    )


def _slack_options(made: argparse.ArgumentParser) -> None:
    more = made.add_subparsers(title="commands", metavar="COMMAND", dest="what", required=True)
    about = "print the app's manifest, to paste at api.slack.com/apps"
    app = more.add_parser("manifest", help=about, description=about)
    _shared_options(app, "slack", below=True)
    app.add_argument("--url", default="", help="where Slack reaches us: https://desk.example.com")
    app.add_argument("--socket", action="store_true", help="Socket Mode: no public address")
    app.add_argument(
        "--oauth", action="store_true", help="workspaces install it themselves; tokens are rotated"
    )
    about = "print a new key for JITABATA_SLACK_KEY"
    more.add_parser("key", help=about, description=about)


_CONFIGURED = ("serve", "chat", "explain", "feeds", "probe", "migrate", "slack", "doctor")
_MORE: Mapping[str, Callable[[argparse.ArgumentParser], None]] = {
    "serve": _serve_options,
    "demo": _demo_options,
    "replay": _replay_options,
    "explain": _explain_options,
    "understand": _understand_options,
    "read-feed": _read_feed_options,
    "feeds": _feeds_options,
    "probe": _probe_options,
    "read-upload": _read_upload_options,
    "train": _train_options,
    "slack": _slack_options,
}

"""The words that ``jitabata`` takes: its commands and their options."""

import argparse
import sys
from collections.abc import Callable, Container, Mapping
from pathlib import Path

from bot.commands.command_options import (
    api_tokens_options,
    help_options,
    init_options,
    peers_options,
    staff_options,
    subscription_options,
    widget_options,
)
from bot.commands.subcommands import Share, subcommands
from bot.commands.upkeep_options import backup_options, migrate_options, restore_options

EPILOG = """\
examples:
  jitabata help                      the handbook, in Japanese and English
  jitabata demo                      a real outage replayed in the browser; nothing to configure
  jitabata init                      make it yours: name, product, greeting, hours, contact
  jitabata serve                     web chat, staff console, feeds (and Slack when configured)
  jitabata chat --lang en            the same desk in this terminal
  jitabata explain T12               why a ticket has its cause, and what would change it
  jitabata check --knowledge DIR     check a changed knowledge base
"""


def parser_of(
    commands: Mapping[str, tuple[Callable[[argparse.Namespace], int], str]],
    words: Container[str] | None,
) -> argparse.ArgumentParser:
    """The parser of these words (None: of this process's). A command has what runs it and is said about it.

    One that is not among the words takes no options: to add those of all takes 7 ms.
    """
    given = sys.argv[1:] if words is None else words
    parser = argparse.ArgumentParser(
        prog="jitabata",
        description="The triage desk for the kintone ecosystem.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    more = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, (run, about) in commands.items():
        made = more.add_parser(name, help=about, description=about)
        if name in given:
            made.set_defaults(run=run, command=name)
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
    if name in _BILINGUAL:
        lang = argparse.SUPPRESS if below else "ja"
        made.add_argument("--lang", choices=["ja", "en"], default=lang, help="default ja")


def _serve_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    made.add_argument("--port", type=int, help="port to listen on (default 8000)")
    made.add_argument(
        "--web", action="store_true", help="only take in and show; `jitabata worker` does the rest"
    )
    made.add_argument(
        "--trust-claims",
        action="store_true",
        help="for a trial: believe the organisation that somebody types (not with a public_url)",
    )
    _work_options(made)


def _publish_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("folder", type=Path, metavar="DIR", help="what a web server serves")


def _worker_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    made.add_argument(
        "--port", type=int, default=0, help="where /readyz and /metrics are (default: nowhere)"
    )
    _work_options(made)


def _work_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--offline", action="store_true", help="do not poll any status feed")
    made.add_argument(
        "--print",
        action="store_true",
        dest="prints",
        help="print what would be sent by mail, webhook and Slack instead of sending it",
    )


def _demo_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    made.add_argument("--speed", type=float, default=120.0, help="simulated seconds a second")


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


_UPKEEP = ("migrate", "backup", "restore", "tidy")


def _doctor_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--offline", action="store_true", help="ask nothing outside this house")
    made.add_argument("--json", action="store_true", help="for machines: JSON, both languages")


def _recipients_options(made: argparse.ArgumentParser, share: Share) -> None:
    more = subcommands(
        made,
        share,
        {
            "import": "take in a CSV file: all of its lines, or none when one is wrong",
            "list": "all of them, a line each",
            "show": "all that is known of one",
            "remove": "forget one; that somebody wants no notices is kept",
            "secret": "what a webhook's receiver checks our signatures with",
            "export": "all of them as a CSV file that import takes",
            "key": "print a new key for JITABATA_WEBHOOK_KEY",
        },
    )
    taking = more["import"].add_argument
    taking("file", metavar="FILE|-", help="UTF-8 or Shift_JIS; -: standard input")
    taking("--skip-bad", action="store_true", help="leave out lines that are wrong")
    taking("--dry-run", action="store_true", help="only say what would become of it")
    states = ("active", "unsubscribed", "unreachable")
    more["list"].add_argument("--state", choices=states)
    for name in ("show", "remove", "secret"):
        more[name].add_argument("who", metavar="ID|ADDRESS", help="as list shows them")


def _broadcasts_options(made: argparse.ArgumentParser, share: Share) -> None:
    made.description = "Notices to many, the newest first; or one of them, with a command."
    abouts = {
        "show": "what it says, how far it is, and what failed",
        "pause": "hold what has not been sent",
        "resume": "go on with one that is paused",
        "cancel": "do not send what is left",
        "correct": "say something else from now on, and tell those who got it",
        "retract": "cancel what is left, and take it back from those who got it",
        "failures": "whom it did not reach, and why, as CSV with addresses",
        "resend": "send it again to whom it surely did not reach",
    }
    more = subcommands(made, share, abouts, needed=False)
    for name, one in more.items():
        one.add_argument("ident", metavar="ID", help="its id, for example B3")
        if name not in ("show", "failures"):
            one.add_argument("--as", dest="staff", metavar="NAME", help="default your login name")
    more["show"].add_argument("--watch", action="store_true", help="until all of it is sent")
    text = "-: standard input"
    more["correct"].add_argument("--text", required=True, metavar="FILE|-", help=text)
    sure = "do not ask whether to do it"
    more["retract"].add_argument("--yes", action="store_true", help=sure)


def _questions_options(made: argparse.ArgumentParser, share: Share) -> None:
    made.description = "Questions without an answer, those put most often first."
    about = "take one off the list, since it has its answer now"
    done = subcommands(made, share, {"done": about}, needed=False)["done"]
    done.add_argument("ident", metavar="ID", help="as the list shows it")


def _sharing(name: str, options: Callable[..., None]) -> Callable[[argparse.ArgumentParser], None]:
    """Options of a command whose own commands take what it takes."""
    return lambda made: options(made, lambda one: _shared_options(one, name, below=True))


_BILINGUAL = (
    "chat",
    "init",
    "explain",
    "feeds",
    "probe",
    "publish",
    "read-upload",
    "doctor",
    "recipients",
    "broadcasts",
    "questions",
    "subscriptions",
    "staff",
    "api-tokens",
    "peers",
    "widget",
    *_UPKEEP,
)
_CONFIGURED = (
    "serve",
    "worker",
    "slack",
    *(name for name in _BILINGUAL if name not in ("init", "read-upload")),
)
_MORE: Mapping[str, Callable[[argparse.ArgumentParser], None]] = {
    "init": init_options,
    "serve": _serve_options,
    "worker": _worker_options,
    "demo": _demo_options,
    "replay": _replay_options,
    "explain": _explain_options,
    "understand": _understand_options,
    "read-feed": _read_feed_options,
    "feeds": _feeds_options,
    "probe": _probe_options,
    "publish": _publish_options,
    "read-upload": _read_upload_options,
    "train": _train_options,
    "migrate": migrate_options,
    "backup": backup_options,
    "restore": restore_options,
    "recipients": _sharing("recipients", _recipients_options),
    "broadcasts": _sharing("broadcasts", _broadcasts_options),
    "questions": _sharing("questions", _questions_options),
    "subscriptions": _sharing("subscriptions", subscription_options),
    "staff": _sharing("staff", staff_options),
    "api-tokens": _sharing("api-tokens", api_tokens_options),
    "peers": _sharing("peers", peers_options),
    "widget": _sharing("widget", widget_options),
    "slack": _slack_options,
    "doctor": _doctor_options,
    "help": help_options,
}

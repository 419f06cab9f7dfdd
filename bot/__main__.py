"""The command ``jitabata``: parses words, calls app. Imports late, so that --help is quick."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from logging import ERROR
from pathlib import Path

EPILOG = """\
examples:
  jitabata demo                      a real outage replayed in the browser; nothing to configure
  jitabata serve                     web chat, staff console, feeds (and Slack when configured)
  jitabata chat --lang en            the same desk in this terminal
  jitabata explain T12               why a ticket has its cause, and what would change it
  jitabata check --knowledge DIR     check a changed knowledge base
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; 0: done, 1: it said what is wrong, 2: the words were off."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], int] | None = getattr(arguments, "run", None)
    if run is None:
        parser.print_help()
        return 2
    from bot.model.errors import JitabataError

    _speak_utf_8()
    try:
        return run(arguments)
    except JitabataError as why:
        print(f"jitabata: {why}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, BrokenPipeError):
        return 130


def _speak_utf_8() -> None:
    """JSON lines are UTF-8 whatever the locale; a byte that is not becomes a replacement mark."""
    for stream in (sys.stdin, sys.stdout):
        # a test's stream may have none
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jitabata",
        description="The triage desk for the kintone ecosystem.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, (run, about) in _COMMANDS.items():
        made = commands.add_parser(name, help=about, description=about)
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
    if name in ("serve", "chat", "explain", "feeds", "probe", "migrate"):
        made.add_argument(
            "--config", type=Path, metavar="FILE", default=none, help="settings, in TOML"
        )
    if name in ("chat", "explain", "feeds", "probe", "read-upload"):
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
}


def _serve(arguments: argparse.Namespace) -> int:
    from bot.app import serve

    return serve(
        arguments.config,
        arguments.knowledge,
        host=arguments.host,
        port=arguments.port,
        offline=arguments.offline,
    )


def _chat(arguments: argparse.Namespace) -> int:
    from bot.app import chat

    return chat(arguments.config, arguments.knowledge, arguments.lang)


def _demo(arguments: argparse.Namespace) -> int:
    from bot.app import demo

    return demo(arguments.knowledge, arguments.port, arguments.speed)


def _replay(arguments: argparse.Namespace) -> int:
    from bot.app import replay

    return replay(arguments.state, arguments.knowledge, sys.stdin, sys.stdout)


def _explain(arguments: argparse.Namespace) -> int:
    from bot.app import explain

    return explain(
        arguments.ident, arguments.config, arguments.knowledge, arguments.state, arguments.lang
    )


def _understand(arguments: argparse.Namespace) -> int:
    from bot.app import understand

    return understand(
        arguments.catalogue, arguments.knowledge, sys.stdin, sys.stdout, why=arguments.why
    )


def _read_feed(arguments: argparse.Namespace) -> int:
    from bot.app import print_reading

    return print_reading(arguments.source, sys.stdout)


def _read_upload(arguments: argparse.Namespace) -> int:
    from bot.app import read_upload

    return read_upload(arguments.file, arguments.knowledge, arguments.lang, sys.stdout)


def _feeds(arguments: argparse.Namespace) -> int:
    from bot.app import log_to_stderr, now
    from bot.outside import add_feed, show_feeds
    from bot.settings import from_environment

    log_to_stderr(ERROR)
    settings, folder, lang = from_environment(arguments.config), arguments.knowledge, arguments.lang
    if arguments.what is None:
        show_feeds(settings, folder, lang, now)
        return 0
    add_feed(
        arguments.url,
        settings,
        folder,
        lang,
        now,
        out=sys.stdout,
        err=sys.stderr,
        documented=arguments.documented,
    )
    return 0


def _probe(arguments: argparse.Namespace) -> int:
    from bot.app import log_to_stderr, now
    from bot.outside import measure_for_ever, show_probes
    from bot.settings import from_environment

    settings = from_environment(arguments.config)
    if arguments.watch:
        log_to_stderr()
        measure_for_ever(settings, arguments.knowledge, now)
        return 0
    log_to_stderr(ERROR)
    return 0 if show_probes(settings, arguments.knowledge, arguments.lang, now) else 1


def _check(arguments: argparse.Namespace) -> int:
    from bot.app import check

    return check(arguments.knowledge, sys.stdout)


def _train(arguments: argparse.Namespace) -> int:
    from bot.app import train

    return train(arguments.knowledge, sys.stdout, only_check=arguments.check)


def _migrate(arguments: argparse.Namespace) -> int:
    from bot.app import migrate

    return migrate(arguments.config)


_COMMANDS: Mapping[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "serve": (_serve, "web chat, staff console, status feeds and Slack in one process"),
    "chat": (_chat, "talk to the desk in this terminal"),
    "demo": (_demo, "the outage of 14 April 2021 replayed in the browser, offline"),
    "replay": (_replay, "events from standard input through the desk, effects out"),
    "explain": (_explain, "why a ticket or an incident has its cause, and what would change it"),
    "understand": (_understand, "what single messages mean, JSON lines in and out"),
    "read-feed": (_read_feed, "read one status feed and print it as JSON"),
    "read-upload": (_read_upload, "what the desk keeps of a HAR, a plug-in list or a log"),
    "feeds": (_feeds, "live table of every status feed: state, age, record; or add one"),
    "probe": (_probe, "measure every host once; with --watch for ever, from another place"),
    "check": (_check, "check the knowledge base: schema, dangling ids, every example"),
    "train": (_train, "train the classifier anew from the labelled messages"),
    "migrate": (_migrate, "bring the database to this version's tables"),
}


if __name__ == "__main__":
    sys.exit(main())

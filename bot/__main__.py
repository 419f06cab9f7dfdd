"""The command ``jitabata``: calls app. Imports late, so that --help is quick."""

import argparse
import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from logging import CRITICAL, ERROR, WARNING

from bot.on_database import (
    audited_settings_of,
    run_backup,
    run_migrate,
    run_peers,
    run_restore,
    run_tidy,
    settings_of,
)
from bot.options import parser_of


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; 0: done, 1: it said what is wrong, 2: the words were off."""
    parser = parser_of(_COMMANDS, argv)
    arguments = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], int] | None = getattr(arguments, "run", None)
    if run is None:
        parser.print_help()
        return 2
    from bot.model.errors import JitabataError

    # To look for garbage at every 700 objects takes a sixth of the start.
    gc.set_threshold(50_000, 20, 20)
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
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _help(arguments: argparse.Namespace) -> int:
    from bot.commands.help import show
    from bot.settings import language_of_locale

    return show(arguments.topic, arguments.lang or language_of_locale(), sys.stdout)


def _serve(arguments: argparse.Namespace) -> int:
    from bot.app import serve

    web = arguments.command == "serve"  # a worker shows no pages
    return serve(
        arguments.config,
        arguments.knowledge,
        host=arguments.host,
        port=arguments.port,
        offline=arguments.offline,
        prints=arguments.prints,
        web=web,
        work=not (web and arguments.web),
        trusts_claims=web and arguments.trust_claims,
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
    from bot.commands.reading import print_reading
    from bot.start import log_to_stderr, now

    log_to_stderr(WARNING)
    return print_reading(arguments.source, now, sys.stdout)


def _read_upload(arguments: argparse.Namespace) -> int:
    from bot.app import read_upload

    return read_upload(arguments.file, arguments.knowledge, arguments.lang, sys.stdout)


def _feeds(arguments: argparse.Namespace) -> int:
    from bot.commands.outside import add_feed, show_feeds
    from bot.settings import from_environment
    from bot.start import log_to_stderr, now

    log_to_stderr(ERROR)
    settings, folder, lang = from_environment(arguments.config), arguments.knowledge, arguments.lang
    if arguments.what is None:
        show_feeds(settings, folder, lang, now)
        return 0
    add_feed(
        *(arguments.url, settings, folder, lang, now),
        out=sys.stdout,
        err=sys.stderr,
        documented=arguments.documented,
    )
    return 0


def _probe(arguments: argparse.Namespace) -> int:
    from bot.commands.outside import measure_for_ever, show_probes
    from bot.settings import from_environment
    from bot.start import log_to_stderr, now

    settings = from_environment(arguments.config)
    if arguments.watch:
        log_to_stderr()
        measure_for_ever(settings, arguments.knowledge, now)
        return 0
    log_to_stderr(ERROR)
    return 0 if show_probes(settings, arguments.knowledge, arguments.lang, now) else 1


def _publish(arguments: argparse.Namespace) -> int:
    from bot.commands.publishing import publish
    from bot.start import now

    words = arguments.folder, arguments.config, arguments.knowledge, arguments.lang
    return publish(*words, now, sys.stdout)


def _check(arguments: argparse.Namespace) -> int:
    from bot.app import check

    return check(arguments.knowledge, sys.stdout)


def _train(arguments: argparse.Namespace) -> int:
    from bot.app import train

    return train(arguments.knowledge, sys.stdout, only_check=arguments.check)


def _recipients(arguments: argparse.Namespace) -> int:
    from bot.commands.recipients import print_key, run

    if arguments.what == "key":
        return print_key(sys.stdout)
    return run(arguments, audited_settings_of(arguments), sys.stdin.buffer, sys.stdout, sys.stderr)


def _broadcasts(arguments: argparse.Namespace) -> int:
    from time import sleep

    from bot.commands.broadcasts import BroadcastsSpeech, run
    from bot.start import now

    said = BroadcastsSpeech(sys.stdout, arguments.lang, sys.stdin)
    return run(arguments, audited_settings_of(arguments), now, said, sleep)


def _questions(arguments: argparse.Namespace) -> int:
    from bot.commands.questions import run

    return run(arguments, settings_of(arguments), sys.stdout)


def _subscriptions(arguments: argparse.Namespace) -> int:
    from bot.commands.subscriptions import run

    return run(arguments, audited_settings_of(arguments), sys.stdout)


def _staff(arguments: argparse.Namespace) -> int:
    from bot.commands.staff import run
    from bot.start import now

    return run(arguments, audited_settings_of(arguments), now, sys.stdout)


def _api_tokens(arguments: argparse.Namespace) -> int:
    from bot.commands.api_tokens import run
    from bot.start import now

    return run(arguments, audited_settings_of(arguments), now, sys.stdout)


def _widget(arguments: argparse.Namespace) -> int:
    from bot.commands.widget import print_key, run
    from bot.settings import from_environment
    from bot.start import now

    if arguments.what == "key":
        return print_key(sys.stdout)
    return run(arguments, from_environment(arguments.config), now(), sys.stdin, sys.stdout)


def _slack(arguments: argparse.Namespace) -> int:
    from bot.commands.slack import print_key, print_manifest
    from bot.settings import slack_from_environment

    if arguments.what == "key":
        print_key(sys.stdout)
        return 0
    print_manifest(
        slack_from_environment(arguments.config),
        arguments.url,
        sys.stdout,
        socket=arguments.socket,
        oauth=arguments.oauth,
    )
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    from bot.doctor.examine import doctor, show
    from bot.start import log_to_stderr, now

    log_to_stderr(CRITICAL)  # it says itself what is wrong
    found = doctor(arguments.config, arguments.knowledge, now, offline=arguments.offline)
    return show(found, sys.stdout, arguments.lang, as_json=arguments.json)


def _init(arguments: argparse.Namespace) -> int:
    from bot.commands.operator_file import KEYS, Interview, init
    from bot.knowledge.load import load

    asks = sys.stdin.isatty() and not arguments.unattended
    given = {key: getattr(arguments, key) for key in KEYS}
    interview = Interview(arguments.lang, sys.stdout, sys.stdin.readline if asks else None, given)
    catalogue = load(arguments.knowledge, trained=False).catalogue
    init(arguments.file, interview, catalogue, replaces=arguments.force)
    return 0


_COMMANDS: Mapping[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "help": (_help, "read the handbook: a page by its name, or what pages there are"),
    "init": (_init, "ask whose desk it is, and write its configuration file"),
    "serve": (_serve, "web chat, console, feeds and Slack in one process; --web: only the pages"),
    "worker": (_serve, "what is done beside answering, for `serve --web`; any number of them"),
    "chat": (_chat, "talk to the desk in this terminal"),
    "demo": (_demo, "the outage of 14 April 2021 replayed in the browser, offline"),
    "replay": (_replay, "events from standard input through the desk, effects out"),
    "explain": (_explain, "why a ticket or an incident has its cause, and what would change it"),
    "understand": (_understand, "what single messages mean, JSON lines in and out"),
    "read-feed": (_read_feed, "read one status feed and print it as JSON"),
    "read-upload": (_read_upload, "what the desk keeps of a HAR, a plug-in list or a log"),
    "feeds": (_feeds, "live table of every status feed: state, age, record; or add one"),
    "probe": (_probe, "measure every host once; with --watch for ever, from another place"),
    "publish": (_publish, "write the public page and its documents as files, once"),
    "check": (_check, "check the knowledge base: schema, dangling ids, every example"),
    "train": (_train, "train the classifier anew from the labelled messages"),
    "migrate": (run_migrate, "bring the database to this version's tables"),
    "backup": (run_backup, "copy the database while the desk runs, and check the copy"),
    "restore": (run_restore, "put a backup in place of the database; stop the desk first"),
    "tidy": (run_tidy, "let go of words and names that are older than [retention] allows"),
    "recipients": (_recipients, "who can be told by mail and webhook: import, list, export"),
    "broadcasts": (_broadcasts, "notices to many: how far they are; pause, correct, retract one"),
    "questions": (_questions, "what customers ask and the desk cannot answer yet"),
    "subscriptions": (_subscriptions, "who follows the public page: count, export, remove"),
    "staff": (_staff, "accounts for the console: add, list, role, link, remove"),
    "api-tokens": (_api_tokens, "tokens for programs that use the API: add, list, revoke"),
    "peers": (run_peers, "other desks that tell this one and are told: add, list, revoke"),
    "slack": (_slack, "the app's manifest for Slack, and a key for the tokens in the database"),
    "widget": (_widget, "the chat on other websites: their tags, a key, a look at a token"),
    "doctor": (_doctor, "what is wrong with the whole, and how to put it right"),
}


if __name__ == "__main__":
    sys.exit(main())

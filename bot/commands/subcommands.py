"""Commands of a command: ``jitabata staff add``. Light, since --help imports it."""

import argparse
from collections.abc import Callable, Mapping

Share = Callable[[argparse.ArgumentParser], None]


def subcommands(
    made: argparse.ArgumentParser, share: Share, abouts: Mapping[str, str], *, needed: bool = True
) -> dict[str, argparse.ArgumentParser]:
    """Add commands by their names and what they are about; answers the parser of each.

    ``share`` adds to each what all commands take. ``needed``: the command does nothing by itself.
    """
    if not needed:
        made.set_defaults(what=None)
    metavar = "COMMAND" if needed else "[COMMAND]"
    more = made.add_subparsers(title="commands", metavar=metavar, dest="what", required=needed)
    parsers = {n: more.add_parser(n, help=about, description=about) for n, about in abouts.items()}
    for one in parsers.values():
        share(one)
    return parsers

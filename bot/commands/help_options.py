"""The options of the command ``help``. Light, since --help imports it."""

import argparse


def help_options(made: argparse.ArgumentParser) -> None:
    """Add them to the parser of the command."""
    made.add_argument("topic", metavar="TOPIC", nargs="?", help="a page; without it: all of them")
    made.add_argument("--lang", choices=["ja", "en"], help="default the machine's language")

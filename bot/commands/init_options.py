"""The options of the command ``init``. Light, since --help imports it."""

import argparse
from pathlib import Path


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

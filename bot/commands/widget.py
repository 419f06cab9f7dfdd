"""The command ``widget``: what a website needs to show the chat, and what is wrong with its tokens."""

import argparse
from datetime import datetime
from typing import TextIO

from bot.channels.keys import new_key
from bot.configuration.widget import key_of
from bot.knowledge.load import load
from bot.model.errors import JitabataError
from bot.model.widget import HostSite
from bot.settings import Settings
from bot.texts.loader import say
from bot.web.widget.identity import LONGEST, IdentityError, person_in
from bot.web.widget.script import directives_of, kintone_of, tag_of


def print_key(out: TextIO) -> int:
    """A new key, with which a website signs who its visitors are."""
    out.write(new_key() + "\n")
    return 0


def run(
    arguments: argparse.Namespace, settings: Settings, now: datetime, given: TextIO, out: TextIO
) -> int:
    """Print what every website puts into its pages, a file for kintone, or look at one token."""
    if not settings.widgets:
        raise JitabataError(say(arguments.lang, "widget.command.none"))
    if arguments.what == "check":
        return _check(arguments, settings, now, given, out)
    if arguments.what == "kintone":
        site = _named(arguments.site, settings.widgets, arguments.lang)
        out.write(kintone_of(site, settings.public_url))
        return 0
    for site in settings.widgets:
        _show(site, settings.public_url, arguments.lang, out)
    return 0


def _show(site: HostSite, desk: str, lang: str, out: TextIO) -> None:
    signs = "widget.command.signs" if site.keys else "widget.command.signs_not"
    lines = (
        say(lang, "widget.command.site", name=site.id, origins=" ".join(site.origins)),
        tag_of(site, desk),
        say(lang, "widget.command.policy", directives=directives_of(desk)),
        say(lang, signs, variable=key_of(site.id).name),
    )
    out.write("\n".join(lines) + "\n\n")


def _check(
    arguments: argparse.Namespace, settings: Settings, now: datetime, given: TextIO, out: TextIO
) -> int:
    """Say whose word a token is, or what is wrong with it; it is good for use all the same."""
    site, lang = _named(arguments.site, settings.widgets, arguments.lang), arguments.lang
    token = given.read(2 * LONGEST).strip()
    products = load(arguments.knowledge, trained=False).catalogue.products
    try:
        person = person_in(token, site, settings.public_url, products, now)
    except IdentityError as why:
        out.write(say(lang, "widget.command.bad", why=why) + "\n")
        return 1
    uses = " ".join(person.uses or ()) or "–"
    told = {"organisation": person.organisation, "person": person.person, "uses": uses}
    out.write(say(lang, "widget.command.good", **told) + "\n")
    return 0


def _named(name: str, sites: tuple[HostSite, ...], lang: str) -> HostSite:
    found = next((site for site in sites if site.id == name), None)
    if found is None:
        known = " ".join(site.id for site in sites)
        raise JitabataError(say(lang, "widget.command.unknown", name=name, known=known))
    return found

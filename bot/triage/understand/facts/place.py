"""Where somebody works and on what, and in which role."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.app import app_name
from bot.triage.understand.facts.machine import read_machine
from bot.triage.understand.facts.verdict import said_of
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings(
    "place",
    "stated no_town location_en admin not_admin role location no_site site_english "
    "placed_english no_town_english site_abroad site_as_written",
)

_ENGLISH = re.compile(r"[a-zà-ỹ]{2} [a-zà-ỹ]{2}")


def read_place(wording: MessageWording, *, told: bool | None) -> dict[str, FactValue]:
    """Place, app, browser, system, device, versions, role; ``told``: something is wrong now."""
    facts = read_machine(wording)
    if place := location(wording, told=told):
        facts["location"] = place
    if name := app_name(wording):
        facts["app_name"] = name
    if _SAID.role.search(wording.plain):
        if _SAID.not_admin.search(wording.plain):
            facts["account_role"] = "not_admin"
        elif _SAID.admin.search(wording.plain):
            facts["account_role"] = "admin"
    return facts


_KANA = re.compile(r"[ぁ-ん]")


def location(wording: MessageWording, *, told: bool | None) -> str | None:
    """Where they are; of several places the one that has the trouble, not where all is well."""
    place = None if wording.plain.isascii() else _in_japanese(wording, told=told)
    if place is None and not wording.plain.isascii() and not _KANA.search(wording.plain):
        site = _SAID.site_abroad.search(wording.written)
        place = site.group() if site else None
    if place is None and _ENGLISH.search(wording.plain):
        place = _in_english(wording)
    return place


def _in_japanese(wording: MessageWording, *, told: bool | None) -> str | None:
    for place in _SAID.location.finditer(wording.written):
        name = place.group(place.lastindex or 0)
        if told is None and not _SAID.site_as_written.search(name):
            continue  # in a wish a bare town is more likely a value
        said = said_of(wording.plain, place.end())
        if not _SAID.no_site.match(name) and not (told and said and said.works):
            return name.strip()
    for stated in _SAID.stated.finditer(wording.plain):
        name = wording.cut(stated, stated.lastindex or 0)
        if not _SAID.no_site.match(name) and not _SAID.no_town.search(name):
            return name
    return None


def _in_english(wording: MessageWording) -> str | None:
    if site := _SAID.site_english.search(wording.written):
        return site.group(1)
    if city := _SAID.location_en.search(wording.plain):
        return wording.cut(city, city.lastindex or 0)
    for town in _SAID.placed_english.finditer(wording.written):
        name = town.group(town.lastindex or 0)
        if not _SAID.no_town_english.match(name):
            return name
    return None

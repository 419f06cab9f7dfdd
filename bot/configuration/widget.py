"""The tables ``[widget.NAME]``: websites that show the chat. What signs comes from the environment."""

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.keys import KeyVariable
from bot.model.errors import JitabataError
from bot.model.widget import HostSite
from bot.texts.loader import LANGUAGES

MOST_SITES, MOST_ORIGINS = 50, 20
_KNOWN = ("origins", "organisation", "lang", "colour", "position", "status")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORIGIN = re.compile(rf"https://(?:\*\.)?{_LABEL}(?:\.{_LABEL})+(?::\d{{1,5}})?")
_HERE = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_STATUS = re.compile(
    rf"https://{_LABEL}(?:\.{_LABEL})+(?::\d{{1,5}})?(?:/[\w./~-]{{0,200}})?", re.ASCII
)


def key_of(site: str) -> KeyVariable:
    """The variable with the keys of a site."""
    name = f"JITABATA_WIDGET_KEY_{site.upper().replace('-', '_')}"
    return KeyVariable(name, "jitabata widget key")


def widgets_of(
    environment: Mapping[str, str], given: object, public_url: str
) -> tuple[HostSite, ...]:
    """The sites; () where nobody wrote any down. Raises JitabataError, which names no secret."""
    if given is None:
        return ()
    if not isinstance(given, Mapping) or not all(isinstance(t, Mapping) for t in given.values()):
        raise JitabataError("[widget.NAME] must be a table for each website")
    if len(given) > MOST_SITES:
        raise JitabataError(f"[widget]: {MOST_SITES} websites at most")
    if given and not public_url.startswith("https://") and not _HERE.fullmatch(public_url):
        raise JitabataError(
            "[widget.NAME] needs an https public_url: websites show the chat from it"
        )
    sites = tuple(_site(environment, str(name), table) for name, table in given.items())
    variables = [key_of(site.id).name for site in sites]
    if len(set(variables)) != len(variables):
        raise JitabataError("[widget.NAME]: two names differ in nothing but - and _")
    return sites


def _site(environment: Mapping[str, str], name: str, table: Mapping[str, Any]) -> HostSite:
    where = f"[widget.{name}]"
    if not _NAME.fullmatch(name):
        raise JitabataError(f"{where}: a name has a-z, 0-9 and -, at most 40 of them")
    if unknown := sorted(set(table) - set(_KNOWN)):
        raise JitabataError(f"{where} knows no {', '.join(unknown)}; it knows {', '.join(_KNOWN)}")
    lang, position = _text(where, table, "lang"), _text(where, table, "position") or "right"
    if lang and lang not in LANGUAGES:
        raise JitabataError(f"{where} lang must be {' or '.join(LANGUAGES)}")
    if position not in ("left", "right"):
        raise JitabataError(f"{where} position must be left or right")
    return HostSite(
        id=name,
        origins=_origins(where, table.get("origins")),
        keys=key_of(name).read(environment.get(key_of(name).name, "")),
        organisation=_text(where, table, "organisation")[:100],
        lang=lang,
        colour=_like(where, table, "colour", _COLOUR, "a colour such as #0b676b"),
        position=position,
        status=_like(where, table, "status", _STATUS, "an https address"),
    )


def _origins(where: str, given: object) -> tuple[str, ...]:
    """Origins as a browser spells them; http is for a page on this machine alone."""
    origins = given if isinstance(given, list) else []
    if not 1 <= len(origins) <= MOST_ORIGINS or not all(isinstance(o, str) for o in origins):
        raise JitabataError(f'{where} origins must be a list such as ["https://www.example.com"]')
    for origin in origins:
        if not (_ORIGIN.fullmatch(origin) or _HERE.fullmatch(origin)):
            raise JitabataError(
                f"{where} origins: {origin!r} is none; write https://www.example.com, without a path"
                " or a slash at its end"
            )
    return tuple(dict.fromkeys(origins))


def _like(
    where: str, table: Mapping[str, Any], name: str, pattern: re.Pattern[str], what: str
) -> str:
    value = _text(where, table, name)
    if value and not pattern.fullmatch(value):
        raise JitabataError(f"{where} {name} must be {what}")
    return value


def _text(where: str, table: Mapping[str, Any], name: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise JitabataError(f"{where} {name} must be a text")
    return value.strip()

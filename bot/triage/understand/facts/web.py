"""Codes, messages and addresses as they were shown, numbers of apps and guest spaces, and whether own scripts run."""

import ipaddress
import re

from bot.lexicon.meanings import Meanings
from bot.model.understanding import FactValue
from bot.triage.understand.facts.place import app_id
from bot.triage.understand.wording import MessageWording

_ERROR = Meanings(
    "error",
    "bare_number counted code_cue script_error quote shown_after shown_before goes_on "
    "a_thing thing_before a_sentence looks_wrong labelled plain_message message_start "
    "reassuring no_message told supposed latin_message plain_tail codes. system_code "
    "vendor_code no_code",
)

LONGEST_MESSAGE = 60
_WEB = Meanings(
    "web",
    "url subdomain host tenant_host answers guest guest_word own_script no_script script_word operator",
)
MOST_HOSTS = 20
_TENANT = re.compile(
    r"(?<![\w.-])([a-z0-9][a-z0-9-]{1,40})(?:\.s)?\.(?:cybozu\.(?:com|cn)|kintone\.com)(?![\w-])",
    re.ASCII,
)


def _code(wording: MessageWording, *, told: bool) -> str | None:
    """The first code that was shown."""
    plain = wording.plain
    for _, code in sorted(_ERROR.group("codes").items()):
        if match := code.search(plain):
            return wording.cut(match, match.lastindex or 0)
    if not told:
        return None
    for number in _ERROR.bare_number.finditer(plain):
        if not _ERROR.counted.search(plain, max(0, number.start() - 12), number.start()):
            return number.group(1)
    shapes = (_ERROR.system_code, _ERROR.vendor_code) if _ERROR.code_cue.search(plain) else ()
    named = (m.group(1) for shape in shapes for m in shape.finditer(wording.written))
    return next((code for code in named if not _ERROR.no_code.match(code)), None)


def _message(wording: MessageWording, *, told: bool) -> str | None:
    """The message that was shown."""
    plain = wording.plain
    if "error: " in plain and (script := _ERROR.script_error.search(plain)):
        return wording.cut(script, 1).rstrip(" ,;、")
    for quote in _ERROR.quote.finditer(plain):
        if _is_shown(plain, quote, told=told):
            return wording.cut(quote, quote.lastindex or 1)
    if not told:
        return None
    if labelled := _ERROR.labelled.search(plain):
        return wording.cut(labelled, labelled.lastindex or 1)
    if (latin := _ERROR.latin_message.search(plain)) and " " in latin.group(1):
        return wording.cut(latin, 1)
    unquoted = _ERROR.plain_message.search(plain)
    return _unquoted(wording, unquoted) if unquoted else None


def _is_shown(plain: str, quote: re.Match[str], *, told: bool) -> bool:
    """Whether a screen showed it; in a message that tells of no trouble only when that is said."""
    words = quote.group(quote.lastindex or 1)
    start, at = quote.span()
    if (
        _ERROR.reassuring.search(words)
        or _ERROR.no_message.search(words)
        or _ERROR.a_thing.match(plain, at)
        or _ERROR.thing_before.search(plain, max(0, start - 20), start)
    ):
        return False
    wrong = _ERROR.looks_wrong.search(words) is not None
    several = " " in words or not words.isascii()
    after = _ERROR.shown_after.match(plain, at) is not None
    before = _ERROR.shown_before.search(plain, max(0, start - 36), start) is not None
    if not told:
        return (after or before) and wrong and _ERROR.supposed.search(plain, at, at + 14) is None
    if after and not wrong:
        return several and _ERROR.told.match(plain, at) is None
    if wrong or before:
        return wrong or several
    goes_on = _ERROR.goes_on.match(plain, at) and _ERROR.a_sentence.search(words)
    return goes_on is not None or (start == 0 and " " in words and len(words) > 10)


def _unquoted(wording: MessageWording, match: re.Match[str]) -> str | None:
    """A message that is not set in quotation marks, back to where it must have begun."""
    plain = wording.plain
    tail = _ERROR.plain_tail.search(plain, match.start(), match.end())
    end = tail.start() if tail else match.end()
    start = max(0, end - LONGEST_MESSAGE)
    for mark in _ERROR.message_start.finditer(plain, start, match.start()):
        start = mark.end()
    return wording.written[start:end].strip() or None


def is_tenants(host: str) -> bool:
    """Whether a host, in small letters, is an address under which kintone serves its customers."""
    return _WEB.tenant_host.search(host) is not None


def is_own_machine(host: str) -> bool:
    """Whether a host is the very machine of whoever reads the page, such as a program that prints labels beside it."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_web(wording: MessageWording, *, told: bool) -> dict[str, FactValue]:
    """Addresses, app and guest space, codes, messages; ``told``: the message tells of trouble."""
    facts = _addresses(wording)
    if code := _code(wording, told=told):
        facts["error_code"] = code
    if message := _message(wording, told=told):
        facts["error_text"] = message
    if told and "guest_space" not in facts and _WEB.guest_word.search(wording.plain):
        facts["guest_space"] = True
    if _WEB.script_word.search(wording.plain):
        if _WEB.no_script.search(wording.plain):
            facts["own_customisation"] = False
        elif _WEB.own_script.search(wording.plain if told else wording.stated):
            facts["own_customisation"] = True
    return facts


def _address(plain: str) -> re.Match[str] | None:
    """The first address at which kintone serves its customers, else the first of all."""
    found = list(_WEB.url.finditer(plain))
    tenants = (
        m
        for m in found
        if (t := _TENANT.search(m.group())) and not _WEB.operator.fullmatch(t.group(1))
    )
    return next(tenants, found[0] if found else None)


def _hosts(plain: str) -> dict[str, FactValue]:
    """The hosts that fail and those that are said to answer."""
    found: dict[str, dict[str, None]] = {"hosts": {}, "hosts_ok": {}}
    for named in _WEB.host.finditer(plain):
        if not is_tenants(named.group(1)):
            answers = _WEB.answers.match(plain, named.end()) is not None
            found["hosts_ok" if answers else "hosts"][named.group(1)] = None
    return {name: tuple(hosts)[:MOST_HOSTS] for name, hosts in found.items() if hosts}


def _addresses(wording: MessageWording) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    if "." in plain:
        if url := _address(plain):
            facts["url"] = wording.cut(url).rstrip(".,;:)")
        facts |= _hosts(plain)
    tenant = next(
        (m for m in _TENANT.finditer(plain) if not _WEB.operator.fullmatch(m.group(1))), None
    )
    tenant = tenant or _WEB.subdomain.search(plain)
    if tenant:
        facts["subdomain"] = wording.cut(tenant, tenant.lastindex or 1)
    if (number := app_id(plain)) is not None:
        facts["app_id"] = number
    if guest := _WEB.guest.search(plain):
        facts["guest_space"] = int(guest.group(guest.lastindex or 1))
    return facts

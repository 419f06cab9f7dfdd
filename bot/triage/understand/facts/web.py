"""Addresses, numbers of apps and guest spaces, and whether own scripts run."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.error import read_errors
from bot.triage.understand.facts.place import app_id
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings(
    "web",
    "url subdomain host tenant_host answers guest guest_word own_script no_script script_word operator",
)

MOST_HOSTS = 20
_TENANT = re.compile(
    r"(?<![\w.-])([a-z0-9][a-z0-9-]{1,40})(?:\.s)?\.(?:cybozu\.(?:com|cn)|kintone\.com)(?![\w-])",
    re.ASCII,
)


def is_tenants(host: str) -> bool:
    """Whether a host, in small letters, is an address under which kintone serves its customers."""
    return _SAID.tenant_host.search(host) is not None


def read_web(wording: MessageWording, *, told: bool) -> dict[str, FactValue]:
    """Addresses, app and guest space, codes, messages; ``told``: the message tells of trouble."""
    facts = _addresses(wording)
    facts.update(read_errors(wording, told=told))
    if told and "guest_space" not in facts and _SAID.guest_word.search(wording.plain):
        facts["guest_space"] = True
    if _SAID.script_word.search(wording.plain):
        if _SAID.no_script.search(wording.plain):
            facts["own_customisation"] = False
        elif _SAID.own_script.search(wording.plain if told else wording.stated):
            facts["own_customisation"] = True
    return facts


def _address(plain: str) -> "re.Match[str] | None":
    """The first address at which kintone serves its customers, else the first of all."""
    found = list(_SAID.url.finditer(plain))
    tenants = (
        m
        for m in found
        if (t := _TENANT.search(m.group())) and not _SAID.operator.fullmatch(t.group(1))
    )
    return next(tenants, found[0] if found else None)


def _addresses(wording: MessageWording) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    if "." in plain:
        if url := _address(plain):
            facts["url"] = wording.cut(url).rstrip(".,;:)")
        hosts = dict.fromkeys(
            m.group(1)
            for m in _SAID.host.finditer(plain)
            if not is_tenants(m.group(1)) and not _SAID.answers.match(plain, m.end())
        )
        if hosts:
            facts["hosts"] = tuple(hosts)[:MOST_HOSTS]
    tenant = next(
        (m for m in _TENANT.finditer(plain) if not _SAID.operator.fullmatch(m.group(1))), None
    )
    tenant = tenant or _SAID.subdomain.search(plain)
    if tenant:
        facts["subdomain"] = wording.cut(tenant, tenant.lastindex or 1)
    if (number := app_id(plain)) is not None:
        facts["app_id"] = number
    if guest := _SAID.guest.search(plain):
        facts["guest_space"] = int(guest.group(guest.lastindex or 1))
    return facts

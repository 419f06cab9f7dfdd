"""Addresses, numbers of apps and guest spaces, and whether own scripts run."""

import re

from bot.model.understanding import FactValue
from bot.triage.understand.facts.app import app_id
from bot.triage.understand.facts.error import read_errors
from bot.triage.understand.lexicon import MeaningPattern
from bot.triage.understand.wording import MessageWording

MOST_HOSTS = 20
_URL = MeaningPattern("<web.url>")
_TENANT = re.compile(
    r"(?<![\w.-])([a-z0-9][a-z0-9-]{1,40})(?:\.s)?\.(?:cybozu\.(?:com|cn)|kintone\.com)(?![\w-])",
    re.ASCII,
)
_SUBDOMAIN = MeaningPattern("<web.subdomain>")
_OPERATORS = frozenset(
    {
        "www",
        "status",
        "help",
        "support",
        "developer",
        "cybozu",
        "store",
        "api",
        "js",
        "static",
        "cdn",
    }
)
_HOST = MeaningPattern("<web.host>")
_TENANT_HOST = MeaningPattern("<web.tenant_host>")
_ANSWERS = MeaningPattern("<web.answers>")  # said to be fine
_GUEST = MeaningPattern("<web.guest>")
_GUEST_WORD = MeaningPattern("<web.guest_word>")
_OWN_SCRIPT = MeaningPattern("<web.own_script>")
_NO_SCRIPT = MeaningPattern("<web.no_script>")
_SCRIPT_WORD = MeaningPattern("<web.script_word>")


def is_tenants(host: str) -> bool:
    """Whether a host, in small letters, is an address under which kintone serves its customers."""
    return _TENANT_HOST.search(host) is not None


def read_web(wording: MessageWording, *, told: bool) -> dict[str, FactValue]:
    """Addresses, app and guest space, codes, messages; ``told``: the message tells of trouble."""
    facts = _addresses(wording)
    facts.update(read_errors(wording, told=told))
    if told and "guest_space" not in facts and _GUEST_WORD.search(wording.plain):
        facts["guest_space"] = True
    if _SCRIPT_WORD.search(wording.plain):
        if _NO_SCRIPT.search(wording.plain):
            facts["own_customisation"] = False
        elif _OWN_SCRIPT.search(wording.plain if told else wording.stated):
            facts["own_customisation"] = True
    return facts


def _address(plain: str) -> "re.Match[str] | None":
    """The first address at which kintone serves its customers, else the first of all."""
    found = list(_URL.finditer(plain))
    tenants = (
        m for m in found if (t := _TENANT.search(m.group())) and t.group(1) not in _OPERATORS
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
            for m in _HOST.finditer(plain)
            if not is_tenants(m.group(1)) and not _ANSWERS.match(plain, m.end())
        )
        if hosts:
            facts["hosts"] = tuple(hosts)[:MOST_HOSTS]
    tenant = next((m for m in _TENANT.finditer(plain) if m.group(1) not in _OPERATORS), None)
    tenant = tenant or _SUBDOMAIN.search(plain)
    if tenant:
        facts["subdomain"] = wording.cut(tenant, tenant.lastindex or 1)
    if (number := app_id(plain)) is not None:
        facts["app_id"] = number
    if guest := _GUEST.search(plain):
        facts["guest_space"] = int(guest.group(guest.lastindex or 1))
    return facts

"""The settings: what nobody asks for, what contradicts itself, and what is too easy to guess."""

import asyncio
import difflib
import ipaddress
from collections.abc import Iterator
from pathlib import Path

from bot.channels.checkups import checkup
from bot.configuration.doors import SHORTEST_TOKEN
from bot.doctor.check_context import CheckContext
from bot.model.checkup import Checkup
from bot.model.errors import JitabataError
from bot.running.opening import probes
from bot.settings import Settings
from bot.store import health


async def examine(premises: CheckContext) -> list[Checkup]:
    """Looks at what was written down."""
    found = [
        *_slips(premises),
        *_secrets(premises.settings),
        *_contradictions(premises),
        *_private(premises.settings.folder),
    ]
    return found or [checkup("doctor.ok.settings_ok", "settings")]


async def examine_knowledge(premises: CheckContext) -> list[Checkup]:
    """Looks at the knowledge base, and whether the settings fit it."""
    return await asyncio.to_thread(lambda: list(_knowledge(premises)))


def _slips(premises: CheckContext) -> Iterator[Checkup]:
    given = premises.given
    for key in given.keys:
        yield _slip(key, key, given.known)
    for variable in given.variables:
        name = variable.removeprefix("JITABATA_").lower()
        yield _slip(variable, name, given.known)


def _slip(subject: str, name: str, known: frozenset[str]) -> Checkup:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    if near:
        return checkup("doctor.warning.unknown_near", subject, near=near[0])
    return checkup("doctor.warning.unknown", subject)


def _secrets(settings: Settings) -> Iterator[Checkup]:
    for name, secret in (
        ("JITABATA_STAFF_TOKEN", settings.staff_token),
        ("JITABATA_METRICS_TOKEN", settings.metrics_token),
        ("JITABATA_SECRET", settings.secret),
    ):
        if secret is not None and len(secret) < SHORTEST_TOKEN:
            yield checkup("doctor.wrong.short", name, fewest=SHORTEST_TOKEN)


def _contradictions(premises: CheckContext) -> Iterator[Checkup]:
    settings, url = premises.settings, premises.settings.database_url
    has_key = bool(settings.staff_token or settings.sso) or health.has_accounts(url)
    if settings.public_urls and not has_key:
        yield checkup(
            "doctor.wrong.public_without_token", "JITABATA_STAFF_TOKEN", url=settings.public_urls[0]
        )
    elif not _is_loopback(settings.host) and not has_key:
        yield checkup("doctor.warning.console_shut", "JITABATA_STAFF_TOKEN", host=settings.host)
    if settings.public_urls and not settings.trusted_proxies and _is_loopback(settings.host):
        yield checkup("doctor.warning.no_proxy", "trusted_proxies", url=settings.public_urls[0])
    if health.is_memory(url):
        yield checkup("doctor.wrong.forgetful", "database")
    if "database" in premises.given.from_file and health.has_password(url):
        yield checkup("doctor.warning.password_in_file", "database")
    if health.is_shared(url) and _is_kept(settings):
        yield checkup("doctor.note.own_secret", "JITABATA_SECRET")
    if settings.offline:
        yield checkup("doctor.note.offline", "offline")
    elif not settings.contact:
        yield checkup("doctor.note.no_contact", "contact")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_kept(settings: Settings) -> bool:
    """Whether the secret is the one that this machine made for itself."""
    kept = settings.folder / "secret"
    return kept.is_file() and kept.read_text("utf-8").strip() == settings.secret


def _private(folder: Path) -> Iterator[Checkup]:
    for path in (folder, folder / "secret", folder / "slack-key", folder / "desk.sqlite"):
        if path.exists() and path.stat().st_mode & 0o077:
            mode = "700" if path.is_dir() else "600"
            yield checkup("doctor.warning.readable", str(path), path=path, mode=mode)


def _knowledge(premises: CheckContext) -> Iterator[Checkup]:
    try:
        knowledge = premises.knowledge()
    except JitabataError as why:
        yield checkup("doctor.wrong.knowledge", "knowledge", why=str(why).splitlines()[0])
        return
    if not knowledge.catalogue.products:
        yield checkup("doctor.wrong.knowledge_empty", "knowledge")
        return
    try:
        probes(premises.settings, knowledge)
    except JitabataError as why:
        yield checkup("doctor.wrong.unfit", "components", why=why)

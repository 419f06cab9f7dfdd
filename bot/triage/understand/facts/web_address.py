"""Web addresses, reduced to what may be kept of them: host, file, plugin id; never a query."""

import re
from dataclasses import dataclass

from bot.lexicon.meanings import Meanings
from bot.text.normalise import nfkc, plain
from bot.triage.understand.facts.web import is_tenants

_WEB = Meanings("web", "loading")
LONGEST_ADDRESS = 2_000
ADDRESS = re.compile(
    r"(?:https?|wss?)://[^\s<>\"'`\\^{|}「」『』（）“”‘’、。]{1,2000}", re.IGNORECASE
)
_PARTS = re.compile(
    r"(?:https?|wss?)://(?:[^/?#@\s]{0,200}@)?(\[[0-9a-f:.]{2,45}\]|[\w.-]{1,253})(?::\d{0,5})?"
    r"((?:/[^?#\s]{0,2000})?)(?:[?#](\S*))?",
    re.IGNORECASE,
)
_FILE = re.compile(r"[A-Za-z][\w.-]{0,60}\.[A-Za-z][A-Za-z0-9]{0,4}")
_WORD = re.compile(r"[a-z][a-z_-]{1,23}|v\d{1,2}")
_OPAQUE = re.compile(r"[A-Za-z0-9_-]{33,}|eyJ")
_PLACE = re.compile(r":\d{1,9}(?::\d{1,9})?$")  # line and column, as in a stack trace
_PLUGIN_ID = re.compile(r"[?&]pluginId=([a-p]{32})(?![a-z])")
_OWN_SCRIPT = re.compile(r"/k/(?:guest/\d{1,7}/)?api/js/download\.do")
_PLUGIN_FILE = re.compile(r"/k/(?:guest/\d{1,7}/)?api/plugin/content/download\.do")


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A web address without user, port, query and fragment.

    ``file`` is the last piece of the path when it reads like the name of a file or an action, else
    empty: it may be a person's name or a one-time token. ``plugin_id`` is the id in the address
    from which kintone serves a packaged plugin's files.
    """

    host: str
    file: str = ""
    plugin_id: str = ""
    is_own_script: bool = False  # uploaded by the customer, served by kintone
    is_proxied: bool = False  # kintone.proxy(): stands for another server


def address_of(text: str) -> WebAddress | None:
    """The address with which a text begins, or None. Never raises.

    One that somebody has shortened ("https://ex-.../k/") is none: its host cannot be known.
    """
    parts = _PARTS.match(text[:LONGEST_ADDRESS])
    if parts is None:
        return None
    host, path, query = parts.group(1).lower().strip("."), parts.group(2), parts.group(3) or ""
    if not host or ".." in parts.group(1):
        return None
    return (
        _kintone_address(host, path, query) if is_tenants(host) else WebAddress(host, file_in(path))
    )


def pages_in(text: str) -> frozenset[str]:
    """Hosts of the addresses that a masked text names as pages: none where it speaks of what a page loads."""
    if _WEB.loading.search(plain(nfkc(text))):
        return frozenset()
    named = (address_of(m.group()) for m in ADDRESS.finditer(text))
    return frozenset(a.host for a in named if a is not None and not _FILE.fullmatch(a.file))


def _kintone_address(host: str, path: str, query: str) -> WebAddress:
    plugin = _PLUGIN_ID.search("?" + query)
    is_file = _PLUGIN_FILE.match(path) is not None
    return WebAddress(
        host,
        file_in(path),
        plugin_id=plugin.group(1) if plugin and is_file else "",
        is_own_script=_OWN_SCRIPT.match(path) is not None,
        is_proxied="/proxy/call.json" in path,
    )


def file_in(path: str) -> str:
    """The last piece of a path when it is plainly a file or an action, else an empty string."""
    last = _PLACE.sub("", path.rstrip("/).,;:").rpartition("/")[2])
    if _OPAQUE.search(last) or not (_FILE.fullmatch(last) or _WORD.fullmatch(last)):
        return ""
    return last

"""Whose a host is, and whose code stood first in a stack trace."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from bot.model.catalogue import INFRASTRUCTURE, Catalogue, ProductKind, stem_of
from bot.model.finding import Owner, Whose
from bot.text.ordinary import is_english
from bot.triage.understand.facts.web import is_tenants
from bot.triage.understand.facts.web_address import ADDRESS, WebAddress, address_of

MOST_FRAMES = 200
_FRAME = re.compile(
    r"^\s*(?:at\s|\S{0,200}@(?:https?:|\S{1,80}\.js)|[\w$.<>/]{1,80}\s+(?:https?://))"
)
_BARE_SCRIPT = re.compile(r"(?<![\w./-])([\w.-]{1,60}\.m?js):\d+")
# Chrome's short link beside a message: the file and what fits of its query.
_SHORT_LINK = re.compile(r"download\.do\?(\S{0,300})")


class Owners:
    """Knows whose a host is; built once per catalogue.

    ``own_hosts`` are hosts from which the customer serves scripts of their own. It does not know
    hosts that only resemble those of the catalogue, and it never resolves a name.
    """

    def __init__(self, catalogue: Catalogue, own_hosts: Iterable[str] = ()) -> None:
        self._own = frozenset(h.lower() for h in own_hosts)
        self._catalogue = catalogue

    def of_host(self, host: str) -> Owner:
        """Whose a host is. The longest known name counts: ``a.b.example`` before ``b.example``."""
        host = host.lower()
        if host in self._own:
            return Owner(Whose.OWN_SCRIPT, host=host)
        if products := self._catalogue.nearest_to(host):
            return Owner(self._whose(products), products, host)
        return Owner(Whose.PLATFORM if is_tenants(host) else Whose.UNKNOWN, host=host)

    def of_address(self, address: WebAddress) -> Owner:
        """Whose the script at an address is: kintone also serves what others have written."""
        if address.is_own_script:
            return Owner(Whose.OWN_SCRIPT, host=address.host, script=address.file)
        if address.plugin_id:
            return Owner(Whose.PLUGIN, host=address.host, plugin_id=address.plugin_id)
        owner = self.of_host(address.host)
        return Owner(owner.whose, owner.products, owner.host, script=address.file)

    def failed_first(self, lines: Iterable[str]) -> Owner | None:
        """Whose code stood first in the frames of one trace, or None when it has no frame.

        kintone and shared libraries (a CDN's files) stand between others' code and come first only
        when nobody else is in the trace.
        """
        owners = [o for line in islice(lines, MOST_FRAMES) for o in self._of(line)]
        return next((o for o in owners if not self._is_shared(o)), owners[0] if owners else None)

    def _of(self, line: str) -> Iterator[Owner]:
        found = ADDRESS.search(line)
        address = address_of(found.group()) if found else None
        if address is not None:
            yield self.of_address(address)
        elif link := _SHORT_LINK.search(line):
            yield _of_short_link(link.group(1))
        elif script := _BARE_SCRIPT.search(line):
            yield self._of_script(script.group(1))

    def _of_script(self, script: str) -> Owner:
        """Whose a script without an address is: the console shortens it to the file's name."""
        product, stem = self._catalogue.product_of_file(script), stem_of(script)
        if product is None and not is_english(stem):  # "calendar.js" may be anybody's
            product = self._catalogue.product_of_stem(stem)
        if product is None:
            return Owner(Whose.UNKNOWN, script=script)
        return Owner(self._whose((product,)), (product,), script=script)

    def _whose(self, products: tuple[str, ...]) -> Whose:
        kinds = {p.kind for i in products if (p := self._catalogue.get(i))}
        return Whose.PLATFORM if ProductKind.PLATFORM in kinds else Whose.PRODUCT

    def _is_shared(self, owner: Owner) -> bool:
        kinds = {p.kind for i in owner.products if (p := self._catalogue.get(i))}
        return owner.whose is Whose.PLATFORM or bool(kinds and kinds <= INFRASTRUCTURE)


def is_frame(line: str) -> bool:
    """Whether a line is a frame of a stack trace."""
    return _FRAME.match(line[:400]) is not None


def _of_short_link(query: str) -> Owner:
    plugin = re.search(r"pluginId=([a-p]{32})(?![a-z])", query)
    if plugin:
        return Owner(Whose.PLUGIN, plugin_id=plugin.group(1))
    uploaded = re.match(r"app=|jsType=", query)
    return Owner(Whose.OWN_SCRIPT if uploaded else Whose.UNKNOWN, script="download.do")

"""What was read from a file, as it may be kept: bounded, masked, in characters that a store takes."""

import re
from dataclasses import replace

from bot.masking.redact import redact
from bot.model.finding import Finding, Owner
from bot.model.inventory import CustomScript, InstalledPlugin, Inventory
from bot.model.picture import Picture
from bot.model.upload import Upload

MOST_FINDINGS = 60
MOST_PLUGINS = 300
MOST_SCRIPTS = 100
MOST_HOSTS = 100
MOST_APPS = 3  # names of apps that are kept of one plugin
MOST_PICTURES = 10  # of one message
LONGEST_TEXT = 4_000
LONGEST_PREVIEW = 2_000
# Bidi_Control of the Unicode Character Database, and C0 and C1 controls.
_TURNS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f-\x9f]")
_NAME, _HOST, _ID, _DETAIL = 120, 253, 40, 160


def kept(upload: Upload) -> Upload:
    """The reading without what a row of the journal could not hold; it never grows."""
    inventory = upload.inventory
    cut = inventory is not None and len(inventory.plugins) > MOST_PLUGINS
    return replace(
        upload,
        name=_shown(_masked(upload.name, _NAME)),
        findings=tuple(map(_finding, upload.findings[:MOST_FINDINGS])),
        answered=tuple(_plain(h, _HOST) for h in upload.answered[:MOST_HOSTS]),
        failed_first=_owner(upload.failed_first),
        inventory=None if inventory is None else _inventory(inventory),
        text=_masked(upload.text, LONGEST_TEXT),
        preview=_masked(upload.preview, LONGEST_PREVIEW),
        partial=upload.partial or cut,
        picture=None if upload.picture is None else kept_picture(upload.picture),
    )


def kept_picture(picture: Picture) -> Picture:
    """A picture with its name as that of every file is kept."""
    sides = (_count(picture.width), _count(picture.height))
    return Picture(_plain(picture.id, _ID), _shown(_masked(picture.name, _NAME)), *sides)


def _finding(finding: Finding) -> Finding:
    return replace(
        finding,
        host=_plain(finding.host, _HOST),
        count=_count(finding.count),
        detail=_masked(finding.detail, _DETAIL),
        answered=_count(finding.answered),
        owner=_owner(finding.owner),
    )


def _owner(owner: Owner | None) -> Owner | None:
    if owner is None:
        return None
    return replace(
        owner,
        products=_ids(owner.products),
        host=_plain(owner.host, _HOST),
        plugin_id=_plain(owner.plugin_id, _ID),
        script=_masked(owner.script, _NAME),
    )


def _inventory(inventory: Inventory) -> Inventory:
    return replace(
        inventory,
        plugins=tuple(map(_plugin, inventory.plugins[:MOST_PLUGINS])),
        scripts=tuple(map(_script, inventory.scripts[:MOST_SCRIPTS])),
    )


def _plugin(plugin: InstalledPlugin) -> InstalledPlugin:
    return replace(
        plugin,
        name=_masked(plugin.name, _NAME),
        plugin_id=_plain(plugin.plugin_id, _ID),
        version=_plain(plugin.version, _ID),
        apps=tuple(_masked(a, _NAME) for a in plugin.apps[:MOST_APPS]),
        app_count=None if plugin.app_count is None else _count(plugin.app_count),
        product=None if plugin.product is None else _plain(plugin.product, _NAME),
    )


def _script(script: CustomScript) -> CustomScript:
    return replace(
        script,
        name=_masked(script.name, _NAME),
        host=_plain(script.host, _HOST),
        products=_ids(script.products),
    )


def _ids(products: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_plain(p, _NAME) for p in products[:MOST_APPS])


def _count(number: int) -> int:
    return max(0, min(number, 1_000_000_000))


def _masked(text: str, longest: int) -> str:
    return redact(_plain(text, longest)).text


def _shown(name: str) -> str:
    """A file's name with marks that turn the reading direction, and other controls, as escapes.

    Else ``invoice``, U+202E, ``fdp.exe`` would be shown as ``invoiceexe.pdf``.
    """
    return "".join(f"\\u{ord(c):04x}" if _TURNS.match(c) else c for c in name)


def _plain(text: str, longest: int) -> str:
    """Without half surrogate pairs and U+0000, which JSON may hold and no store takes."""
    return text[:longest].replace("\0", "").encode("utf-8", "replace").decode("utf-8")

"""The list of plugins that an administrator downloads from kintone's plugin screen, as CSV.

Cybozu publishes neither its columns nor its encoding, so columns are known by their headings, in
any order, in Japanese, English or Chinese; one row a plugin, or one row for each app that uses it.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.masking.redact import redact
from bot.model.catalogue import Catalogue, ProductKind
from bot.model.inventory import InstalledPlugin
from bot.triage.understand.products.matcher import ProductMatcher

MOST_PLUGINS = 1_000
MOST_APPS = 100
MOST_ROWS = 50_000
LONGEST_NAME = 120
_FIRST_ROWS = 10  # where the headings may stand, below a title
_IN_A_LIST = frozenset(
    {ProductKind.PLUGIN, ProductKind.CUSTOMISATION_SERVICE, ProductKind.CONNECTED_SERVICE}
)
# A heading without hyphens, in small letters; the first column that fits has it.
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "app_count",
        re.compile(r"(?:アプリ|应用).{0,12}数|\bapps? count|(?:number|no\.?) of\b.{0,20}\bapps?"),
    ),
    ("app_id", re.compile(r"(?:アプリ|应用|\bapp) ?(?:の ?)?id|アプリ番号")),
    ("apps", re.compile(r"アプリ|应用|\bapps?\b|\bused in\b")),
    ("version", re.compile(r"バージョン|version|版本")),
    ("enabled", re.compile(r"有効|状態|ステータス|enabled|status|state|启用|状态")),
    ("plugin_id", re.compile(r"(?:プラグイン|plugin|插件) ?(?:の ?)?id|^id$")),
    ("description", re.compile(r"説明|description|说明")),
    ("name", re.compile(r"プラグイン|plugin|插件|^名前$|^名称$|^name$")),
)
_PLUGIN_WORD = re.compile(r"プラグイン|plug-?in|插件", re.IGNORECASE)
_ON = re.compile(r"^(?:有効|on|true|enabled|active|yes|1|○|启用)", re.IGNORECASE)
_OFF = re.compile(r"^(?:無効|off|false|disabled|inactive|no|0|×|停用)", re.IGNORECASE)
_APART = re.compile(r"[\n,;；、|]+")
_PLUGIN_ID = re.compile(r"[a-p]{32}")

Row = Mapping[str, str]


class PluginNames:
    """Recognises plugins by the names that a list gives them; built once per catalogue.

    Only products that a plugin can be: a plugin "for kintone" is not kintone, and one that talks to
    another service is not that service.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._matcher = ProductMatcher(catalogue)
        self._possible = {i for i, p in catalogue.products.items() if p.kind in _IN_A_LIST}

    def product_of(self, name: str) -> str | None:
        """The catalogue id of the longest product name in a plugin's name, or None."""
        found = self._matcher.find(name[:LONGEST_NAME]).spans
        spans = (s for s in found if s.product in self._possible)
        longest = max(spans, key=lambda s: s.end - s.start, default=None)
        return longest.product if longest else None

    def matched(self, plugins: Iterable[InstalledPlugin]) -> tuple[InstalledPlugin, ...]:
        """The plugins with their catalogue ids; a name that is not known stays as it is."""
        return tuple(replace(p, product=self.product_of(p.name)) for p in plugins)


def is_plugin_list(text: str) -> bool:
    """Whether a text begins like a plugin list."""
    return _headed(_table(text[:20_000]))[0] is not None


def read_plugin_list(text: str) -> tuple[InstalledPlugin, ...]:
    """The plugins of a list in its order, merged over the rows of their apps; never raises.

    App names are kept, masked; descriptions are not. Products are left to PluginNames.
    """
    columns, rows = _headed(_table(text))
    if columns is None:
        return ()
    found: dict[str, InstalledPlugin] = {}
    for cells in rows:
        row = {name: _clean(cells[at]) for name, at in columns.items() if at < len(cells)}
        key = row.get("plugin_id") or row.get("name") or ""
        if key in found:
            found[key] = _merged(found[key], row)
        elif key and len(found) < MOST_PLUGINS:
            found[key] = _plugin(row)
    return tuple(found.values())


def masked(name: str) -> str:
    """A name as it may be kept: short, with personal data masked."""
    return redact(name[:LONGEST_NAME]).text


def _table(text: str) -> Iterator[Sequence[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    for _ in range(MOST_ROWS):
        try:
            yield next(reader)
        except (StopIteration, csv.Error):
            return


def _delimiter(text: str) -> str:
    head = text[:2_000]
    return max(",\t;", key=head.count)


def _headed(
    rows: Iterator[Sequence[str]],
) -> tuple[Mapping[str, int] | None, Iterator[Sequence[str]]]:
    """The columns by name from the row of headings, and the rows below it."""
    for _ in range(_FIRST_ROWS):
        cells = next(rows, None)
        if cells is None:
            break
        columns = _columns(cells)
        speaks = any(_PLUGIN_WORD.search(c) for c in cells)
        if speaks and len(columns) >= 2 and ("name" in columns or "plugin_id" in columns):
            return columns, rows
    return None, rows


def _columns(cells: Sequence[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells[:50]):
        heading = unicodedata.normalize("NFKC", cell[:60]).lower().replace("-", "").strip()
        name = next((n for n, pattern in _COLUMNS if pattern.search(heading)), None)
        if name and name not in found:
            found[name] = at
    return found


def _clean(cell: str) -> str:
    return cell[:20_000].replace("\0", " ").strip()


def _plugin(row: Row) -> InstalledPlugin:
    count = row.get("app_count", "")
    plugin_id = row.get("plugin_id", "")
    return InstalledPlugin(
        name=masked(row.get("name", "")),
        plugin_id=plugin_id if _PLUGIN_ID.fullmatch(plugin_id) else "",
        version=row.get("version", "")[:20],
        enabled=_enabled(row.get("enabled", "")),
        apps=_apps(row),
        app_count=int(count[:6]) if count[:6].isdecimal() else None,
    )


def _merged(plugin: InstalledPlugin, row: Row) -> InstalledPlugin:
    if len(plugin.apps) >= MOST_APPS:
        return plugin
    apps = tuple(dict.fromkeys((*plugin.apps, *_apps(row))))[:MOST_APPS]
    enabled = plugin.enabled or _enabled(row.get("enabled", ""))
    return replace(plugin, apps=apps, enabled=plugin.enabled if enabled is None else enabled)


def _apps(row: Row) -> tuple[str, ...]:
    """Names of the apps, or their numbers where only these are listed."""
    listed = row.get("apps") or row.get("app_id") or ""
    names = (n.strip() for n in _APART.split(listed)[:MOST_APPS])
    return tuple(masked(n) for n in names if n)


def _enabled(word: str) -> bool | None:
    """On or off; None where the word says something else, as that it is not installed."""
    if _ON.match(word):
        return True
    return False if _OFF.match(word) else None

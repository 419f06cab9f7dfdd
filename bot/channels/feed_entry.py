"""A page that is to be added: its reading in words, and its entry for ``knowledge/feeds.yaml``."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from bot.model.catalogue import Catalogue
from bot.model.knowledge import Knowledge, Robots
from bot.model.status import Reading, State

MOST = 12  # lines of one sort
UNNAMED = "which-product"  # where the host tells nothing of the product
_SUBDOMAINS = frozenset({"status", "www", "api", "health", "stat", "trust"})
_ENDINGS = frozenset(
    {"statuspage", "instatus", "betteruptime", "io", "com", "net", "jp", "co", "org"}
)
WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "format": "形式: {format}", "overall": "全体: {state}", "component": "  構成要素 {name}: {state}",
        "components": "構成要素 {n} 件、うち正常でないもの {m} 件", "incident": "  障害 {title}（{state}、影響 {impact}、開始 {at}）",
        "maintenance": "  メンテナンス {title}（{state}、{at} から）", "none": "掲載中の障害: なし",
        "incidents": "掲載中の障害: {n} 件", "updated": "ページの時刻: {at}（{age} 分前）",
        "no_time": "ページの時刻: 書かれていません", "odd": "気になる点: {what}", "unknown": "不明", "more": "  ほか {n} 件",
        "already": "この URL はすでに {id} として登録されています。",
    },
    "en": {
        "format": "format: {format}", "overall": "overall: {state}", "component": "  component {name}: {state}",
        "components": "{n} components, {m} of them not operational", "incident": "  incident {title} ({state}, impact {impact}, began {at})",
        "maintenance": "  maintenance {title} ({state}, from {at})", "none": "open incidents: none",
        "incidents": "open incidents: {n}", "updated": "the page's own time: {at} ({age} min ago)",
        "no_time": "the page's own time: it says none", "odd": "worth a look: {what}", "unknown": "unknown", "more": "  and {n} more",
        "already": "this address is among the feeds already, as {id}",
    },
}  # fmt: skip


def in_words(reading: Reading, now: datetime, lang: str) -> str:
    """A reading for a person, some lines. Texts of the page stay text: they are printable."""
    return "".join(f"{line}\n" for line in _lines(reading, now, WORDS.get(lang, WORDS["en"])))


def _lines(reading: Reading, now: datetime, say: Mapping[str, str]) -> Iterator[str]:
    yield say["format"].format(format=reading.format)
    yield say["overall"].format(state=reading.overall)
    wrong = [c for c in reading.components if c.state is not State.OPERATIONAL]
    yield say["components"].format(n=len(reading.components), m=len(wrong))
    shown = [say["component"].format(name=c.name, state=c.state) for c in wrong]
    yield from _some(shown, say)
    open_ones = reading.incidents
    yield say["incidents"].format(n=len(open_ones)) if open_ones else say["none"]
    unknown = say["unknown"]
    told = [
        say["incident"].format(
            title=i.title, state=i.state, impact=i.impact or unknown, at=i.started_at or unknown
        )
        for i in open_ones
    ]
    yield from _some(told, say)
    planned = [
        say["maintenance"].format(title=m.title, state=m.state, at=m.starts_at or unknown)
        for m in reading.maintenances
    ]
    yield from _some(planned, say)
    at = reading.updated_at
    if at is None:
        yield say["no_time"]
    else:
        age = max(int((now - at).total_seconds() // 60), 0)
        yield say["updated"].format(at=f"{at:%Y-%m-%d %H:%M %Z}", age=age)
    for what in reading.oddities[:MOST]:
        yield say["odd"].format(what=what)


def _some(lines: list[str], say: Mapping[str, str]) -> Iterator[str]:
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield say["more"].format(n=len(lines) - MOST)


def already(url: str, knowledge: Knowledge, lang: str) -> str:
    """That this very address is among the feeds; "" when it is not."""
    known = next((feed.id for feed in knowledge.feeds.values() if feed.url == url), None)
    return WORDS.get(lang, WORDS["en"])["already"].format(id=known) + "\n" if known else ""


def entry_for(url: str, reading: Reading, knowledge: Knowledge, robots: Robots) -> str:
    """The entry, to be put at the end of ``feeds.yaml``; ``verified``, since it has just answered.

    The product is found by its status page or its hosts; where none is, the entry says so and
    ``jitabata check`` will.
    """
    service = _service(url, knowledge.catalogue)
    lines = [
        f"- id: {_free(service or _name(url), knowledge)}",
        f"  service: {service or UNNAMED}",
        f'  url: "{url}"',
        f"  format: {reading.format}",
        "  verified: true",
    ]
    if robots is not Robots.OBEYED:
        lines.append(f"  robots: {robots}")
    return "\n".join(lines) + "\n"


def _service(url: str, catalogue: Catalogue) -> str | None:
    host = urlsplit(url).hostname or ""
    for product in catalogue.products.values():
        page = urlsplit(product.status_page or "").hostname
        if page and page == host:
            return product.id
    owners = catalogue.nearest_to(host)
    return owners[0] if owners else None


def _name(url: str) -> str:
    labels = re.sub(r"[^a-z0-9.-]", "", (urlsplit(url).hostname or "feed").lower()).split(".")
    own = [label for label in labels if label and label not in _SUBDOMAINS | _ENDINGS]
    return own[0].removesuffix("status").strip("-") or own[0] if own else "feed"


def _free(name: str, knowledge: Knowledge) -> str:
    """The name, with a number behind it where it is taken."""
    found, number = name, 1
    while found in knowledge.feeds:
        number += 1
        found = f"{name}-{number}"
    return found

"""Classes of shared trouble in real words, with the catalogue as it is shipped, beside counting rules.

    python -m tests.benchmarks.worlds.classes --days 5

Each day has a trouble of one class (or none) before the ordinary reports of other organisations. Words
are drawn from the training messages by what they complain of; nobody's answers come, no page says
anything, and of nine organisations in ten it is not known what they use. A counting rule counts true
reports, which the desk must read; it raises false alarms on the days of the class ``quiet``.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

import yaml

from bot.desk.desk import Desk
from bot.model.catalogue import Catalogue, ProductKind
from bot.model.effect import StaffAlert
from bot.model.event import Baseline, MessageReceived, Opened, Tick
from bot.store.sql import SqlStore
from tests.benchmarks.worlds.play import knowledge
from tests.builders import JST

MESSAGES = Path(__file__).parents[3] / "knowledge" / "messages"
REPORTS = ("outage_report", "degraded_report", "function_report")
SIGNS_IN, FUNCTION = ("login_fails",), ("notification_missing",)
DOWN = ("wont_open", "login_fails", "blank_screen", "stuck_loading", "error_message")
MINUTES = 240
START = datetime(2026, 11, 25, 9, 0, tzinfo=JST)
Seen = tuple[float, str, tuple[str, ...]]  # minute, organisation, suspects


@dataclass(frozen=True)
class Shared:
    """A class of trouble: what people complain of, how many write how fast, and what it may be.

    ``fair``: headings of causes that a first suspect may have. ``names``: a product that everybody
    names, rightly or not; ``uses``: one that those few use whose inventory is known.
    """

    name: str
    symptoms: tuple[str, ...]
    reports: int
    minutes: float  # in which they come
    fair: tuple[str, ...]
    names: bool = False
    uses: bool = False
    tail: str = ""  # what everybody adds


OPEN = ("platform:", "idp:", "isp:", "infra:", "unknown")
CLASSES = (
    Shared("platform", ("wont_open",), 9, 20, OPEN),
    Shared("sign_in", (*SIGNS_IN, *SIGNS_IN, "wont_open"), 7, 25, OPEN),
    Shared("carrier", ("wont_open", "slow"), 7, 25, OPEN, tail="。ほかのサイトも開きません"),
    Shared("function", FUNCTION, 5, 60, ("platform:", "update:", "external:", "unknown", "connected:any")),
    Shared("plugin_named", ("feature_missing", "display_broken"), 5, 60, ("plugin:",), names=True),
    Shared("plugin_used", ("blank_screen", "stuck_loading"), 8, 40, ("plugin:", *OPEN), uses=True),
    Shared("plugin_browser", ("display_broken",), 5, 80, ("plugin:", "browser:"), names=True, tail="。Chromeだけで、Edgeだと正常です"),
    Shared("after_change", ("feature_missing",), 5, 80, ("plugin:", "update:"), names=True, tail="。kintoneのアップデート後からです"),
    Shared("contractor", ("error_message",), 5, 60, ("unlisted_plugin:", "unknown", "platform:", "infra:"), tail="。委託先が作ったスクリプトの読み込みに失敗しています"),
    Shared("slow", ("slow",), 9, 150, ("plugin:any", *OPEN)),
    Shared("quiet", (), 0, 1, ()),
)  # fmt: skip


@cache
def texts() -> list[tuple[str, tuple[str, ...]]]:
    """Every training message that is nothing but a report, in Japanese and English, with its symptoms."""
    rows = []
    for kind in REPORTS:
        given = yaml.load((MESSAGES / f"{kind}.yaml").read_text("utf-8"), yaml.CSafeLoader)
        rows += [r for r in given if r["lang"] in ("ja", "en") and r.get("symptoms")]
    return [(r["text"], tuple(r["symptoms"])) for r in rows if not r.get("also")]


def a_text(symptom: str, lots: Random) -> str:
    """Words of somebody who complains of just this."""
    return lots.choice([text for text, told in texts() if told == (symptom,)])


def a_day(of: Shared, lots: Random, rate: float) -> Iterator[tuple[float, str, str, str | None]]:
    """Minute, organisation, words, and the product that it is known to use."""
    catalogue = knowledge().catalogue
    plugins = [p for p in catalogue.products.values() if p.kind is ProductKind.PLUGIN]
    guilty, began, at = lots.choice(plugins), lots.uniform(60, 90), 0.0
    for n in range(of.reports):
        words = a_text(lots.choice(of.symptoms), lots) + of.tail
        if of.names:
            words = f"{guilty.name}の件です。{words}"
        used = guilty.id if of.uses and lots.random() < 0.4 else None
        yield began + of.minutes * (n + lots.random()) / of.reports, f"hit{n}", words, used
    while (at := at + lots.expovariate(rate / 60)) < MINUTES:
        yield at, f"own{at:.2f}", lots.choice(texts())[0], None


def alerts(rows: list[tuple[float, str, str, str | None]], rate: float) -> list[Seen]:
    """What staff hear through the real desk."""
    store, heard = SqlStore.open("sqlite://"), []
    desk = Desk(store, knowledge())
    catalogue: Catalogue = knowledge().catalogue
    desk.handle(
        Opened(
            START, catalogue=tuple(catalogue.products.values()), baseline=Baseline(300, 6.0, rate)
        )
    )
    happens: list[tuple[float, int, tuple[float, str, str, str | None] | None]] = [
        *((float(m), 0, None) for m in range(1, MINUTES + 1, 2)),
        *((row[0], 1, row) for row in rows),
    ]
    for at, _, row in sorted(happens, key=lambda h: h[:2]):
        when = START + timedelta(minutes=at)
        event: Tick | MessageReceived = Tick(when)
        if row is not None:
            _, tenant, words, used = row
            listed = None if used is None else (used,)
            event = MessageReceived(when, f"m{at}", f"c-{tenant}", tenant, "chat", words, installed_plugins=listed)  # fmt: skip
        heard += [
            (at, row[1] if row else "", effect.suspects)
            for effect in desk.handle(event)
            if isinstance(effect, StaffAlert) and effect.action in ("raised", "updated")
        ]
    store.close()
    return heard


def counted(rows: list[tuple[float, str, str, str | None]], number: int) -> float | None:
    """When a rule that counts so many organisations within an hour first fires."""
    moments = sorted(r[0] for r in rows)
    return next(
        (
            at
            for n, at in enumerate(moments)
            if n + 1 >= number and at - moments[n + 1 - number] <= 60
        ),
        None,
    )


def figures(of: Shared, days: int, rate: float) -> dict[str, object]:
    """One class: seen by its last report and two hours more, fair, and the rules beside it."""
    row: dict[str, object] = {"class": of.name, "seen": 0, "in_time": 0, "fair": 0, "accused": 0}
    row.update({f"count_{n}": 0 for n in (3, 4, 5)})
    for seed in range(days):
        lots = Random(f"{of.name} {seed}")
        rows = sorted(a_day(of, lots, rate))
        hits = [r[0] for r in rows if r[1].startswith("hit")]
        heard = [h for h in alerts(rows, rate) if not hits or h[0] >= hits[0]]
        fifth = hits[4] if hits else 0.0
        row["seen"] += bool(heard)  # type: ignore[operator]
        row["in_time"] += bool(heard and heard[0][0] <= fifth)  # type: ignore[operator]
        row["fair"] += bool(heard and heard[-1][2][0].startswith(of.fair))  # type: ignore[operator]
        product = heard[-1][2][0].partition(":")[2] if heard else ""
        innocent = product in knowledge().catalogue.products and not (of.names or of.uses)
        row["accused"] += innocent and heard[-1][2][0].startswith("plugin:")  # type: ignore[operator]
        for n in (3, 4, 5):
            fired = counted(rows, n)
            row[f"count_{n}"] += fired is not None and (not hits or fired <= fifth)  # type: ignore[operator]
    return row


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.worlds.classes")
    parser.add_argument("--days", type=int, default=5, help="of each class")
    parser.add_argument("--rate", type=float, default=1.0, help="ordinary reports an hour")
    parser.add_argument("--only", help="one class")
    given = parser.parse_args()
    for of in CLASSES:
        if given.only in (None, of.name):
            found = figures(of, given.days, given.rate)
            sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

"""A made-up market: products of every kind, how many have them, what they lean on, who publishes."""

from dataclasses import dataclass
from random import Random

from bot.channels.protocol import product_of
from bot.model.catalogue import INFRASTRUCTURE, Product, ProductKind

PLATFORM = "kintone"
_SYLLABLES = (
    ("ka", "カ"), ("no", "ノ"), ("ru", "ル"), ("mi", "ミ"), ("so", "ソ"), ("ta", "タ"), ("re", "レ"),
    ("yu", "ユ"), ("ha", "ハ"), ("to", "ト"), ("ne", "ネ"), ("ki", "キ"), ("sa", "サ"), ("ri", "リ"),
    ("mo", "モ"), ("wa", "ワ"), ("be", "ベ"), ("zo", "ゾ"), ("pi", "ピ"), ("do", "ド"),
)  # fmt: skip
_SECOND = {
    ProductKind.PLUGIN: (
        ("Grid", "グリッド"), ("Sheet", "シート"), ("Lookup", "ルックアップ"), ("Print", "プリント"),
        ("Calendar", "カレンダー"), ("Check", "チェック"), ("Tab", "タブ"), ("Gantt", "ガント"),
        ("Calc", "計算"), ("Stamp", "スタンプ"),
    ),
    ProductKind.CONNECTED_SERVICE: (
        ("Form", "フォーム"), ("Mailer", "メーラー"), ("Sync", "シンク"), ("Backup", "バックアップ"),
        ("Bridge", "ブリッジ"), ("Viewer", "ビューアー"),
    ),
    ProductKind.CUSTOMISATION_SERVICE: (("Studio", "スタジオ"), ("Builder", "ビルダー")),
    ProductKind.HOSTING: (("Hosting", "ホスティング"), ("Server", "サーバー")),
    ProductKind.CDN: (("CDN", "CDN"), ("Delivery", "デリバリー")),
    ProductKind.CLOUD: (("Cloud", "クラウド"),),
    ProductKind.IDP: (("ID", "ID"), ("Sign-on", "サインオン")),
    ProductKind.ISP: (("Hikari", "ひかり"), ("Telecom", "テレコム")),
    ProductKind.BROWSER_EXTENSION: (("Clipper", "クリッパー"),),
}  # fmt: skip
_HOW_MANY = {
    ProductKind.PLUGIN: (3, 17),
    ProductKind.CONNECTED_SERVICE: (1, 7),
    ProductKind.CUSTOMISATION_SERVICE: (1, 2),
    ProductKind.HOSTING: (1, 2),
    ProductKind.CDN: (1, 2),
    ProductKind.CLOUD: (1, 2),
    ProductKind.IDP: (1, 2),
    ProductKind.ISP: (1, 3),
    ProductKind.BROWSER_EXTENSION: (0, 1),
}
INSTALLED = (
    ProductKind.PLUGIN,
    ProductKind.CONNECTED_SERVICE,
    ProductKind.CUSTOMISATION_SERVICE,
)
PUBLISHES = 0.5  # of the vendors, besides the platform


@dataclass(frozen=True)
class Market:
    """The products, and the true share of customers who have each (the catalogue may not say)."""

    products: tuple[Product, ...]
    shares: dict[str, float]
    feeds: tuple[tuple[str, str], ...]  # (feed, product) of those the desk will read

    def of(self, product: str) -> Product:
        return next(p for p in self.products if p.id == product)

    def kind(self, *kinds: ProductKind) -> tuple[Product, ...]:
        return tuple(p for p in self.products if p.kind in kinds)

    def above(self, product: str) -> tuple[Product, ...]:
        """What leans on it, directly or through something else."""
        found: dict[str, Product] = {}
        wanted = [product]
        while wanted:
            below = wanted.pop()
            for p in self.products:
                if below in p.depends_on and p.id not in found:
                    found[p.id] = p
                    wanted.append(p.id)
        return tuple(found.values())


def a_market(lots: Random) -> Market:
    """Ten to forty products; the platform is always there, an own product nearly always."""
    entries: list[dict[str, object]] = [_platform()]
    shares = {PLATFORM: 1.0}
    taken: set[str] = set()
    below: list[str] = []
    order = (*INFRASTRUCTURE_FIRST, *(k for k in _HOW_MANY if k not in INFRASTRUCTURE_FIRST))
    home = lots.choice(INSTALLED) if lots.random() < 0.9 else None
    for kind in order:
        for _ in range(lots.randint(*_HOW_MANY[kind])):
            entry = _entry(kind, below, taken, lots)
            shares[str(entry["id"])] = _share(kind, lots)
            if kind in INFRASTRUCTURE:
                below.append(str(entry["id"]))
            elif kind is not ProductKind.ISP or lots.random() < 0.5:
                entry["install_share"] = round(shares[str(entry["id"])], 3)
            if kind is home:
                entry["home_product"], home = True, None
            entries.append(entry)
    lots.shuffle(entries)
    warnings: list[str] = []
    products = tuple(product_of(e, warnings) for e in entries)
    assert not warnings, warnings
    read = tuple(
        (p.status_feed, p.id)
        for p in products
        if p.status_feed and (p.id == PLATFORM or lots.random() < 0.9)
    )
    return Market(products, shares, read)


INFRASTRUCTURE_FIRST = (ProductKind.CLOUD, ProductKind.HOSTING, ProductKind.CDN)


def _platform() -> dict[str, object]:
    return {
        "id": PLATFORM,
        "name": "kintone",
        "names": ["kintone", "キントーン"],
        "kind": "platform",
        "vendor": "Cybozu",
        "hosts": ["cybozu.com", "kintone.com"],
        "status_feed": "kintone_status",
        "install_share": 1.0,
    }


def _entry(kind: ProductKind, below: list[str], taken: set[str], lots: Random) -> dict[str, object]:
    latin, kana = _brand(taken, lots)
    second, second_kana = lots.choice(_SECOND[kind])
    name, reading = f"{latin} {second}", f"{kana}{second_kana}"
    ident = f"{latin}_{second}".lower().replace("-", "")
    leans = kind in INSTALLED or kind is ProductKind.HOSTING
    chance = 0.2 if kind is ProductKind.HOSTING else 0.7
    on = [lots.choice(below)] if leans and below and lots.random() < chance else []
    own = [f"app.{latin.lower()}.example", f"license.{latin.lower()}.example"]
    has_hosts = kind in INFRASTRUCTURE or bool(on) or lots.random() < 0.6
    return {
        "id": ident,
        "name": name,
        "names": [name, reading, *([kana] if lots.random() < 0.3 else [])],
        "kind": str(kind),
        "vendor": f"{latin} Works",
        "hosts": own[: lots.randint(1, 2)] if has_hosts else [],
        "depends_on": on,
        "licence_check": lots.choice(("fail_closed", "fail_open", "none", "none"))
        if kind in (ProductKind.PLUGIN, ProductKind.CUSTOMISATION_SERVICE)
        else "none",
        "status_feed": f"{ident}_status" if lots.random() < PUBLISHES else None,
    }


def _brand(taken: set[str], lots: Random) -> tuple[str, str]:
    while True:
        parts = lots.sample(_SYLLABLES, 3)
        latin = "".join(p[0] for p in parts).title()
        if latin not in taken:
            taken.add(latin)
            return latin, "".join(p[1] for p in parts)


def _share(kind: ProductKind, lots: Random) -> float:
    """From rare to popular: even on a logarithmic scale."""
    low, high = {
        ProductKind.PLUGIN: (0.01, 0.7),
        ProductKind.CONNECTED_SERVICE: (0.02, 0.4),
        ProductKind.CUSTOMISATION_SERVICE: (0.05, 0.5),
        ProductKind.IDP: (0.04, 0.25),
        ProductKind.ISP: (0.05, 0.3),
        ProductKind.BROWSER_EXTENSION: (0.02, 0.1),
    }.get(kind, (0.005, 0.03))  # who loads from a CDN or a cloud without any product between
    return float(low * (high / low) ** lots.random())

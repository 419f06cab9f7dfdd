"""What staff read of a file: what failed in it, and what it lists."""

from bot.desk.labels import finding, handed_in
from bot.model.finding import Finding, RequestFailure
from bot.model.inventory import CustomScript, InstalledPlugin, Inventory
from bot.model.upload import Sort, Upload
from tests.cases import each

REFUSED = RequestFailure.REFUSED


@each(
    ("found", "line"),
    [
        (Finding("a.example", REFUSED, 3, "t.js"), "a.example connection refused ×3: t.js"),
        (Finding("", REFUSED), "connection refused ×1"),
        (
            Finding("a.example", REFUSED, proxied=True),
            "a.example connection refused ×1 kintone.proxy()",
        ),
    ],
)
def test_a_finding_is_told_by_where_how_and_how_often(found: Finding, line: str) -> None:
    assert finding(found, "en") == line


def plugins(number: int, *, on: bool | None = True) -> tuple[InstalledPlugin, ...]:
    return tuple(InstalledPlugin(f"P{n}", enabled=on) for n in range(number))


def test_five_findings_of_a_file_are_shown() -> None:
    upload = Upload("a.har", Sort.HAR, tuple(Finding(f"h{n}", REFUSED) for n in range(6)))
    first, *found = handed_in(upload, "en")
    assert "a.har" in first
    assert found == [f"・h{n} connection refused ×1" for n in range(5)]


def test_what_is_on_or_may_be_what_is_off_and_what_is_loaded_stand_apart() -> None:
    inventory = Inventory(
        (
            InstalledPlugin("Grid", enabled=True),
            InstalledPlugin("Print"),
            InstalledPlugin("Form", enabled=False),
            InstalledPlugin("", plugin_id="x", enabled=True),
            InstalledPlugin("", plugin_id="y", enabled=False),
        ),
        (CustomScript("own.js"), CustomScript("t.js", host="js.example")),
    )
    _, *listed = handed_in(Upload("a.json", Sort.PLUGINS_JSON, inventory=inventory), "ja")
    assert listed == [
        "・導入プラグイン: Grid、Print",
        "・無効のプラグイン: Form",
        "・読み込むスクリプト: own.js、js.example",
    ]


@each(
    ("number", "ends"),
    [(0, None), (12, "P11"), (13, "P11、…")],
)
def test_twelve_names_of_a_list_are_shown_each_once(number: int, ends: str | None) -> None:
    inventory = Inventory((*plugins(number), *plugins(number)))
    _, *listed = handed_in(Upload("a.csv", Sort.PLUGIN_CSV, inventory=inventory), "ja")
    assert [line.endswith(ends or "") for line in listed] == [True] * (ends is not None)
    assert all(line.count("P") <= 12 for line in listed)

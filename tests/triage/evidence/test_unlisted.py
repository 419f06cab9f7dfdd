"""Which names customers may give to one product that no catalogue has."""

from bot.triage.evidence.unlisted import known_as, same_name
from tests import shipped
from tests.cases import each

shipped.knowledge()  # in whose spellings kana are read


@each(
    ("one", "other", "is_same"),
    [
        ("ひばりボード", "ひばりボードプラグイン", True),
        ("ひばり", "ひばりボード", False),
        ("js.hibari-koubou.example", "hibari-koubou", True),
        ("Hibari-Koubou", "js.hibari-koubou.example", True),
        ("js.hibari-koubou.example", "cdn.hibari-koubou.example", False),
        ("js.tori.example", "tori", False),
        ("hibari-koubou.example", "example", False),
        ("ひばり工房", "js.hibari-koubou.example", True),
        ("しまだシステム", "shimada-sys.example", True),
        ("ひば", "hiba.example", False),  # too short to tell
        ("ひばりボード", "hibachi.example", False),
    ],
)
def test_names_of_one_product(one: str, other: str, *, is_same: bool) -> None:
    assert same_name(one, other) is is_same


def test_a_product_keeps_the_name_under_which_it_was_reported_first() -> None:
    assert known_as("js.hibari-koubou.example", ("つばめ", "hibari-koubou")) == "hibari-koubou"
    assert known_as("suzume-labo", ("hibari-koubou",)) == "suzume-labo"

"""What staff do with a case among themselves."""

from bot.desk.casework import mentioned
from tests.cases import each

NAMES = ("hana", "hanako", "佐藤", "佐藤花子", "S.Ito")


@each(
    ("note", "named"),
    [
        ("@hanako さんへ", ("hanako",)),
        ("＠HANA、@hanako お願いします", ("hana", "hanako")),
        ("@hanami さんは外部の方です", ()),
        ("@hanaさん、確認してください", ("hana",)),
        ("@佐藤花子さんと相談しました", ("佐藤花子",)),
        ("@佐藤さん、@s.ito.", ("佐藤", "S.Ito")),
        ("@佐藤3時に電話", ("佐藤",)),
        ("hana と佐藤", ()),
    ],
)
def test_a_note_names_whom_it_says_and_nobody_whose_name_begins_alike(
    note: str, named: tuple[str, ...]
) -> None:
    assert mentioned(note, NAMES) == named
    assert mentioned(note, ()) == ()

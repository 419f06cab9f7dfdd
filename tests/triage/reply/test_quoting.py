"""What a first reply quotes of a message: what goes wrong, in the customer's words and nothing beside it."""

from tests.cases import each
from tests.fakes import Day, reply_in


@each(
    ("text", "quoted"),
    [
        ("一覧の行を押しても開かんのやけど", "「一覧の行を押しても開かん」"),  # no half of a "but"
        ("行の順番がいつもと逆なんですけど…", "「行の順番がいつもと逆」"),
        ("欄の色が半分で消えてしまう 急いでます", "「欄の色が半分で消えてしまう」"),
        ("すみません、よく分からないのですが、申請が進まないです。", "「申請が進まないです」"),
        ("別のほうじゃなくてこちらです。押印の欄が赤くなりません", "「押印の欄が赤くなりません」"),
        (
            "外からだけつながりません",
            "「外からだけつながりません」",
        ),  # more than that it does not open
        ("VPNは使ってません。自宅から写真が送れません", "「自宅から写真が送れません」"),
        ("前から遅かったけど今日ついに開かなくなりました", "「前から遅かったけど今日ついに"),
        ("候補が出んくなったんですけど仕様変わりました？", "「候補が出んくなった」"),
        ("設定は変えてないそうです。でも項目が消えてます", "「項目が消えてます」"),
        (
            "お世話になります。欄の「検索」を押しても候補が出てこなくなりました",
            "「欄の『検索』を押しても候補が出てこなくなりました」",
        ),
        ("My buttons vanished. The console says 404", "“My buttons vanished”"),
        ("The colours arrive one hour late", "“The colours arrive one hour late”"),
        ("Could you check why the total is off?", "“the total is off”"),
        ("The photos come out rotated, urgent, we meet at two!!", "“The photos come out rotated”"),
    ],
)
def test_what_goes_wrong_is_quoted(desk: Day, text: str, quoted: str) -> None:
    assert quoted in reply_in(desk.says(text, text)).text


def test_an_exclamation_mark_in_a_name_ends_no_sentence(desk: Day) -> None:
    text = reply_in(desk.says("aoi", "Wow! Letterの文面がいつもの色になりません")).text
    assert "「Wow! Letterの文面がいつもの色になりません」" in text


@each("text", ["あれ？一覧を開くとメッセージが…", "保存しようとすると、"])
def test_half_a_clause_is_not_quoted(desk: Day, text: str) -> None:
    assert "とのこと" not in reply_in(desk.says("aoi", text)).text


@each(
    ("text", "unsaid"),
    [
        ("タブレット3台とも、10時から突然落ちるようになりました", "開かない"),
        ("Reminders arrive one hour late", "do not arrive"),
        ("My buttons vanished. The console says 404", "404"),
    ],
)
def test_no_words_of_ours_stand_for_others(desk: Day, text: str, unsaid: str) -> None:
    assert unsaid not in reply_in(desk.says(text, text)).text

"""Plugin lists in every shape that kintone, Excel and people give them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.inventory import InstalledPlugin
from bot.uploads.plugin_list import PluginNames, is_plugin_list, masked, read_plugin_list
from tests.builders import FORMS, HOME, POPULAR, PRINTS, RARE, a_catalogue
from tests.cases import each

A, B = "a" * 32, "b" * 32
NAMES = PluginNames(a_catalogue())


def test_columns_are_known_by_their_headings_in_any_order() -> None:
    text = (
        "バージョン,プラグインを追加しているアプリ,プラグイン名,プラグインID,説明\n"
        f'3,"顧客管理\n案件管理",るりグリッド,{A},毎月の請求に使う\n'
        f"1.2.0,,もくチェック,{B},\n"
    )
    assert read_plugin_list(text) == (
        InstalledPlugin("るりグリッド", A, "3", apps=("顧客管理", "案件管理")),
        InstalledPlugin("もくチェック", B, "1.2.0"),
    )


def test_headings_are_read_in_english_and_chinese() -> None:
    english = f"Plug-in ID,Plug-in name,Version,Apps that use this plug-in\n{A},Ruri Grid,3,Sales\n"
    chinese = f"插件名称\t插件ID\t版本\t已添加此插件的应用\nRuri Grid\t{A}\t3\tSales\n"
    for text in (english, chinese):
        assert read_plugin_list(text) == (InstalledPlugin("Ruri Grid", A, "3", apps=("Sales",)),)


def test_rows_of_one_plugin_for_each_app_become_one_plugin() -> None:
    text = f"プラグイン名,プラグインID,アプリID,アプリ名\nるり,{A},1,顧客\nるり,{A},2,案件\nるり,{A},1,顧客\n"
    assert read_plugin_list(text) == (InstalledPlugin("るり", A, apps=("顧客", "案件")),)


def test_without_app_names_their_numbers_or_their_count_are_kept() -> None:
    numbers = read_plugin_list("プラグイン名,アプリID\nるり,12\n")
    count = read_plugin_list("プラグイン名,追加しているアプリの数\nるり,12\n")
    assert (numbers[0].apps, numbers[0].app_count) == (("12",), None)
    assert (count[0].apps, count[0].app_count) == ((), 12)


@each(
    ("word", "enabled"),
    [
        ("有効", True),
        ("無効", False),
        ("Enabled", True),
        ("Off", False),
        ("インストール済み", None),
        ("", None),
    ],
)
def test_on_and_off_are_read_and_nothing_is_guessed(word: str, *, enabled: bool | None) -> None:
    (plugin,) = read_plugin_list(f"プラグイン名,状態\nるり,{word}\n")
    assert plugin.enabled is enabled


def test_a_title_may_stand_above_the_headings() -> None:
    text = "読み込んだプラグイン\n\nプラグイン名,バージョン\nるり,3\n"
    assert [p.version for p in read_plugin_list(text)] == ["3"]


@each(
    "text",
    [
        "ID,アプリ名,アプリグループ\n1,顧客管理,Public\n",
        "会社名,担当者\nあおい商事,田中\n",
        "プラグインを入れてから開きません\n",
        "GET https://app.rurigrid.example/plugin.js net::ERR_FAILED\n",
        "",
    ],
)
def test_other_tables_and_texts_are_no_plugin_lists(text: str) -> None:
    assert not is_plugin_list(text)
    assert read_plugin_list(text) == ()


@each(
    ("name", "product"),
    [
        ("るりグリッド プラグイン", RARE.id),
        ("Ruri Grid for kintone v3", RARE.id),
        ("【有償版】もくチェック", POPULAR.id),
        ("Tanpopo Print（帳票）", PRINTS.id),
        ("ほしフォーム連携プラグイン", FORMS.id),
        ("さざなみ", HOME.id),
        ("kintone 謎のプラグイン", None),
        ("kintone るりグリッド", RARE.id),
        ("Hama Hosting 連携", None),
        ("", None),
    ],
)
def test_names_are_matched_to_products_that_a_plugin_can_be(name: str, product: str | None) -> None:
    assert NAMES.product_of(name) == product


def test_what_the_catalogue_does_not_know_stays_by_its_own_name() -> None:
    plugins = NAMES.matched((InstalledPlugin("謎のプラグイン"), InstalledPlugin("るりグリッド")))
    assert [(p.name, p.product) for p in plugins] == [
        ("謎のプラグイン", None),
        ("るりグリッド", RARE.id),
    ]


def test_personal_data_in_names_is_masked() -> None:
    text = "プラグイン名,アプリ名\nるり,taro@aoi.example の管理表\n"
    assert "taro" not in repr(read_plugin_list(text))
    assert masked("連絡先 090-1234-5678") != "連絡先 090-1234-5678"


@given(st.text(max_size=500))
def test_any_text_below_the_headings_is_taken(text: str) -> None:
    read_plugin_list("プラグイン名,プラグインID,アプリ数,アプリ名\n" + text)


@pytest.mark.slow
def test_a_list_without_end_is_read_within_bounds() -> None:
    rows = "".join(f"プラグイン{n},{n}\n" for n in range(3_000))
    assert len(read_plugin_list("プラグイン名,アプリID\n" + rows)) == 1_000
    one = "".join(f"るり,{n}\n" for n in range(3_000))
    assert len(read_plugin_list("プラグイン名,アプリID\n" + one)[0].apps) == 100

"""Staff hear once of many who ask the same sort of question, and not of those who report trouble."""

import pytest

from bot.desk.waves import FROM, HOWTO, RUMOUR
from tests.builders import RARE
from tests.examples import first_rows
from tests.fakes import Day

BLANK = "一覧が真っ白です"
HOW = "一覧の並び順を変える方法を教えてください"
IS_IT_DOWN = "kintoneで障害が出ていると聞きましたが、本当ですか？うちは問題なく使えています"
SAYS = {HOWTO: "使い方・画面変更についての質問", RUMOUR: "障害が起きているかというお問い合わせ"}


def waves(desk: Day) -> list[str]:
    return [n.text for n in desk.notes if any(words in n.text for words in SAYS.values())]


@pytest.mark.parametrize(("sort", "text"), first_rows(1, [(HOWTO, HOW), (RUMOUR, IS_IT_DOWN)]))
def test_staff_hear_once_of_many_who_ask_the_same(desk: Day, sort: str, text: str) -> None:
    for n in range(FROM[sort] - 1):
        desk.says(f"asker{n}", text)
    desk.says("asker0", text)  # an organisation counts once
    assert waves(desk) == []
    desk.says("another", text)
    desk.says("onemore", text)
    (note,) = waves(desk)
    assert SAYS[sort] in note
    assert f"{FROM[sort]}組織" in note


def test_whoever_reports_trouble_or_asks_during_an_incident_makes_no_rumour(desk: Day) -> None:
    desk.report("aoi", "beni", "chie", text=BLANK, uses=RARE)
    desk.passes(2)
    assert [i.is_open for i in desk.incidents] == [True]
    for n in range(FROM[RUMOUR] + 1):
        desk.says(f"asker{n}", IS_IT_DOWN)
    assert waves(desk) == []


@pytest.mark.slow
def test_whoever_reports_what_an_incident_is_about_asks_not_how_something_is_done(
    desk: Day,
) -> None:
    gone = "Ruri Gridのボタンが消えました"
    desk.report(*(f"from{n}" for n in range(FROM[HOWTO])), text=gone, uses=RARE)
    desk.passes(2)
    assert [i.is_open for i in desk.incidents] == [True]
    desk.says("later", gone, uses=(RARE.id,))
    assert waves(desk) == []

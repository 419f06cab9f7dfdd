"""Their own change as the cause, a copy of their data, and a telephone: questions with an answer of their own."""

from typing import Any

from tests.cases import each
from tests.fakes import Day, reply_in
from tests.triage.reply.test_answer_states import reported, state, suspected


@each(
    ("facts", "found"),
    [({}, "alone"), (reported(1), "alone"), (reported(2), "others")],
)
def test_a_change_of_their_own_explains_nothing_that_others_report(
    facts: dict[str, Any], found: str
) -> None:
    assert state("own_change", suspected(), facts=facts) == found


def test_who_asks_about_their_own_change_is_told_how_to_find_out(desk: Day) -> None:
    desk.says("aoi", "経費アプリで保存できません")
    desk.passes(2)
    said = reply_in(desk.says("aoi", "きのう必須項目を足したんですが、それが原因ですかね？")).text
    assert said.startswith("その可能性はあります")


def test_who_asks_for_a_backup_is_told_that_the_desk_has_none(desk: Day) -> None:
    desk.says("aoi", "一覧が真っ白です")
    desk.passes(2)
    said = reply_in(desk.says("aoi", "バックアップはそちらで取っていますか？")).text
    assert said.startswith("この窓口には、お客様のデータの控えはありません")


@each(
    ("words", "found"),
    [("電話は？", "phone"), ("can I call you?", "phone"), ("土曜は？", "open")],
)
def test_who_asks_for_a_telephone_is_told_how_to_reach_a_person(words: str, found: str) -> None:
    assert state("hours", words=words) == found

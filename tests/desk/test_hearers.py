"""Staff see of each reader whether they hear of an incident, and why."""

import pytest

from bot.desk.explain import IncidentExplained, explain
from bot.desk.explain_words import blocks
from bot.model.knowledge import Knowledge
from tests.builders import RARE
from tests.fakes import Day

BLANK = "アプリが真っ白で開きません。ほかのアプリは開きます"


@pytest.mark.slow
def test_each_reader_stands_there_with_the_reason(desk: Day, knowledge: Knowledge) -> None:
    desk.opens()
    desk.report("aoi", "beni", "chie", text=BLANK, uses=RARE)
    desk.says("aoi", "るりグリッドを無効にしたら開きました")
    desk.says("dai", "パスワードを忘れてログインできません")
    desk.passes(30)  # nobody answers what they were asked
    with desk.store.work() as work:
        found = explain("I1", work, knowledge)
        assert isinstance(found, IncidentExplained)
    for lang, expected in (
        ("ja", {"aoi": "有効に戻せる", "beni": "説明できる", "dai": "合わない"}),
        ("en", {"aoi": "switched", "beni": "explains", "dai": "does not fit"}),
    ):
        table = blocks(found, knowledge, lang)[-1]
        said = {row[0].partition("-inc")[0]: row for row in table.rows}
        assert {*said} == {"aoi", "beni", "chie", "dai"}
        for customer, why in expected.items():
            assert why in said[customer][2]
        assert said["dai"][1] in ("届かない", "no")
        assert ("回避策" if lang == "ja" else "workaround") in said["beni"][3]
        assert not [row[0] for row in table.rows if "slack:" in row[0] or "web:" in row[0]]

"""Macros as they are kept, on every database."""

from dataclasses import replace

from bot.model.macro import Macro
from bot.store.sql import SqlStore
from tests.builders import MORNING


def test_macros_are_kept_by_name_changed_and_deleted(store: SqlStore) -> None:
    first = Macro("M1", "受付", {"ja": "承りました。{case}"}, MORNING)
    other = Macro("M2", "Closing", {"en": "Thank you.", "ja": "失礼いたします。"}, MORNING)
    with store.work() as work:
        work.save_macro(first)
        work.save_macro(other)
        work.save_macro(replace(first, name="受付の確認"))
    with store.look() as work:
        assert work.macros() == [other, replace(first, name="受付の確認")]
        assert work.macro_names() == ("Closing", "受付の確認")
        assert work.macro("M2") == other
        assert work.macro("M3") is None
    with store.work() as work:
        work.drop_macro("M2")
        work.drop_macro("M3")
        assert work.macro_names() == ("受付の確認",)

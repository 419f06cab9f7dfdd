"""Ends that are told of pages, of others or of another line, which end nothing."""

from typing import Any

from bot.model.understanding import Kind
from bot.triage.verdict import Why
from tests.builders import a_conversation
from tests.triage.test_outcome_by_words import TROUBLED, became


def test_an_end_that_has_not_come_here_is_none_whatever_reads_as_one() -> None:
    words = "「復旧しました」と出ていますけど、うちはまだ500です"
    assert became(words, Kind.RECOVERED_REPORT, before=TROUBLED)[0] is Why.GOES_ON
    assert became(words, Kind.RECOVERED_REPORT, before=a_conversation())[0] is not Why.GOES_ON


def test_what_a_page_says_to_be_well_is_no_end() -> None:
    words = "稼働状況のページを見たら全部正常でした。うちの回線のせいですか"
    why, outcome = became(words, Kind.STATUS_QUERY, before=TROUBLED)
    assert why not in (Why.WELL_AGAIN, Why.BY_ITSELF)
    assert outcome is None


def test_it_has_not_come_right_by_itself_where_it_works_on_another_line() -> None:
    words, itself = "1台をWi-Fiにつないだら開きました", ("by-itself",)
    there: dict[str, Any] = {"facts": {"other_network_ok": True}}
    kind = Kind.WORKAROUND_WORKED
    assert became(words, kind, signatures=itself, before=TROUBLED, **there)[0] is not Why.BY_ITSELF
    assert became("開きました", kind, signatures=itself, before=TROUBLED)[0] is Why.BY_ITSELF

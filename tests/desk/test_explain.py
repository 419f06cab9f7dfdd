"""Every decision can be explained, in both languages, from what the store keeps."""

import pytest

from bot.desk.explain import Explained, IncidentExplained, TicketExplained, explain
from bot.desk.explain_words import ExplanationTable, blocks
from bot.model.knowledge import Knowledge
from bot.texts.loader import say
from tests.builders import RARE
from tests.examples import first
from tests.fakes import Day
from tests.lived import go_on

BLANK = "案件アプリの一覧が真っ白です。ほかのアプリは開きます"
OVER = "何も操作していませんが、自然に直りました"
LANGUAGES = ("ja", "en")


def explained(day: Day, ident: str, knowledge: Knowledge) -> Explained | None:
    with day.store.work() as work:
        return explain(ident, work, knowledge)


def an_outage(day: Day) -> None:
    go_on(day, _outage)


def _outage(day: Day) -> None:
    day.opens()
    day.report("aoi", "ben", "chie", text=BLANK, uses=RARE)
    day.passes(12)


def well_formed(found: tuple[ExplanationTable, ...]) -> None:
    assert found[0].title
    for block in found:
        assert block.title
        assert all(len(row) == len(block.heads) for row in block.rows)
        assert bool(block.heads) == bool(block.rows)
        for text in (block.title, block.note, *block.heads, *(c for r in block.rows for c in r)):
            assert "{" not in text
            assert text == text.strip()


def text_of(found: tuple[ExplanationTable, ...]) -> str:
    return "\n".join(c for b in found for c in (b.title, b.note, *(c for r in b.rows for c in r)))


@pytest.mark.parametrize("lang", first(1, LANGUAGES))
def test_an_incident_is_explained_as_the_desk_believes_in_it(
    desk: Day, knowledge: Knowledge, lang: str
) -> None:
    an_outage(desk)
    found = explained(desk, "I1", knowledge)
    assert isinstance(found, IncidentExplained)
    (incident,) = desk.incidents
    assert found.as_of == desk.now > incident.changed_at  # as it is believed in by now
    assert found.why.shares[0].cause == incident.cause == RARE.cause
    assert found.why.shares[0].probability == pytest.approx(incident.confidence, abs=0.001)
    assert {v.said.tenant for v in found.why.voices} == {"aoi-inc", "ben-inc", "chie-inc"}
    words = blocks(found, knowledge, lang)
    well_formed(words)
    assert "aoi-inc" in text_of(words)
    assert f"{found.why.shares[0].probability:.0%}" in text_of(words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_incident_is_explained_in_words_first_and_by_what_would_change_it(
    desk: Day, knowledge: Knowledge, lang: str
) -> None:
    an_outage(desk)
    found = explained(desk, "I1", knowledge)
    assert isinstance(found, IncidentExplained)
    words = blocks(found, knowledge, lang)
    folded = [block.is_folded for block in words]
    assert folded == [False, False, False, False, True, True, False]
    assert "dB" not in text_of(tuple(b for b in words if not b.is_folded))
    assert all("dB" in block.title for block in words if block.is_folded)
    strong = say(lang, "explain.weight.for.3")
    assert strong in {cell for row in words[1].rows for cell in row}
    leads = say(lang, "explain.leads", cause=RARE.name, percent="")[: len(RARE.name)]
    assert not [row for row in words[3].rows if row[1].startswith(leads)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_incident_that_is_over_shows_what_was_last_believed(
    desk: Day, knowledge: Knowledge, lang: str
) -> None:
    an_outage(desk)
    desk.ends()
    found = explained(desk, "I1", knowledge)
    assert isinstance(found, IncidentExplained)
    assert not found.incident.is_open
    words = blocks(found, knowledge, lang)
    well_formed(words)
    assert RARE.name in text_of(words)
    assert say(lang, "explain.ended") in text_of(words)


@pytest.mark.parametrize("lang", first(1, LANGUAGES))
def test_a_ticket_is_explained_by_every_weight_with_its_sentence(
    desk: Day, knowledge: Knowledge, lang: str
) -> None:
    an_outage(desk)
    desk.says("aoi", "担当者の方とお話ししたいです")
    found = explained(desk, "T1", knowledge)
    assert isinstance(found, TicketExplained)
    assert found.ticket.diagnosis is not None
    words = blocks(found, knowledge, lang)
    well_formed(words)
    for hypothesis in found.ticket.diagnosis.ranked[:4]:
        for evidence in hypothesis.evidence:
            assert evidence.sentence(lang) in text_of(words)
    assert found.overturn is not None
    assert words[-1].title == say(lang, "explain.would")
    assert words[-1].rows


@pytest.mark.parametrize("lang", first(1, LANGUAGES))
def test_a_note_to_staff_has_no_ranking(desk: Day, knowledge: Knowledge, lang: str) -> None:
    for n in range(6):
        desk.says(f"reader{n}", "アプリの作成方法がわかりません。新しいメニューのどこですか")
        desk.passes(1)
    found = explained(desk, desk.notes[0].ticket, knowledge)
    assert found is not None
    words = blocks(found, knowledge, lang)
    assert [b.note for b in words] == [say(lang, "explain.nothing")]


def test_what_is_neither_ticket_nor_incident_is_not_explained(
    desk: Day, knowledge: Knowledge
) -> None:
    assert explained(desk, "T404", knowledge) is None


def test_explaining_changes_nothing(desk: Day, knowledge: Knowledge) -> None:
    an_outage(desk)
    before = desk.incidents, desk.told("I1")
    assert explained(desk, "I1", knowledge) == explained(desk, "I1", knowledge)
    assert (desk.incidents, desk.told("I1")) == before

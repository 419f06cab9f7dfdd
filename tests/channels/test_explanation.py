"""The explanation as a terminal shows it."""

import io

from bot.channels.explanation import print_explanation, width
from bot.desk.explain import IncidentExplained, TicketExplained
from bot.incidents.explain import Explanation
from bot.model.evidence import UNKNOWN, Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.knowledge import Knowledge
from bot.model.ticket import Ticket
from bot.model.understanding import Urgency
from tests.builders import RARE, a_catalogue, an_incident, at

CAUSE = "customer:x"


def printed(found: TicketExplained | IncidentExplained, lang: str = "ja") -> str:
    out = io.StringIO()
    print_explanation(found, Knowledge(a_catalogue()), lang, out)
    return out.getvalue()


def a_ticket(*evidence: Evidence) -> TicketExplained:
    ranked = Hypothesis(CAUSE, 0.7, evidence), Hypothesis(UNKNOWN, 0.3)
    diagnosis = Diagnosis(ranked)
    ticket = Ticket("T1", at(0), at(5), "", Urgency.NORMAL, cause=CAUSE, diagnosis=diagnosis)
    return TicketExplained(ticket, a_catalogue(), None, ())


def test_full_width_characters_take_two_columns_and_tables_line_up() -> None:
    assert width("根拠 a") == 6
    found = printed(
        a_ticket(
            Evidence(CAUSE, 12, EvidenceKind.WORDS, "短い"),
            Evidence(CAUSE, -3, EvidenceKind.CONSOLE, "もう少し長い根拠"),
        )
    )
    rows = [line for line in found.splitlines() if line.endswith(("申告", "エラー表示", "種類"))]
    assert len(rows) == 3
    kinds = ("種類", "申告", "エラー表示")
    assert len({width(r[: -len(k)]) for r, k in zip(rows, kinds, strict=True)}) == 1


def test_rows_too_long_to_stand_side_by_side_become_sentences() -> None:
    found = printed(a_ticket(Evidence(CAUSE, 12, EvidenceKind.WORDS, "長い" * 80)), "ja")
    assert f"    根拠: {'長い' * 80}\n" in found


def test_no_control_character_of_a_text_reaches_the_terminal() -> None:
    found = printed(a_ticket(Evidence(CAUSE, 12, EvidenceKind.WORDS, "a\x1b[31mb\x07\u202ec")))
    assert not {c for c in found if not c.isprintable()} - {"\n"}
    assert "b  c" in found


def test_an_incident_that_is_over_names_what_was_believed() -> None:
    incident = an_incident()
    over = IncidentExplained(incident, a_catalogue(), at(9), Explanation(incident))
    assert "95%" in printed(over, "en")
    assert RARE.name in printed(over, "en")

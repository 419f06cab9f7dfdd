"""How many others an answer may speak of."""

from bot.model.incident import IncidentStatus
from bot.model.status import Shows
from tests.builders import PLATFORM, an_incident, at
from tests.cases import each
from tests.triage.reply.test_answer_states import a_scene, page, reported, state, suspected


@each(("organisations", "found"), [(3, 2), (2, 0)])
def test_who_is_in_an_open_incident_of_the_leading_cause_counts_as_others(
    organisations: int, found: int
) -> None:
    """Also before the crowd has a weight for it: the incident was raised with their own report."""
    incident = an_incident(organisations=organisations)
    assert a_scene(suspected(), facts={"incidents": (incident,)}).others == found
    ended = an_incident(
        organisations=organisations, status=IncidentStatus.RESOLVED, resolved_at=at(0)
    )
    assert a_scene(suspected(), facts={"incidents": (ended,)}).others == 0


@each(("others", "found"), [(2, "shared"), (1, "open")])
def test_where_the_page_shows_nothing_it_counts_whether_others_report_it(
    others: int, found: str
) -> None:
    facts = page(PLATFORM, Shows.OPERATIONAL) | reported(others)
    assert state("notice_match", suspected(), facts=facts) == found

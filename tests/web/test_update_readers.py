"""For whom a workaround is drafted: those whose reports the cause explains, unless a lead chooses others."""

import html
import re

import httpx
import pytest

from tests.builders import FORMS, RARE, a_report
from tests.web.forms import hidden, press
from tests.web.leading import LeadHouse, lead
from tests.web.test_incident_updates import DRAFT, FORM, PAGE, TEXT, box, done

__all__ = ["lead"]
pytestmark = pytest.mark.anyio


def readers(page: httpx.Response) -> str:
    """The readers that the page is for, with their number."""
    found = re.search(
        r'aria-current="page">([^<]*)<span class="number">(\d+)',
        page.text.partition("incident-parts")[2],
    )
    assert found
    return f"{html.unescape(found[1]).strip()} {found[2]}"


@pytest.fixture
def unexplained(lead: tuple[LeadHouse, httpx.AsyncClient]) -> str:
    """Somebody whose report is of the incident by hand: its cause does not explain it."""
    report = a_report(99, {}, incident="I1", pinned="I1")
    with lead[0].store.work() as work:
        work.save_conversation(report, report.opened_at)
    return report.customer


@pytest.mark.slow
async def test_a_workaround_goes_to_those_whose_reports_fit_unless_others_are_chosen(
    lead: tuple[LeadHouse, httpx.AsyncClient], unexplained: str
) -> None:
    house, browser = lead
    await press(browser, PAGE, f"{PAGE}/decide", what="confirm")
    begun = await press(browser, FORM, FORM, **{"do": "workaround", "text-en": "Mine."})
    assert readers(begun) == "報告が原因に合う方だけ 6"
    assert "宛先は「報告が原因に合う方だけ」にしました" in done(begun)
    assert RARE.name in box(begun)
    assert box(begun, "en").startswith("Mine.\n\nUntil the trouble that you reported is over")
    for_all = await browser.get(FORM)
    assert readers(for_all) == "全員に同じ文 7"
    assert (box(for_all), box(for_all, "en")) == ("", "")  # what was written went along
    chosen = await press(browser, FORM, FORM, do="workaround", to="all")
    assert readers(chosen) == "全員に同じ文 7"
    assert "宛先は" not in done(chosen)
    sent = {"to": hidden(begun.text, "to"), "text-ja": box(begun), "key": "u"}
    proposal = await press(browser, FORM, FORM, **sent)
    assert "<span>報告が原因に合う方だけ</span>" in proposal.text
    await press(browser, proposal.url.path, proposal.url.path, decision="approve", text=TEXT)
    with house.store.look() as work:
        (sending,) = work.broadcasts(incident="I1", under_way_only=False)
    assert sending.total == 6
    assert unexplained not in sending.named


async def test_what_was_begun_for_those_who_fit_stays_when_a_workaround_is_begun_for_all(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    _, browser = lead
    await press(browser, FORM, DRAFT, of="update:fitting:ja", text="先の下書き。")
    begun = await press(browser, FORM, FORM, **{"do": "workaround", "text-ja": TEXT})
    assert box(begun).startswith("先の下書き。")
    assert TEXT not in box(begun)
    assert box(await browser.get(FORM)) == TEXT


async def test_where_no_report_fits_a_workaround_stays_with_all(
    lead: tuple[LeadHouse, httpx.AsyncClient],
) -> None:
    _, browser = lead
    await press(browser, PAGE, f"{PAGE}/decide", what="change_cause", about=FORMS.cause)
    begun = await press(browser, FORM, FORM, do="workaround")
    assert readers(begun).startswith("全員に同じ文")

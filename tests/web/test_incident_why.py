"""Why an incident has its cause: the page agrees with the incident's own and with its cases, with a real desk behind them."""

import html
import re
from dataclasses import replace

import httpx
import pytest

from bot.model.organisation import KnownOrganisation
from bot.texts.loader import say
from tests.builders import RARE
from tests.web.forms import press
from tests.web.leading import LeadHouse, lead

__all__ = ["lead"]
pytestmark = pytest.mark.anyio
INCIDENT = "/staff/incidents/I1"
Lead = tuple[LeadHouse, httpx.AsyncClient]


def rows_of(page: str, title: str) -> dict[str, list[str]]:
    """The rows of the table under a title, by their first cell; no cell has a mark of the page in it."""
    section = page[page.index(f">{title}</h2>") :]
    section = section[: section.index("</table>")]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", section, re.DOTALL):
        first, *others = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        found[re.sub(r" ?<span.*", "", first)] = [html.unescape(cell) for cell in others]
    return found


def names_one(house: LeadHouse) -> None:
    """One of the reporters is registered under a name."""
    at = house.day.now
    known = KnownOrganisation(
        "kawara-inc", "かわら建材", (), complete=False, changed_at=at, changed_by=""
    )
    with house.store.work() as work:
        work.save_organisations([known])


async def test_what_is_known_of_an_organisation_is_told_as_among_the_reports(lead: Lead) -> None:
    _, browser = lead
    reports = rows_of((await browser.get(f"{INCIDENT}?part=reports")).text, "組織と製品")
    why = (await browser.get(f"{INCIDENT}/why")).text
    voices = rows_of(why, say("ja", "explain.voices"))
    told = {who: cells[0] for who, cells in reports.items() if who.endswith("-inc")}
    assert set(told.values()) == {"使用", "名指し", "無効にして改善"}
    assert voices.keys() - {"組織"} == told.keys()
    assert all(voices[who][1].split("、")[0] == usage for who, usage in told.items())


async def test_organisations_are_called_by_their_names(lead: Lead) -> None:
    house, browser = lead
    names_one(house)
    page = (await browser.get(f"{INCIDENT}/why")).text
    assert "kawara-inc" not in page
    assert (
        page.count("かわら建材") == 4
    )  # whose report, its weight, who is told, and what would change it
    assert "minami-inc" in page


async def test_every_page_tells_the_same_chance_which_is_never_certainty(lead: Lead) -> None:
    house, browser = lead
    house.day.says("kawara", "担当者の方とお話ししたいです", uses=(RARE.id,))
    house.passes(1)

    async def told() -> tuple[str, str, str]:
        own = rows_of((await browser.get(INCIDENT)).text, "疑わしい原因")
        why = rows_of((await browser.get(f"{INCIDENT}/why")).text, say("ja", "explain.causes"))
        case = (await browser.get("/staff/tickets/T1")).text
        found = re.search(r"インシデントI1全体では「Ruri Grid（プラグイン）」（(.*?)）", case)
        assert found
        cause = "Ruri Grid（プラグイン）"
        return own[cause][0], why[cause][0], found[1]

    assert await told() == ("90%", "90%", "90%")
    with house.store.work() as work:
        incident = work.incident("I1")
        assert incident is not None
        work.save_incident(replace(incident, chances=(1.0, 0.0)))
    assert await told() == ("99%", "99%", "99%")
    await press(browser, INCIDENT, f"{INCIDENT}/decide", what="confirm")
    assert len(set(await told())) == 1
    decision = {"what": "change_cause", "about": RARE.cause}
    await press(browser, INCIDENT, f"{INCIDENT}/decide", **decision)
    assert await told() == ("担当者の判断",) * 3

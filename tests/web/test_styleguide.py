"""The page of components, and the colours that it shows."""

import re

import httpx
import pytest

from bot.model.staff import Role
from bot.web.brand import contrast
from bot.web.pages import HERE
from bot.web.styleguide import PAIRS, SIZES
from tests.web.conftest import House
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
CSS = (HERE / "static" / "jitabata.css").read_text("utf-8")
TOKEN = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
LIGHT = {name: light for name, light, _ in TOKEN.findall(CSS)}
DARK = {name: dark for name, _, dark in TOKEN.findall(CSS)}


async def test_an_admin_sees_every_component(house: House, browser: httpx.AsyncClient) -> None:
    await joins(house, browser, "佐藤", Role.ADMIN)
    page = (await browser.get("/staff/styleguide")).text
    assert "画面の部品" in page
    assert all(f'class="of-{ink} on-{ground}"' in page for ink, ground in PAIRS)
    assert page.count('class="queue-link') == 3
    assert "見本商事" in page
    assert 'class="card composing"' in page
    assert page.count('class="timeline-line') == 5
    assert page.count('<rect class="bar"') > 3


async def test_every_icon_that_a_page_names_is_drawn_and_nothing_else_is(
    house: House, browser: httpx.AsyncClient
) -> None:
    await joins(house, browser, "佐藤", Role.ADMIN)
    pages = [(await browser.get(path)).text for path in ("/staff", "/staff/incidents")]
    named = {name for page in pages for name in re.findall(r'icons\.svg#([a-z-]+)"', page)}
    drawn = (await browser.get("/static/icons.svg")).text
    assert named == set(re.findall(r'<symbol id="([^"]+)"', drawn))
    shown = (await browser.get("/staff/styleguide")).text
    assert named <= set(re.findall(r'icons\.svg#([a-z-]+)"', shown))


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(scheme: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


def test_dark_is_the_same_by_the_system_and_by_choice() -> None:
    stated = re.findall(r"--([a-z-]+): [^;]*#[0-9a-f]{3}", CSS)
    assert sorted(stated) == sorted(DARK)  # both sides of a colour stand in one place
    assert len(DARK) == len(TOKEN.findall(CSS)) == 25
    assert "prefers-color-scheme" not in CSS
    for scheme in ("light", "dark"):
        assert f':root[data-theme="{scheme}"] {{ color-scheme: {scheme}; }}' in CSS


def test_every_size_of_letters_is_a_step_of_the_scale() -> None:
    assert sorted(re.findall(r"--text-(\w+): ", CSS)) == sorted(SIZES)
    for sheet in ("jitabata", "console", "inbox", "incidents", "help", "styleguide"):
        css = (HERE / "static" / f"{sheet}.css").read_text("utf-8")
        stated = set(re.findall(r"font-size: ([0-9.]+)rem", css))
        assert stated <= {"1", "1.5"}, sheet  # running text, and a number that stands alone

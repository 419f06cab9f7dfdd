"""The pages carry the operator's name, colour, logo, hours and contact, and are neutral without."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.configuration.operator import operator_of
from bot.model.catalogue import Catalogue
from bot.model.operator import Logo, Operator
from bot.web.brand import (
    CONTRAST,
    DARK,
    LIGHT,
    brand_of,
    contrast,
    readable,
    stylesheet,
)
from bot.web.wording import Texts
from tests.cases import each
from tests.web.conftest import House
from tests.web.fakes import NOON
from tests.web.samples import XSS, a_knowledge

TEXTS = {lang: Texts(lang) for lang in ("ja", "en")}
MINE = Operator(
    name={"ja": "株式会社サンプル", "en": "Sample Inc."},
    greeting={"ja": "お困りのことをお聞かせください"},
    logo=Logo(b"<svg/>", "image/svg+xml"),
    colour="#7a1f5c",
    contact="support@example.jp",
)


def hours(*spans: str) -> str:
    found = operator_of({"hours": spans}, Path()).hours
    assert found is not None
    return found.in_words(TEXTS["ja"])


@pytest.mark.anyio
async def test_without_an_operator_every_page_is_neutral() -> None:
    nobody = replace(
        a_knowledge(),
        catalogue=Catalogue.of(
            replace(p, home_product=False) for p in a_knowledge().catalogue.products.values()
        ),
    )
    async with House(knowledge=nobody).browser() as browser:
        page = (await browser.get("/chat")).text
        assert "<title>お問い合わせ · Jitabata</title>" in page
        assert '<span class="brand-role">一次受付デスク</span>' in page
        assert "operator.css" not in page
        assert (await browser.get("/operator.css")).status_code == 404
        assert (await browser.get("/operator-logo")).status_code == 404


@pytest.mark.anyio
async def test_every_page_carries_the_operator() -> None:
    async with House(operator=MINE).browser() as browser:
        page = (await browser.get("/chat")).text
        assert "<title>お問い合わせ · 株式会社サンプル</title>" in page
        assert '<span class="brand-name">株式会社サンプル</span>' in page
        assert "お困りのことをお聞かせください" in page
        assert '<a href="mailto:support@example.jp">support@example.jp</a>' in page
        assert "株式会社サンプル" in (await browser.get("/staff/login")).text
        missing = await browser.get("/missing")
        assert "mailto:support@example.jp" in missing.text
        style = await browser.get("/operator.css")
        assert (style.headers["content-type"], "#7a1f5c" in style.text) == (
            "text/css; charset=utf-8",
            True,
        )
        logo = await browser.get("/operator-logo")
        assert (logo.content, logo.headers["content-type"]) == (b"<svg/>", "image/svg+xml")
        assert "default-src 'self'" in logo.headers["content-security-policy"]
    async with House(operator=MINE).browser(lang="en") as browser:
        page = (await browser.get("/chat")).text
        assert "Sample Inc." in page
        assert "お困りのこと" not in page


@pytest.mark.anyio
async def test_what_the_operator_wrote_is_text() -> None:
    hostile = Operator(name={"ja": XSS}, greeting={"ja": XSS}, contact=XSS)
    async with House(operator=hostile).browser() as browser:
        page = (await browser.get("/chat")).text
        assert "<img src=x" not in page
        assert "<script>alert" not in page


@each(
    ("contact", "link"),
    [
        ("support@example.jp", "mailto:support@example.jp"),
        ("https://example.jp/contact", "https://example.jp/contact"),
        ("03-1234-5678", "tel:0312345678"),
        ("javascript:alert(1)", ""),
        ("本社2階の受付", ""),
    ],
)
def test_a_contact_leads_where_it_says(contact: str, link: str) -> None:
    assert brand_of(Operator(contact=contact), TEXTS["ja"], NOON).link == link


@pytest.mark.slow
@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_text_in_any_operators_colour_can_be_read(colour: str) -> None:
    assert contrast(readable(colour, LIGHT, "#000000"), LIGHT) >= CONTRAST
    assert contrast(readable(colour, DARK, "#ffffff"), DARK) >= CONTRAST


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert "--accent: light-dark(#7a1f5c, " in stylesheet("#7a1f5c")


def test_hours_in_words() -> None:
    assert hours("mon-fri 09:00-18:00") == "月〜金 9:00〜18:00"
    assert hours("mon-tue 09:00-12:30", "sat-mon 00:00-24:00") == (
        "月、火 9:00〜12:30、土〜月 0:00〜24:00"
    )
    assert hours("mon-sun 00:00-24:00") == "月〜日 0:00〜24:00"


def test_outside_the_hours_the_next_opening_is_said() -> None:
    closed = operator_of({"hours": ["mon-fri 09:00-10:00"]}, Path())
    assert brand_of(closed, TEXTS["ja"], NOON).opens == (
        "ただいまは時間外で、次は4月15日（水）9:00からです。"
    )
    assert brand_of(closed, TEXTS["en"], NOON).opens == (
        "They are away now and will be back on Wed 15 Apr at 9:00."
    )
    assert brand_of(Operator(), TEXTS["ja"], NOON).opens == ""

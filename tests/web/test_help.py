"""The handbook at the console: every page, in the reader's language, and nothing unsafe."""

import re
from urllib.parse import unquote

import pytest

from bot.handbook.pages import topics
from bot.model.staff import Role
from bot.web.handbook import drawn
from tests.cases import each
from tests.web.conftest import House
from tests.web.samples import XSS
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio


@pytest.mark.slow
async def test_whoever_may_sign_in_reads_every_page(house: House) -> None:
    async with house.browser() as viewer:
        await joins(house, viewer, "佐藤", Role.VIEWER)
        for lang in ("ja", "en"):
            contents = (await viewer.get(f"/staff/help?lang={lang}")).text
            assert 'href="/staff/help" aria-current="page"' in contents
            for one in topics(lang):
                assert f'href="/staff/help/{one.name}"' in contents
                page = await viewer.get(f"/staff/help/{one.name}")
                assert page.status_code == 200
                assert f"<h1>{one.title}</h1>" in page.text
                assert page.text.count("<h1") == 1
        assert (await viewer.get("/staff/help/contents")).status_code == 404
        assert (await viewer.get("/staff/help/..%2Fen%2Fstaff")).status_code == 404


@pytest.mark.slow
async def test_every_link_of_a_page_leads_to_a_page_and_a_heading(house: House) -> None:
    async with house.browser() as viewer:
        await joins(house, viewer, "佐藤", Role.VIEWER)
        pages = {
            f"/staff/help/{one.name}": (await viewer.get(f"/staff/help/{one.name}")).text
            for one in topics("ja")
        }
    for address, page in pages.items():
        body = page.partition("<article")[2].partition("</article>")[0]
        for link in re.findall(r'href="([^"]+)"', body):
            if not link.startswith("https://"):
                path, _, part = unquote(link).partition("#")
                assert not part or f'id="{part}"' in pages[path or address], (address, link)


@each(
    ("text", "html"),
    [
        (XSS, None),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("[a](../../knowledge/README.md)", "<p><span>a</span></p>\n"),
        ("[a](b.md#c)", '<p><a href="/staff/help/b#c">a</a></p>\n'),
        ("![a picture](x.svg)", "<p><em>a picture</em></p>\n"),
        ("```\n<b>\n```", '<pre tabindex="0"><code>&lt;b&gt;\n</code></pre>\n'),
    ],
)
def test_what_becomes_of_markdown(text: str, html: str | None) -> None:
    page = drawn(f"# Title\n\n{text}\n")
    assert page.title == "Title"
    assert page.body == html or (html is None and "<script" not in page.body)

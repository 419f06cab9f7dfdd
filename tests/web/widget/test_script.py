"""The script that websites load: its address, its size, its integrity, its words."""

import json
import re
from pathlib import Path

import httpx
import pytest

from bot.model.widget import HostSite
from bot.texts.loader import LANGUAGES, table
from bot.web.widget.script import (
    FOLDER,
    KINTONE,
    MOST_BYTES,
    VERSIONS,
    address_of,
    integrity_of,
    script,
    tag_of,
)
from tests.cases import each
from tests.web.widget.signing import DESK, SHOP, a_house

pytestmark = pytest.mark.anyio
# Websites have pinned these bytes. What changes in a script gets the next number.
RELEASED = {1: "sha384-GHtjownjaU8Ws2tRpzAG0/7fpbmROJHlYH2vDGq3ImcmSr64rQ4uRtGxpC0LCCP6"}
HANDBOOK = sorted((Path(__file__).parents[3] / "bot" / "handbook").glob("*/widget.md"))


def test_a_version_that_was_released_never_changes() -> None:
    assert {version: integrity_of(script(version)) for version in VERSIONS} == RELEASED
    assert sorted(int(path.stem) for path in FOLDER.glob("*.js")) == list(VERSIONS)


@pytest.mark.parametrize("version", VERSIONS)
async def test_it_is_small_and_stays_where_it_is(version: int) -> None:
    async with a_house().browser() as browser:
        answer = await browser.get(address_of(version))
    assert answer.status_code == 200
    assert len(answer.content) <= MOST_BYTES == 12_288
    assert integrity_of(answer.content) == RELEASED[version]
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers


async def test_a_version_that_there_is_not_is_not_kept_by_caches() -> None:
    async with a_house().browser() as browser:
        answer: httpx.Response = await browser.get(address_of(max(VERSIONS) + 1))
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_script_says_the_texts_of_the_house() -> None:
    text = script(VERSIONS[-1]).decode()
    for lang in LANGUAGES:
        block = re.search(rf"^    {lang}: {{\n(.*?)\n    }},", text, re.S | re.M)
        assert block
        said = dict(re.findall(r'(\w+): ("(?:[^"\\]|\\.)*"),', block[1]))
        kept = {k: v for k, v in table(lang, "widget").items() if k.startswith("script.")}
        assert {f"script.{name}": json.loads(words) for name, words in said.items()} == kept


@each(("path", "room"), [(FOLDER / f"{VERSIONS[-1]}.js", "script."), (KINTONE, "kintone.")])
def test_every_text_of_a_script_is_used_in_it_and_no_other(path: Path, room: str) -> None:
    text = path.read_text("utf-8")
    used = set(re.findall(r"\bt\.(\w+)", text))
    if "t[state]" in text:
        used |= set(re.findall(r'show\("(\w+)"\)', text)) - {"ready"}
    assert used == {k.removeprefix(room) for k in table("en", "widget") if k.startswith(room)}


def test_it_holds_nothing_that_a_strict_page_forbids() -> None:
    text = script(VERSIONS[-1]).decode()
    for forbidden in (
        "innerHTML",
        "eval(",
        "document.write",
        'createElement("style',
        "new Function",
        "fetch(",
    ):
        assert forbidden not in text


def test_the_tag_has_all_that_a_website_needs() -> None:
    version = VERSIONS[-1]
    assert tag_of(SHOP, DESK) == (
        f'<script async src="{DESK}/widget/{version}.js" integrity="{RELEASED[version]}"'
        ' crossorigin="anonymous" data-site="shop"></script>'
    )
    site = HostSite(
        *("b", ("https://b.example",)),
        lang="en",
        colour="#123456",
        position="left",
        status="https://status.example.com/",
    )
    assert tag_of(site, DESK).endswith(
        ' data-site="b" data-lang="en" data-colour="#123456" data-position="left"'
        ' data-status="https://status.example.com/"></script>'
    )


def test_the_handbook_prints_the_integrity_of_the_newest() -> None:
    for page in HANDBOOK:
        found = re.findall(r"sha384-[\w+/=]+", page.read_text("utf-8"))
        assert set(found) == {RELEASED[VERSIONS[-1]]}

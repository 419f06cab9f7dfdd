"""Screenshots from the chat: kept for staff, shown to nobody else, and deleted when somebody asks for it."""

import re

import httpx
import pytest

from bot.desk.pictures import StoreShelf
from bot.model.audit import AuditFilter
from bot.model.staff import Role
from bot.texts.loader import say
from bot.uploads.read import UploadReader
from tests.builders import a_catalogue
from tests.uploads.test_pictures import a_picture, opened
from tests.web.forms import hidden, press
from tests.web.sending import SendingHouse
from tests.web.staffing import joins

pytestmark = pytest.mark.anyio
WORDS = "一覧が真っ白で開きません"


@pytest.fixture
def house() -> SendingHouse:
    house = SendingHouse()
    house.uploads = UploadReader(a_catalogue(), StoreShelf(house.store.work, house.clock))
    return house


async def send_picture(
    browser: httpx.AsyncClient, raw: bytes, text: str = WORDS, name: str = "画面.png"
) -> httpx.Response:
    page = (await browser.get("/chat")).text
    form = {"token": hidden(page, "token"), "once": hidden(page, "once"), "text": text}
    files = {"file": (name, raw, "image/png")}
    return await browser.post("/messages", data=form, files=files, follow_redirects=True)


@pytest.fixture
async def shown(house: SendingHouse) -> tuple[httpx.AsyncClient, str, str]:
    """An agent, the page of a conversation with a picture, and where the picture is."""
    await send_picture(house.browser(), a_picture(size=(800, 600)))
    agent = house.browser()
    await joins(house, agent, "佐藤", Role.AGENT)
    with house.store.look() as work:
        [conversation] = work.conversations()
    page = f"/staff/conversations/{conversation.id}"
    found = re.search(rf'href="({page}/pictures/[\w-]{{22}})"', (await agent.get(page)).text)
    assert found is not None
    return agent, page, found[1]


async def test_the_conversation_shows_it_small_and_says_what_it_is(
    house: SendingHouse, shown: tuple[httpx.AsyncClient, str, str]
) -> None:
    agent, page, picture = shown
    text = (await agent.get(page)).text
    alt = say("ja", "pictures.alt", name="画面.png", width=800, height=600)
    assert f'src="{picture}/small" alt="{alt}" width="800" height="600"' in text
    assert say("ja", "pictures.unmasked") in text
    customer = (await send_picture(house.browser(), a_picture(), "")).text
    assert "/pictures/" not in customer
    assert say("ja", "desk.picture.kept") in customer


async def test_it_comes_as_a_picture_and_nothing_else(
    house: SendingHouse, shown: tuple[httpx.AsyncClient, str, str]
) -> None:
    agent, _, picture = shown
    large, small = await agent.get(picture), await agent.get(f"{picture}/small")
    assert opened(large.content).size == (800, 600)
    assert opened(small.content).size == (320, 240)
    for answer in (large, small):
        assert answer.headers["content-type"] == "image/webp"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == (
            "default-src 'none'; sandbox; frame-ancestors 'none'"
        )
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["content-disposition"].startswith("inline")
    again = await agent.get(picture, headers={"If-None-Match": large.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert large.headers["etag"] != small.headers["etag"]
    noted = house.staff.audited(AuditFilter(act="case.picture"), None, 9)
    assert [(e.staff, e.about) for e in noted] == [("佐藤", " ".join(picture.split("/")[3::2]))]


async def test_nobody_else_gets_it(
    house: SendingHouse, shown: tuple[httpx.AsyncClient, str, str]
) -> None:
    agent, page, picture = shown
    stranger = await house.browser().get(picture)
    assert (stranger.status_code, stranger.headers["location"]) == (303, "/staff/login")
    elsewhere = picture.replace(page, "/staff/conversations/C999")
    for path in (elsewhere, f"{elsewhere}/small", f"{page}/pictures/unknown"):
        assert (await agent.get(path)).status_code == 404


async def test_who_works_on_cases_may_delete_it_for_good(
    house: SendingHouse, shown: tuple[httpx.AsyncClient, str, str]
) -> None:
    agent, page, picture = shown
    viewer = house.browser()
    await joins(house, viewer, "鈴木", Role.VIEWER)
    assert f"{picture}/remove" not in (await viewer.get(page)).text
    assert (await viewer.get(picture)).status_code == 200
    after = await press(agent, page, f"{picture}/remove")
    assert say("ja", "pictures.gone", name="画面.png") in after.text
    assert say("ja", "pictures.unmasked") not in after.text
    for path in (picture, f"{picture}/small"):
        assert (await agent.get(path)).status_code == 404
    assert (await press(agent, page, f"{picture}/remove")).status_code == 404
    with house.store.look() as work:
        assert work.picture(*picture.split("/")[3::2], small=True) is None
    noted = house.staff.audited(AuditFilter(act="case.unpicture"), None, 9)
    assert [(e.staff, e.refused) for e in noted] == [("佐藤", False)]


@pytest.mark.slow
async def test_the_page_of_a_case_shows_it_as_well(
    house: SendingHouse, shown: tuple[httpx.AsyncClient, str, str]
) -> None:
    agent, page, picture = shown
    await press(agent, page, f"{page}/claim")
    case = await agent.get("/staff/tickets/T1")
    assert f'href="{picture}"' in case.text
    assert 'id="picture"' in case.text
    after = await press(agent, "/staff/tickets/T1", f"{picture}/remove")
    assert after.url.path == "/staff/tickets/T1"


async def test_one_that_cannot_be_kept_is_refused_in_words(house: SendingHouse) -> None:
    customer = house.browser()
    answer = await send_picture(customer, a_picture()[:-30], "")
    assert "画像が壊れているか、途中で切れているため" in answer.text
    with house.store.look() as work:
        [conversation] = work.conversations()
        assert work.pictures_of(conversation.id) == frozenset()


async def test_the_same_form_sent_again_is_one_message_with_one_picture(
    house: SendingHouse,
) -> None:
    customer = house.browser()
    page = (await customer.get("/chat")).text
    form = {"token": hidden(page, "token"), "once": hidden(page, "once"), "text": WORDS}
    for _ in range(2):
        files = {"file": ("a.png", a_picture(), "image/png")}
        await customer.post("/messages", data=form, files=files)
    with house.store.look() as work:
        [conversation] = work.conversations()
        assert len([t for t in conversation.turns if t.pictures]) == 1
        assert len(work.pictures_of(conversation.id)) == 1

"""Accounts at the console: invitations, passwords, sessions, and what an admin does with them."""

from datetime import timedelta

import httpx
import pytest

from bot.model.staff import INVITED_FOR, Role
from bot.web.passwords import problem_of
from bot.web.sign_in_attempts import FREE, SignInAttempts
from bot.web.staff_sessions import BELIEVED_FOR, device_of
from tests.cases import each
from tests.web.conftest import House
from tests.web.fakes import NOON
from tests.web.forms import STAFF_TOKEN, hidden, press, sign_in
from tests.web.staffing import (
    PASSWORD,
    accepts,
    account_of,
    invitation,
    joins,
    link_on,
    signs_in,
)

pytestmark = pytest.mark.anyio
OTHER = "夕方に届いた五通の手紙です"


@pytest.fixture
async def admin(house: House, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    await joins(house, browser, "加藤", Role.ADMIN)
    return browser


async def is_in(browser: httpx.AsyncClient) -> bool:
    return (await browser.get("/staff")).status_code == 200


# From nothing to accounts.


async def test_a_fresh_desk_becomes_one_with_accounts() -> None:
    house = House(staff_token=None)
    house.links.announce()
    (link,) = house.announced
    async with house.browser() as operator, house.browser(address="203.0.113.7") as elsewhere:
        page = (await operator.get(link)).text
        form = {name: hidden(page, name) for name in ("token", "staff_token")}
        await operator.post("/staff/login", data={**form, "staff": "加藤"})
        accounts = (await operator.get("/staff/accounts")).text
        assert "はじめに、ご自身を「管理者」として" in accounts
        assert '加藤 <span class="quiet">起動時のリンク</span>' in accounts
        assert "一度限りのリンクで" in (await operator.get("/staff/account")).text
        shown = await press(
            operator, "/staff/accounts", "/staff/accounts", name="加藤", role="admin"
        )
        assert (await elsewhere.get("/staff/login")).status_code == 403
        assert (await accepts(elsewhere, link_on(shown.text))).status_code == 303
        house.clock.passes(BELIEVED_FOR)
        assert await is_in(elsewhere)
    async with house.browser() as here:
        page = (await here.get(house.announced[-1])).text
        assert "起動した画面" not in page
        _, _, key = house.announced[-1].partition("key=")
        assert (await signs_in(here, "佐藤", key)).status_code == 403
        assert (await signs_in(here, "加藤")).status_code == 303


async def test_a_link_sets_a_password_once(house: House, browser: httpx.AsyncClient) -> None:
    link = invitation(house, "佐藤", Role.AGENT)
    assert "佐藤さんのパスワードを設定します" in (await browser.get(link)).text
    assert (await accepts(browser, link)).status_code == 303
    assert await is_in(browser)
    again = await browser.get(link)
    assert (again.status_code, "このリンクは使えません" in again.text) == (403, True)
    late = invitation(house, "鈴木", Role.AGENT)
    house.clock.passes(INVITED_FOR)
    assert (await browser.get(late)).status_code == 403


async def test_a_link_that_another_site_sends_sets_nothing(
    house: House, browser: httpx.AsyncClient
) -> None:
    _, _, key = invitation(house, "佐藤", Role.AGENT).partition("key=")
    form = {"token": "x", "key": key, "password": PASSWORD, "again": PASSWORD}
    assert (await browser.post("/staff/invitation", data=form)).status_code == 400
    assert not account_of(house, "佐藤").can_sign_in


@each(
    ("password", "again", "key"),
    [
        ("短い", "短い", "short"),
        ("あ" * 201, "あ" * 201, "long"),
        ("kato" * 5, "kato" * 5, "own_name"),
        ("青いkａＴoの自転車と鍵です", "", "own_name"),
        ("hanakoの青い自転車と鍵", "", "own_name"),
        ("password1234", "password1234", "easy"),
        ("Ｐ@ssw0rd!2026", "", "easy"),
        ("1q2w3e4r5t6y", "", "easy"),
        ("0987654321poiuytrewq", "", "easy"),
        ("パスワード12345678", "", "easy"),
        ("kintone-admin-2026", "", "easy"),
        ("correct-password-tram", "correct-password-tram", ""),
        ("1212121212121212", "1212121212121212", "easy"),
        (PASSWORD, OTHER, "unlike"),
        (PASSWORD, PASSWORD, ""),
    ],
)
def test_a_password_is_long_uncommon_and_holds_no_name(password: str, again: str, key: str) -> None:
    assert problem_of(password, again, "Ｋａｔｏ Hanako").removeprefix("accounts.problem.") == key


# Signing in.


@pytest.mark.slow
async def test_a_name_with_an_account_opens_by_its_password_alone(
    house: House, admin: httpx.AsyncClient
) -> None:
    async with house.browser() as other:
        for given in (STAFF_TOKEN, OTHER, ""):
            refused = await signs_in(other, "加 藤", given)
            assert refused.status_code == 403
            assert "お名前かパスワードが正しくありません" in refused.text
        assert (await signs_in(other, "加 藤")).status_code == 303
        assert await is_in(admin)  # an account may have several
    async with house.browser() as other:
        assert (await signs_in(other, "鈴木", STAFF_TOKEN)).status_code == 303


async def test_guesses_at_one_name_wait_wherever_they_come_from() -> None:
    spans: list[float] = []

    async def wait(seconds: float) -> None:
        spans.append(seconds)

    door = SignInAttempts(wait)
    for n in range(FREE + 2):
        await door.failed(f"2001:db8:0:{n}::1", NOON, "加 藤" if n % 2 else "加藤")
    assert spans == [0.25, 0.5]
    assert not door.refuses("192.0.2.1", NOON)


# One's own account.


async def test_another_password_ends_the_other_sessions(
    house: House, admin: httpx.AsyncClient
) -> None:
    change = {"present": PASSWORD, "password": OTHER, "again": OTHER}
    async with house.browser() as other:
        await signs_in(other, "加藤")
        wrong = await press(
            admin, "/staff/account", "/staff/account/password", **{**change, "present": OTHER}
        )
        assert "現在のパスワードが正しくありません" in wrong.text
        done = await press(admin, "/staff/account", "/staff/account/password", **change)
        assert "パスワードを変更しました" in done.text
        house.clock.passes(BELIEVED_FOR)
        assert await is_in(admin)
        assert not await is_in(other)
        assert (await signs_in(other, "加藤")).status_code == 403
        assert (await signs_in(other, "加藤", OTHER)).status_code == 303


async def test_one_sees_where_one_is_signed_in_and_ends_that(
    house: House, admin: httpx.AsyncClient
) -> None:
    phone = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18) Version/18 Safari/604.1"}
    async with house.browser(address="203.0.113.9") as other, house.browser() as stranger:
        other.headers.update(phone)
        await signs_in(other, "加藤")
        await sign_in(stranger, "鈴木")
        page = (await admin.get("/staff/account")).text
        assert "Safari · iPhone" in page
        assert "203.0.113.0/24" in page
        assert "203.0.113.9" not in page
        assert "鈴木" not in page
        theirs = hidden(page, "session")
        await press(stranger, "/staff/account", "/staff/account/sessions", session=theirs)
        house.clock.passes(BELIEVED_FOR)
        assert await is_in(other)
        await press(admin, "/staff/account", "/staff/account/sessions", session=theirs)
        house.clock.passes(BELIEVED_FOR)
        assert not await is_in(other)
        assert await is_in(admin)


async def test_all_other_sessions_end_at_once(house: House, admin: httpx.AsyncClient) -> None:
    async with house.browser() as one, house.browser() as two:
        await signs_in(one, "加藤")
        await signs_in(two, "加藤")
        await press(admin, "/staff/account", "/staff/account/sessions", session="others")
        house.clock.passes(BELIEVED_FOR)
        assert [await is_in(b) for b in (admin, one, two)] == [True, False, False]


@each(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140 Safari/537 Edg/140",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox · Linux",
        ),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537", "Chrome · Android"),
        ("<script>", ""),
    ],
)
def test_a_device_is_called_as_people_call_it(agent: str, device: str) -> None:
    assert device_of(agent) == device


# What an admin does.


async def test_an_admin_gives_roles_that_hold_at_once(
    house: House, admin: httpx.AsyncClient
) -> None:
    async with house.browser() as other:
        await joins(house, other, "佐藤", Role.VIEWER)
        one = f"/staff/accounts/{account_of(house, '佐藤').id}"
        assert (await other.get("/staff/accounts")).status_code == 403
        assert "変更しました" in (await press(admin, one, f"{one}/role", role="admin")).text
        house.clock.passes(BELIEVED_FOR)
        assert (await other.get("/staff/accounts")).status_code == 200


async def test_an_admin_ends_sessions_of_anybody(house: House, admin: httpx.AsyncClient) -> None:
    async with house.browser() as other, house.browser() as guest:
        await joins(house, other, "佐藤", Role.AGENT)
        await sign_in(guest, "鈴木")
        one = f"/staff/accounts/{account_of(house, '佐藤').id}"
        await press(admin, one, f"{one}/sessions")
        shared = next(s.key for s in house.staff.sessions(house.clock()) if s.name == "鈴木")
        await press(admin, "/staff/accounts", "/staff/sessions", session=shared)
        house.clock.passes(BELIEVED_FOR)
        assert [await is_in(b) for b in (admin, other, guest)] == [True, False, False]


async def test_who_is_removed_is_out_and_only_for_sure(
    house: House, admin: httpx.AsyncClient
) -> None:
    async with house.browser() as other:
        await joins(house, other, "佐藤", Role.AGENT)
        one = f"/staff/accounts/{account_of(house, '佐藤').id}"
        assert "チェックを入れてください" in (await press(admin, one, f"{one}/remove")).text
        assert "削除しました" in (await press(admin, one, f"{one}/remove", sure="on")).text
        house.clock.passes(BELIEVED_FOR)
        assert not await is_in(other)
        assert (await signs_in(other, "佐藤")).status_code == 403


@pytest.mark.slow
async def test_a_new_link_helps_who_forgot_their_password(
    house: House, admin: httpx.AsyncClient
) -> None:
    async with house.browser() as lost, house.browser() as found:
        await joins(house, lost, "佐藤", Role.AGENT)
        one = f"/staff/accounts/{account_of(house, '佐藤').id}"
        link = link_on((await press(admin, one, f"{one}/link")).text)
        assert await is_in(lost)
        await accepts(found, link, OTHER)
        house.clock.passes(BELIEVED_FOR)
        assert await is_in(found)
        assert not await is_in(lost)


async def test_what_cannot_be_done_is_told_and_what_was_written_stays(
    house: House, admin: httpx.AsyncClient
) -> None:
    given = {"name": "加藤", "role": "lead", "slack": "U0KATO"}
    refused = await press(admin, "/staff/accounts", "/staff/accounts", **given)
    assert "すでにあります" in refused.text
    assert 'value="加藤"' in refused.text
    assert 'value="U0KATO"' in refused.text
    assert '<option value="lead" selected>' in refused.text
    one = f"/staff/accounts/{account_of(house, '加藤').id}"
    await press(admin, "/staff/accounts", "/staff/accounts", name="佐藤", role="agent")
    assert "管理者がいなくなる" in (await press(admin, one, f"{one}/role", role="agent")).text


async def test_cases_are_given_to_who_has_an_account_and_may_work(
    house: House, admin: httpx.AsyncClient
) -> None:
    for name, role in (("佐藤", Role.AGENT), ("見学", Role.VIEWER)):
        invitation(house, name, role)
    async with house.browser() as guest:
        await sign_in(guest, "鈴木")
    house.clock.passes(timedelta(days=1))
    await signs_in(admin, "加藤")
    page = (await admin.get("/staff")).text
    assert [name in page for name in ("佐藤", "鈴木", "見学")] == [True, True, False]

"""What the console writes into the audit log, and how an admin reads it."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request

from bot.model.audit import AuditEntry, AuditFilter, AuditVia
from bot.model.errors import StoreUnavailableError
from bot.model.staff import Role
from bot.texts.loader import LANGUAGES, table
from bot.web import access
from bot.web.access import READS, WRITES
from bot.web.audit import GROUPS, PAGE
from bot.web.audit_trail import AGAIN, BY_ITSELF, MOST_STRANGERS, AuditTrail
from tests.web.busy_hour import fill
from tests.web.conftest import House
from tests.web.forms import press, sign_in
from tests.web.leading import LeadHouse
from tests.web.staffing import PASSWORD, account_of, joins, signs_in

pytestmark = pytest.mark.anyio
LOG = "/staff/audit"
TEMPLATES = Path(access.__file__).parent / "templates"


@pytest.fixture
async def admin(house: House, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    fill(house.work, house.clock())
    await joins(house, browser, "加藤", Role.ADMIN)
    return browser


def written(house: House, group: str = "") -> Sequence[AuditEntry]:
    """The log, the oldest entry first."""
    return house.staff.audited(AuditFilter(act=group))[::-1]


def acts(house: House, group: str = "") -> list[tuple[str, str, str]]:
    return [(e.act, e.about, e.choice) for e in written(house, group)]


async def test_what_somebody_decides_is_written_down_with_who_and_from_where(
    house: House, admin: httpx.AsyncClient
) -> None:
    await press(admin, "/staff/tickets/T-12", "/staff/tickets/T-12/claim")
    await press(admin, "/staff/incidents/I-3", "/staff/incidents/I-3/decide", what="monitor")
    await press(admin, "/staff", "/staff/inbox", case="T-12", do="close")
    done = [e for e in written(house) if not e.act.endswith(".view")]
    assert [(e.act, e.about, e.choice) for e in done] == [
        ("account.password", "", ""),
        ("session.begin", "", ""),
        ("case.claim", "T-12", ""),
        ("incident.decide", "I-3", "monitor"),
        ("case.several", "T-12", "close"),
    ]
    assert {(e.staff, e.account, e.via, e.network) for e in done} == {
        ("加藤", account_of(house, "加藤").id, AuditVia.CONSOLE, "127.0.0.0/24")
    }


async def test_who_looks_into_a_case_is_written_down_once_in_a_while(
    house: House, admin: httpx.AsyncClient
) -> None:
    by_itself = {"Sec-Fetch-Mode": "cors"}
    await admin.get("/staff/tickets/T-12", headers=by_itself)
    await admin.get("/staff/tickets/T-12")
    await admin.get("/staff/conversations/c1")
    await admin.get("/staff/tickets/none")
    seen = [("case.view", "T-12", ""), ("case.view", "c1", "")]
    assert acts(house, "case") == seen
    house.clock.passes(AGAIN)
    await admin.get("/staff/tickets/T-12", headers=by_itself)
    assert acts(house, "case") == seen
    await admin.get("/staff/tickets/T-12")
    assert acts(house, "case") == [*seen, seen[0]]
    assert AGAIN < BY_ITSELF


async def test_nothing_is_shown_that_cannot_be_written_down(
    house: House, admin: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailableError("away")

    monkeypatch.setattr(type(house.staff), "note", away)
    answer = await admin.get("/staff/tickets/T-12")
    assert answer.status_code == 503
    assert "T-12" not in answer.text


async def test_sign_ins_are_written_down_and_refused_ones_without_what_was_typed(
    house: House, admin: httpx.AsyncClient
) -> None:
    async with house.browser(address="203.0.113.9") as other:
        await signs_in(other, "加 藤", "wrong")
        await signs_in(other, PASSWORD, "加藤")  # the fields were mixed up
        await sign_in(other, "鈴木")
    refused = [e for e in written(house) if e.refused]
    assert [(e.act, e.staff) for e in refused] == [("session.begin", "加藤"), ("session.begin", "")]
    assert {e.network for e in refused} == {"203.0.113.0/24"}
    assert PASSWORD not in str(written(house))
    assert written(house)[-1].staff == "鈴木"


async def test_strangers_do_not_fill_the_log(house: House) -> None:
    trail = AuditTrail(house.staff, house.clock)
    request = Request({"type": "http", "client": ("203.0.113.9", 1), "headers": []})
    for _ in range(MOST_STRANGERS + 5):
        await trail.note_stranger(request, "")
    assert len(house.staff.audited(AuditFilter(), limit=1_000)) == MOST_STRANGERS
    house.clock.passes(AGAIN)
    await trail.note_stranger(request, "")
    assert len(house.staff.audited(AuditFilter(), limit=1_000)) == MOST_STRANGERS + 1


async def test_what_a_role_does_not_allow_is_written_down(
    house: House, admin: httpx.AsyncClient
) -> None:
    async with house.browser() as other:
        await joins(house, other, "見学", Role.VIEWER)
        for _ in range(3):
            await other.post("/staff/tickets/T-12/close")
    found = [e for e in written(house) if e.staff == "見学" and e.refused]
    assert [(e.act, e.about) for e in found] == [("refused", "case.close T-12")]
    page = (await admin.get("/staff/audit")).text
    assert "お問い合わせの完了 T-12" in page
    assert "case.close" not in page.partition("<tbody>")[2]


async def test_changes_of_accounts_name_whose_they_are(
    house: House, admin: httpx.AsyncClient
) -> None:
    await press(admin, "/staff/accounts", "/staff/accounts", name="佐藤", role="agent")
    one = f"/staff/accounts/{account_of(house, '佐藤').id}"
    await press(admin, one, f"{one}/role", role="lead")
    await press(admin, one, f"{one}/remove", sure="on")
    assert acts(house, "account") == [
        ("account.password", "", ""),
        ("account.add", "佐藤", "agent"),
        ("account.role", "佐藤", "lead"),
        ("account.remove", "佐藤", ""),
    ]


async def test_the_log_is_filtered_paged_and_itself_in_the_log(
    house: House, admin: httpx.AsyncClient
) -> None:
    for n in range(PAGE + 5):
        at = house.clock() - timedelta(days=n)
        house.staff.note(AuditEntry(at, "case.answer", "佐藤", AuditVia.SLACK, f"T{n}"))
    page = (await admin.get(LOG, params={"staff": "佐藤", "act": "case"})).text
    assert page.count('<th scope="row"') == PAGE
    following = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    second = (await admin.get(following.replace("&amp;", "&"))).text
    assert second.count('<th scope="row"') == 5
    one_day = {"since": "2026-04-12", "until": "2026-04-12", "staff": "佐藤", "act": "?"}
    assert (await admin.get(LOG, params=one_day)).text.count('<th scope="row"') == 1
    assert "条件に合う記録はありません" in (await admin.get(f"{LOG}?staff=nobody")).text
    assert ("audit.view", "佐藤 case", "") in acts(house, "audit")


async def test_the_log_is_taken_along_as_a_file_that_calculates_nothing(
    house: House, admin: httpx.AsyncClient
) -> None:
    house.staff.note(AuditEntry(house.clock(), "case.note", "=1+1", AuditVia.SLACK, "T1"))
    await admin.get(f"{LOG}.csv", params={"act": "case"})
    answer = await admin.get(f"{LOG}.csv", params={"act": "case"})
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(r["at"], r["staff"], r["via"]) for r in rows] == [
        ("2026-04-14T03:00:00+00:00", "'=1+1", "slack")
    ]
    assert acts(house, "audit") == 2 * [("audit.export", "case", "")]


def test_every_act_has_a_name_and_a_group() -> None:
    named = {rule.act for rule in (*READS.values(), *WRITES.values()) if rule.act}
    assert all(rule.act for rule in WRITES.values())
    assert {act.partition(".")[0] for act in named} <= set(GROUPS)
    for lang in LANGUAGES:
        texts = table(lang, "audit")
        assert {f"did.{act}" for act in named} <= set(texts)
        assert {f"group.{group}" for group in GROUPS} <= set(texts)


async def test_what_pages_keep_by_themselves_is_shown_where_it_is_asked_for(
    house: House, admin: httpx.AsyncClient
) -> None:
    """Drafts and presence would crowd out what people decided."""
    case, incident = "/staff/tickets/T-12", "/staff/incidents/I-3"
    await press(admin, case, f"{case}/claim")
    await press(admin, case, f"{case}/attendance", reply="書きかけ")
    await press(admin, incident, f"{incident}/draft", of="note", text="書きかけ")
    shown = {
        asked: (await admin.get(LOG, params={"act": asked} if asked else None)).text
        for asked in ("", "case", "drafts", "all")
    }
    claimed, attended, drafted = (
        f">{table('ja', 'audit')[f'did.{act}']}"
        for act in ("case.claim", "case.attend", "incident.keep_draft")
    )
    found = {
        asked: (claimed in page, attended in page, drafted in page) for asked, page in shown.items()
    }
    assert found == {
        "": (True, False, False),
        "case": (True, False, False),
        "drafts": (False, True, True),
        "all": (True, True, True),
    }


def test_every_choice_that_a_form_of_staff_makes_is_told_in_words() -> None:
    pages = (path.read_text("utf-8") for path in TEMPLATES.glob("*.html"))
    made = {
        word
        for page in pages
        if 'action="/demo' not in page
        for word in re.findall(r'name="(?:what|decision|do)" value="([a-z_]+)"', page)
    }
    said = table("ja", "audit"), table("ja", "incident_pages")
    assert "merge" in made
    unsaid = {w for w in made if f"choice.{w}" not in said[0] and f"do.{w}" not in said[1]}
    assert unsaid == set()


async def test_what_an_update_began_with_is_told_in_words() -> None:
    house = LeadHouse()
    house.outage()
    house.staff = house.store.staff
    async with house.browser() as admin:
        await joins(house, admin, "佐藤", Role.ADMIN)
        page = "/staff/incidents/I1/update"
        await press(admin, page, page, do="working")
        log = (await admin.get("/staff/audit?act=incident.draft")).text
    house.store.close()
    assert "まだ続いている" in log
    assert "working" not in log

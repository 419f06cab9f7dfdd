"""What a CRM tells of organisations, and what the desk makes of it."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from bot.model.api_token import Scope
from bot.model.identity import Identity
from bot.model.recipient import Recipient, recipient_id
from tests.web.api.conftest import OTHER, OWN, Programs, said
from tests.web.api.test_cases import REPORT, TROUBLE, heard

pytestmark = pytest.mark.anyio
USES = {"products": ["krewdata", "formbridge", "krewdata"], "complete": True, "name": "青葉"}
PATH = f"/organisations/{quote(OWN)}"


async def test_what_is_put_can_be_read_changed_and_deleted(programs: Programs) -> None:
    token = programs.token(name="CRM 連携")
    made = await programs.asks(token, "PUT", PATH, USES)
    assert made.status_code == 201
    assert made.json() == {
        "id": OWN,
        "name": "青葉",
        "products": ["krewdata", "formbridge"],
        "complete": True,
        "changed_at": programs.clock().isoformat().replace("+00:00", "Z"),
        "changed_by": "CRM 連携",
    }
    assert (await programs.asks(token, "GET", PATH)).json() == made.json()
    changed = await programs.asks(token, "PUT", PATH, {"products": []})
    assert (changed.status_code, changed.json()["complete"]) == (200, False)
    assert (await programs.asks(token, "DELETE", PATH)).status_code == 204
    assert said(await programs.asks(token, "GET", PATH)) == "not_found"
    assert said(await programs.asks(token, "DELETE", PATH)) == "not_found"


async def test_an_organisation_tells_of_itself_alone(programs: Programs) -> None:
    operators, own = programs.token(), programs.token(organisation=OWN)
    other = f"/organisations/{quote(OTHER)}"
    await programs.asks(operators, "PUT", other, USES)
    for method, body in (("PUT", USES), ("DELETE", None), ("GET", None)):
        assert said(await programs.asks(own, method, other, body)) == "not_found"
    assert (await programs.asks(own, "PUT", PATH, USES)).json()["changed_by"] is None
    listed = (await programs.asks(own, "GET", "/organisations")).json()["items"]
    assert [o["id"] for o in listed] == [OWN]


async def test_all_are_listed_page_by_page(programs: Programs) -> None:
    token, seen, cursor = programs.token(), [], ""
    for name in ("c", "a", "b"):
        await programs.asks(token, "PUT", f"/organisations/{name}", USES)
    while cursor is not None:
        path = f"/organisations?limit=2&cursor={cursor}"
        page = (await programs.asks(token, "GET", path)).json()
        seen += [o["id"] for o in page["items"]]
        cursor = page["next"]
    assert seen == ["a", "b", "c"]


@pytest.mark.parametrize("name", ["%20a", "a%20%20b", "a%0Ab", "a%2Fb", "090-1234-5678"])
async def test_what_can_be_no_organisation_is_not_there(programs: Programs, name: str) -> None:
    answer = await programs.asks(programs.token(), "PUT", f"/organisations/{name}", USES)
    assert said(answer) == "not_found"


async def test_products_must_be_in_the_catalogue(programs: Programs) -> None:
    answer = await programs.asks(programs.token(), "PUT", PATH, {"products": ["nix"]})
    assert said(answer) == "invalid"


@pytest.mark.parametrize(
    ("more", "uses"),
    [
        ({"complete": True}, ("krewdata", "formbridge")),
        ({"complete": False}, ("kviewer", "krewdata", "formbridge")),
    ],
)
async def test_recipients_of_the_organisation_use_the_same_from_then_on(
    programs: Programs, more: dict[str, bool], uses: tuple[str, ...]
) -> None:
    def reader(name: str, tenant: str) -> Recipient:
        address = f"{name}@example.com"
        return Recipient(recipient_id("mail", address), "mail", address, "ja", tenant, ("kviewer",))

    ours, theirs = reader("a", OWN), reader("b", OTHER)
    with programs.store.work() as work:
        work.save_recipients([ours, theirs])
    await programs.asks(programs.token(), "PUT", PATH, USES | more)
    with programs.store.look() as work:
        found = work.recipients_by_id([ours.id, theirs.id])
    assert found[ours.id].uses == uses
    assert found[theirs.id] == theirs


@pytest.mark.parametrize("more", [{"complete": True}, {"complete": False}])
async def test_the_desk_knows_what_an_organisation_uses_when_it_writes(
    programs: Programs, more: dict[str, bool]
) -> None:
    token = programs.token(Scope.ORGANISATIONS_WRITE)
    await programs.asks(token, "PUT", PATH, USES | more)
    case = await programs.writes(OWN, TROUBLE)
    with programs.store.look() as work:
        found = work.conversation(case)
    assert found is not None
    assert found.complaint.inventory == ("krewdata", "formbridge")
    assert found.complaint.complete == more["complete"]
    (message,) = heard(programs)
    assert message.installed_plugins == ("krewdata", "formbridge")  # so that a replay knows it, too


async def test_nobody_gets_an_inventory_by_claiming_to_be_somebody(programs: Programs) -> None:
    await programs.asks(programs.token(), "PUT", PATH, USES)
    await programs.writes(OWN, TROUBLE, Identity.CLAIMED)
    assert [m.installed_plugins for m in heard(programs)] == [None]


async def test_what_customers_say_counts_for_more(programs: Programs) -> None:
    token = programs.token(organisation=OWN)
    await programs.asks(token, "PUT", PATH, USES)
    said_so = REPORT | {"products": ["kviewer"]}
    case = (await programs.asks(token, "POST", "/cases", said_so)).json()["case"]["id"]
    programs.clock.passes(timedelta(minutes=1))
    await programs.asks(token, "POST", f"/cases/{case}/messages", {"text": TROUBLE})
    assert [m.installed_plugins for m in heard(programs)] == [("kviewer",), None]

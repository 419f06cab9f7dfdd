"""Cases over the API: reported, listed and read, each organisation for itself."""

from datetime import timedelta

import pytest

from bot.model.api_token import Scope
from bot.model.event import MessageReceived
from bot.model.identity import Identity
from tests.examples import first, first_rows
from tests.web.api.conftest import OTHER, OWN, Programs, said

pytestmark = pytest.mark.anyio
TROUBLE = "今朝からkintoneの画面が開きません。"
REPORT = {"reporter": "user-17", "text": TROUBLE}


def heard(programs: Programs) -> list[MessageReceived]:
    return [e for _, e in programs.store.events() if isinstance(e, MessageReceived)]


async def test_a_report_goes_to_the_desk_and_gets_its_answer(programs: Programs) -> None:
    token = programs.token(organisation=OWN)
    answer = await programs.asks(token, "POST", "/cases", REPORT)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert told["case"]["organisation"] == {"name": OWN, "identity": "verified"}
    assert told["case"]["channel"] == "api"
    assert told["reply"]["speaker"] == "desk"
    assert "開かない" in told["reply"]["text"]
    (message,) = heard(programs)
    assert (message.tenant, message.identity) == (OWN, Identity.VERIFIED)
    assert "user-17" not in repr(message)
    read = await programs.asks(token, "GET", f"/cases/{told['case']['id']}/messages")
    assert [m["speaker"] for m in read.json()["items"]] == ["customer", "desk"]


async def test_the_check_from_the_browser_is_offered_as_an_address_that_works(
    programs: Programs,
) -> None:
    token = programs.token(organisation=OWN)
    told = (await programs.asks(token, "POST", "/cases", REPORT)).json()
    assert told["check"].startswith("/check/")
    async with programs.client() as browser:
        assert (await browser.get(told["check"])).status_code == 200
    calm = REPORT | {"text": "ありがとうございました。"}
    assert (await programs.asks(token, "POST", "/cases", calm)).json()["check"] is None


async def test_each_report_is_a_case_and_more_can_be_written_in_it(programs: Programs) -> None:
    token = programs.token(organisation=OWN)
    first = (await programs.asks(token, "POST", "/cases", REPORT)).json()["case"]["id"]
    second = (await programs.asks(token, "POST", "/cases", REPORT)).json()["case"]["id"]
    assert first != second
    more = {"text": "ほかのアプリは開きます。"}
    answer = await programs.asks(token, "POST", f"/cases/{first}/messages", more)
    assert answer.json()["case"]["id"] == first
    page = (await programs.asks(token, "GET", f"/cases/{first}/messages")).json()
    assert [m["text"] for m in page["items"] if m["speaker"] == "customer"] == [
        TROUBLE,
        more["text"],
    ]


@pytest.mark.parametrize(
    "more", first(1, [{}, {"organisation": OWN}, {"organisation": OWN, "identity": "verified"}])
)
async def test_whoever_reported_can_write_on_and_after_a_day_it_is_a_new_case(
    programs: Programs, more: dict[str, str]
) -> None:
    token, text = programs.token(), {"text": "ほかのアプリは開きます。"}
    first = (await programs.asks(token, "POST", "/cases", REPORT | more)).json()["case"]
    path = f"/cases/{first['id']}/messages"
    again = (await programs.asks(token, "POST", path, text)).json()["case"]
    assert (again["id"], again["organisation"]) == (first["id"], first["organisation"])
    programs.clock.passes(timedelta(hours=25))
    later = (await programs.asks(token, "POST", path, text)).json()["case"]
    assert later["id"] != first["id"]
    assert later["organisation"] == first["organisation"]


@pytest.mark.parametrize(
    ("more", "identity"),
    first_rows(
        2,
        [
            ({}, "anonymous"),
            ({"organisation": OWN}, "claimed"),
            ({"organisation": OWN, "identity": "verified"}, "verified"),
            ({"identity": "verified"}, "anonymous"),
        ],
    ),
)
async def test_the_operators_program_says_how_sure_it_is_of_the_organisation(
    programs: Programs, more: dict[str, str], identity: str
) -> None:
    answer = await programs.asks(programs.token(), "POST", "/cases", REPORT | more)
    assert answer.json()["case"]["organisation"]["identity"] == identity


@pytest.mark.slow
async def test_unverified_reports_are_one_voice_for_each_network(programs: Programs) -> None:
    token = programs.token()
    for number, network in enumerate([None, None, "192.0.2.7", "192.0.2.99", "198.51.100.1", "x"]):
        body = REPORT | {"reporter": f"user-{number}"}
        body |= {} if network is None else {"network": network}
        assert (await programs.asks(token, "POST", "/cases", body)).status_code == 201
    places = [message.address for message in heard(programs)]
    assert places[0] == places[1]
    assert places[2] == places[3]
    assert len(set(places)) == 4
    assert "192.0.2" not in repr(heard(programs))


async def test_a_token_of_one_organisation_speaks_for_no_other(programs: Programs) -> None:
    token = programs.token(organisation=OWN)
    answer = await programs.asks(token, "POST", "/cases", REPORT | {"organisation": OTHER})
    assert said(answer) == "invalid"
    claims = await programs.asks(token, "POST", "/cases", REPORT | {"identity": "claimed"})
    assert claims.json()["case"]["organisation"]["identity"] == "verified"
    assert [m.tenant for m in heard(programs)] == [OWN]


async def test_each_organisation_sees_its_verified_cases_alone(programs: Programs) -> None:
    mine, theirs = await programs.writes(OWN, TROUBLE), await programs.writes(OTHER, TROUBLE)
    claimed = await programs.writes(OWN + "?", TROUBLE, Identity.CLAIMED)
    token = programs.token(organisation=OWN)
    listed = (await programs.asks(token, "GET", "/cases")).json()["items"]
    assert [case["id"] for case in listed] == [mine]
    assert (await programs.asks(token, "GET", "/cases", None)).status_code == 200
    unknown = await programs.asks(token, "GET", "/cases/C999")
    for ident in (theirs, claimed):
        answer = await programs.asks(token, "GET", f"/cases/{ident}")
        assert said(answer) == "not_found"
        same = answer.text.replace(ident, "C999")
        assert same == unknown.text
        assert said(await programs.asks(token, "GET", f"/cases/{ident}/messages")) == "not_found"
    every = (await programs.asks(programs.token(), "GET", "/cases")).json()["items"]
    assert {case["id"] for case in every} == {mine, theirs, claimed}


async def test_what_staff_know_is_for_the_operator_alone(programs: Programs) -> None:
    case = await programs.writes(OWN, TROUBLE)
    staff_only = ("cause", "incident", "assignee", "tags")
    own = (await programs.asks(programs.token(organisation=OWN), "GET", f"/cases/{case}")).json()
    assert [own[name] for name in staff_only] == [None] * 4
    operators = (await programs.asks(programs.token(), "GET", f"/cases/{case}")).json()
    assert operators["tags"] == []


@pytest.mark.slow
async def test_lists_are_read_page_by_page(programs: Programs) -> None:
    written = []
    for number in range(5):
        programs.clock.passes(timedelta(seconds=1))
        written.append(await programs.writes(f"{OWN}{number}", TROUBLE))
    token, seen, cursor = programs.token(), [], ""
    for _ in range(3):
        page = (await programs.asks(token, "GET", f"/cases?limit=2&cursor={cursor}")).json()
        seen += [case["id"] for case in page["items"]]
        cursor = page["next"]
    assert seen == written[::-1]
    assert cursor is None


@pytest.mark.parametrize(
    "forge", first(1, [lambda c: c[:-1] + "A", lambda _: "2.5.1", lambda c: c[::-1]])
)
async def test_a_cursor_cannot_be_made_or_used_elsewhere(programs: Programs, forge: object) -> None:
    for number in range(3):
        await programs.writes(f"{OWN}{number}", TROUBLE)
    token = programs.token()
    cursor = (await programs.asks(token, "GET", "/cases?limit=1")).json()["next"]
    forged = forge(cursor)  # type: ignore[operator]  # a way to spoil a text
    assert said(await programs.asks(token, "GET", f"/cases?cursor={forged}")) == "bad_cursor"
    assert said(await programs.asks(token, "GET", f"/feeds?cursor={cursor}")) == "bad_cursor"
    own = programs.token(organisation=OWN)
    assert said(await programs.asks(own, "GET", f"/cases?cursor={cursor}")) == "bad_cursor"
    programs.clock.passes(timedelta(days=1, seconds=1))
    assert said(await programs.asks(token, "GET", f"/cases?cursor={cursor}")) == "bad_cursor"


async def test_nobody_writes_as_a_customer_of_another_channel(programs: Programs) -> None:
    case = await programs.writes(OWN, TROUBLE)
    answer = await programs.asks(
        programs.token(organisation=OWN), "POST", f"/cases/{case}/messages", {"text": "はい"}
    )
    assert said(answer) == "conflict"
    assert len(heard(programs)) == 1


@pytest.mark.parametrize(("identity", "code"), [("verified", 422), ("claimed", 201)])
async def test_no_personal_data_becomes_the_name_of_an_organisation(
    programs: Programs, identity: str, code: int
) -> None:
    body = REPORT | {"organisation": "sato@example.com", "identity": identity}
    answer = await programs.asks(programs.token(), "POST", "/cases", body)
    assert answer.status_code == code
    assert "sato@example.com" not in answer.text + repr(heard(programs))


@pytest.mark.parametrize("more", [{}, {"complete": True}])
async def test_the_products_of_a_report_are_all_only_where_it_says_so(
    programs: Programs, more: dict[str, bool]
) -> None:
    body = REPORT | {"products": ["krewdata"]} | more
    case = (await programs.asks(programs.token(), "POST", "/cases", body)).json()["case"]["id"]
    with programs.store.look() as work:
        found = work.conversation(case)
    assert found is not None
    assert found.complaint.inventory == ("krewdata",)
    assert found.complaint.complete == bool(more)


async def test_secrets_are_masked_before_they_are_kept(programs: Programs) -> None:
    token = programs.token(organisation=OWN)
    text = f"{TROUBLE} パスワードは hunter2secret です。"
    told = (await programs.asks(token, "POST", "/cases", REPORT | {"text": text})).json()
    page = await programs.asks(token, "GET", f"/cases/{told['case']['id']}/messages")
    assert "hunter2secret" not in page.text + repr(heard(programs))


async def test_products_that_are_in_no_catalogue_are_refused(programs: Programs) -> None:
    body = REPORT | {"products": ["krewdata", "no-such-thing"]}
    answer = await programs.asks(programs.token(Scope.CASES_REPORT), "POST", "/cases", body)
    assert said(answer) == "invalid"
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/products/1"]

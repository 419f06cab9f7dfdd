"""Every operation for every sort of token: who may, who may not, and what either is told."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.model.api_token import OPERATORS_OWN, Scope
from bot.model.audit import AuditFilter, AuditVia
from bot.web.api.operations import Operation
from bot.web.api.routes import OPERATIONS
from tests.web.api.conftest import DAY, OTHER, OWN, Programs, said
from tests.web.api.samples import body_for, filled

pytestmark = pytest.mark.anyio


def names(operation: Operation) -> str:
    return operation.name


async def asked(programs: Programs, token: str, operation: Operation, of: str = OWN) -> Any:
    """An operation on what is an organisation's, with everything it needs."""
    path = await filled(programs, operation, of)
    return await programs.asks(token, operation.method, path, body_for(operation))


@dataclass(frozen=True)
class Bad:
    """A token that opens nothing."""

    name: str


@pytest.mark.parametrize("operation", OPERATIONS, ids=names)
@pytest.mark.parametrize(
    "sort", ["none", "forged", "misspelt", "other scheme", "expired", "revoked"]
)
async def test_without_a_token_that_is_good_nothing_is_done(
    programs: Programs, operation: Operation, sort: str
) -> None:
    made, good = programs.kept(lasts=DAY)
    token = {
        "none": "",
        "forged": "jbt_" + "A" * 43,
        "misspelt": good[:-1],
        "other scheme": good,
        "expired": good,
        "revoked": good,
    }[sort]
    path = await filled(programs, operation, OWN)
    before = programs.store.last_event()
    if sort == "expired":
        programs.clock.passes(DAY)
    if sort == "revoked":
        assert programs.store.api.revoke_token(made.id, programs.clock())
    headers = {"Authorization": f"Basic {good}"} if sort == "other scheme" else {}
    token = "" if headers else token
    answer = await programs.asks(token, operation.method, path, body_for(operation), **headers)
    assert said(answer) == "unauthorized"
    assert answer.headers["www-authenticate"] == 'Bearer realm="jitabata"'
    assert programs.store.last_event() == before


@pytest.mark.parametrize("operation", OPERATIONS, ids=names)
async def test_a_token_needs_the_scope_and_no_other(
    programs: Programs, operation: Operation
) -> None:
    if operation.scope is None:
        return
    others = [scope for scope in Scope if scope is not operation.scope]
    refused = await asked(programs, programs.token(*others), operation)
    assert said(refused) == "forbidden"
    assert refused.headers["x-required-scope"] == operation.scope.value
    done = await asked(programs, programs.token(operation.scope, name="only"), operation)
    assert done.status_code in operation.statuses, done.text


@pytest.mark.parametrize("operation", OPERATIONS, ids=names)
async def test_a_token_of_one_organisation_reaches_its_own_and_no_other(
    programs: Programs, operation: Operation
) -> None:
    token = programs.token(organisation=OWN)
    answer = await asked(programs, token, operation)
    if operation.scope in OPERATORS_OWN:
        assert said(answer) == "forbidden"
        return
    assert answer.status_code in operation.statuses, answer.text
    of_somebody = re.search(r"\{(case|organisation)\}", operation.path)
    theirs = await asked(programs, token, operation, OTHER)
    if of_somebody is None:
        assert theirs.status_code in operation.statuses
        assert OTHER not in theirs.text
        return
    path = re.sub(r"\{\w+\}", "no-such", operation.path)
    unknown = await programs.asks(token, operation.method, path, body_for(operation))
    assert said(theirs) == said(unknown) == "not_found"
    told = [{**a.json(), "instance": ""} for a in (theirs, unknown)]
    assert told[0] == told[1]
    assert theirs.headers.keys() == unknown.headers.keys()


@pytest.mark.parametrize("operation", OPERATIONS, ids=names)
async def test_the_operators_token_reaches_every_organisation(
    programs: Programs, operation: Operation
) -> None:
    token = programs.token()
    for organisation in (OWN, OTHER):
        answer = await asked(programs, token, operation, organisation)
        assert answer.status_code in operation.statuses, answer.text


@pytest.mark.parametrize("operation", OPERATIONS, ids=names)
async def test_what_is_answered_has_the_documented_shape(
    programs: Programs, operation: Operation
) -> None:
    answer = await asked(programs, programs.token(), operation)
    if operation.answer is None:
        assert answer.content == b""
    else:
        operation.answer.model_validate_json(answer.content, strict=True)  # no field more or less
        assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"


async def test_the_audit_log_says_which_program_did_what(programs: Programs) -> None:
    made, token = programs.kept(name="CRM 連携")
    for operation in OPERATIONS:
        await asked(programs, token, operation)
    log = programs.store.staff.audited(AuditFilter(staff="CRM 連携"))
    assert {e.act for e in log} == {o.act for o in OPERATIONS if o.act}
    assert {(e.via, e.account, e.refused) for e in log} == {(AuditVia.API, made.id, False)}
    none = programs.token(Scope.STATUS_READ, name="見るだけ")
    await programs.asks(none, "GET", "/cases")
    (entry,) = programs.store.staff.audited(AuditFilter(staff="見るだけ"))
    assert (entry.act, entry.about, entry.refused) == ("refused", "GET /cases", True)


async def test_when_a_token_was_used_last_is_known_to_the_minute(programs: Programs) -> None:
    made, token = programs.kept()
    for seconds in (0, 30, 45):
        programs.clock.passes(timedelta(seconds=seconds))
        await programs.asks(token, "GET", "/token")
    (found,) = (t for t in programs.store.api.tokens() if t.id == made.id)
    assert found.used_at == programs.clock()

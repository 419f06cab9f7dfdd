"""Every operation for every sort of token: who may, who may not, and what either is told."""

import re
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from bot.model.api_token import OPERATORS_OWN, Scope
from bot.model.audit import AuditFilter, AuditVia
from bot.web.api.operations import Operation
from bot.web.api.routes import OPERATIONS
from tests.examples import first
from tests.web.api.conftest import DAY, OTHER, OWN, Programs, said
from tests.web.api.samples import body_for, filled

pytestmark = pytest.mark.anyio
SCOPED = [operation for operation in OPERATIONS if operation.scope is not None]
OF_SOMEBODY = re.compile(r"\{(case|organisation)\}")


async def asked(
    programs: Programs, token: str, operation: Operation, of: str = OWN
) -> httpx.Response:
    """An operation on what is an organisation's, with everything that it needs."""
    path = await filled(programs, operation, of)
    return await programs.asks(token, operation.method, path, body_for(operation))


def outcome(operation: Operation, answer: httpx.Response) -> str:
    """ "done" as documented, or the sort of problem."""
    return "done" if answer.status_code in operation.statuses else said(answer)


def every(outcome: str, which: Callable[[Operation], bool] = lambda _: True) -> dict[str, str]:
    return {operation.name: outcome for operation in OPERATIONS if which(operation)}


@pytest.mark.parametrize(
    "sort", first(2, ["revoked", "expired", "misspelt", "forged", "other scheme", "none"])
)
async def test_without_a_token_that_is_good_nothing_is_done(programs: Programs, sort: str) -> None:
    made, good = programs.kept(lasts=DAY)
    ready = [(operation, await filled(programs, operation, OWN)) for operation in OPERATIONS]
    tokens = {"none": "", "forged": "jbt_" + "A" * 43, "misspelt": good[:-1], "other scheme": ""}
    headers = {"Authorization": f"Basic {good}"} if sort == "other scheme" else {}
    if sort == "expired":
        programs.clock.passes(DAY)
    if sort == "revoked":
        assert programs.store.api.revoke_token(made.id, programs.clock())
    before, found = programs.store.last_event(), {}
    for operation, path in ready:
        token, body = tokens.get(sort, good), body_for(operation)
        answer = await programs.asks(token, operation.method, path, body, **headers)
        assert answer.headers["www-authenticate"] == 'Bearer realm="jitabata"'
        found[operation.name] = said(answer)
    assert found == every("unauthorized")
    assert programs.store.last_event() == before


@pytest.mark.slow
async def test_a_token_needs_the_scope_and_no_other(programs: Programs) -> None:
    without, having = {}, {}
    for operation in SCOPED:
        assert operation.scope is not None
        others = [scope for scope in Scope if scope is not operation.scope]
        refused = await asked(programs, programs.token(*others, name="others"), operation)
        assert refused.headers["x-required-scope"] == operation.scope.value
        without[operation.name] = said(refused)
        done = await asked(programs, programs.token(operation.scope, name="only"), operation)
        having[operation.name] = outcome(operation, done)
    assert without == every("forbidden", lambda o: o in SCOPED)
    assert having == every("done", lambda o: o in SCOPED)


@pytest.mark.slow
async def test_a_token_of_one_organisation_reaches_its_own_and_no_other(
    programs: Programs,
) -> None:
    token, own, other = programs.token(organisation=OWN), {}, {}
    for operation in OPERATIONS:  # both have something in every list
        await filled(programs, operation, OWN), await filled(programs, operation, OTHER)
    for operation in OPERATIONS:
        own[operation.name] = outcome(operation, await asked(programs, token, operation))
        theirs = await asked(programs, token, operation, OTHER)
        other[operation.name] = outcome(operation, theirs)
        assert other[operation.name] != "done" or OTHER not in theirs.text
        if own[operation.name] == "done" and OF_SOMEBODY.search(operation.path):
            path = re.sub(r"\{\w+\}", "no-such", operation.path)
            unknown = await programs.asks(token, operation.method, path, body_for(operation))
            told = [{**answer.json(), "instance": ""} for answer in (theirs, unknown)]
            assert told[0] == told[1], operation.name
            assert theirs.headers.keys() == unknown.headers.keys()
    refused = every("forbidden", lambda o: o.scope in OPERATORS_OWN)
    assert own == every("done") | refused
    hidden = every("not_found", lambda o: OF_SOMEBODY.search(o.path) is not None)
    assert other == every("done") | hidden | refused


@pytest.mark.slow
async def test_the_operators_token_reaches_every_organisation(programs: Programs) -> None:
    token = programs.token()
    for organisation in (OWN, OTHER):
        found = {}
        for operation in OPERATIONS:
            answer = await asked(programs, token, operation, organisation)
            found[operation.name] = outcome(operation, answer)
        assert found == every("done")


@pytest.mark.slow
async def test_what_is_answered_has_the_documented_shape(programs: Programs) -> None:
    token = programs.token()
    for operation in OPERATIONS:
        answer = await asked(programs, token, operation)
        if operation.answer is None:
            assert answer.content == b""
            continue
        operation.answer.model_validate_json(answer.content, strict=True)  # no field more or less
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.slow
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

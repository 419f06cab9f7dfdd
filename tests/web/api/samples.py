"""What an operation needs to be asked for: something that is there, and a body that is right."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from bot.model.incident import Incident, IncidentStatus
from bot.model.organisation import KnownOrganisation
from bot.model.publication import Post, PostKind, PostStatus
from bot.web.api.operations import Operation
from tests.web.api.conftest import Programs

BODIES: dict[str, Any] = {
    "reportCase": {"reporter": "user-17", "text": "今朝からkintoneの画面が開きません。"},
    "writeMessage": {"text": "ほかのアプリは開きます。"},
    "answerCase": {"text": "ご連絡ありがとうございます。いまお調べしています。"},
    "subscribe": {"channel": "mail", "address": "sato@midori.example", "products": ["krewdata"]},
    "putOrganisation": {"products": ["krewdata"], "complete": True, "name": "Aoba"},
}


def body_for(operation: Operation) -> Any:
    return BODIES.get(operation.name)


async def filled(programs: Programs, operation: Operation, of: str) -> str:
    """The path of an operation, with something that belongs to an organisation."""
    make: dict[str, Callable[[Programs, Operation, str], Awaitable[str]]] = {
        "case": _case,
        "organisation": _organisation,
        "incident": _incident,
        "post": _post,
        "product": _product,
    }
    names = re.findall(r"\{(\w+)\}", operation.path)
    values = {name: await make[name](programs, operation, of) for name in names}
    return operation.path.format(**values)


async def _case(programs: Programs, operation: Operation, of: str) -> str:
    if operation.name != "writeMessage":
        return await programs.writes(of, BODIES["reportCase"]["text"])
    body = BODIES["reportCase"] | {"organisation": of, "identity": "verified"}
    answer = await programs.asks(programs.token(name="another"), "POST", "/cases", body)
    return str(answer.json()["case"]["id"])


async def _organisation(programs: Programs, _: Operation, of: str) -> str:
    known = KnownOrganisation(
        of, "", ("krewdata",), complete=True, changed_at=programs.clock(), changed_by="CRM"
    )
    with programs.store.work() as work:
        work.save_organisations([known])
    return quote(of)


async def _incident(programs: Programs, _: Operation, of: str) -> str:
    now = programs.clock()
    made = Incident(
        "I7", IncidentStatus.CONFIRMED, ("platform:kintone",), now, now, (0.9,), organisations=3
    )
    with programs.store.work() as work:
        work.save_incident(made)
    return made.id


async def _post(programs: Programs, _: Operation, of: str) -> str:
    now = programs.clock()
    titles = {"ja": "画面が開かない", "en": "Pages do not open"}
    made = Post("abc123", PostKind.INCIDENT, PostStatus.IDENTIFIED, titles, now, now, now)
    with programs.store.work() as work:
        work.save_post(made)
    return made.id


async def _product(*_: object) -> str:
    return "krewdata"

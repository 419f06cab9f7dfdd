"""Incidents as staff see them, and the notices about them: for the operator's own tokens."""

from bot.desk.incident_lists import IncidentFilter
from bot.desk.names import ReaderNames
from bot.desk.ports import UnitOfWork
from bot.model.api_token import Scope
from bot.model.broadcast import Broadcast
from bot.model.incident import Incident, IncidentStatus
from bot.web.api.lists import latest_of
from bot.web.api.operations import Answer, Call, Operation, PageQuery, not_found
from bot.web.api.shapes import IncidentShape, NoticeShape, Page, Suspect
from bot.web.views import read

MOST_NOTICES = 2_000


class IncidentQuery(PageQuery):
    """A page of incidents, the newest first."""

    status: IncidentStatus | None = None


async def _list(call: Call) -> Answer:
    wanted: IncidentQuery = call.query
    which = IncidentFilter((wanted.status,) if wanted.status else (), "", ())
    mark = call.mark()

    def found(work: UnitOfWork) -> list[Incident]:
        return work.incidents_in(which, after=mark, limit=wanted.limit + 1)

    incidents = await read(call.house.views, found)
    shown = incidents[: wanted.limit]
    more = shown[-1].id if len(incidents) > wanted.limit else ""
    items = [_shape(incident, call) for incident in shown]
    return Answer(Page[IncidentShape](items=items, next=call.next(more)))


async def _one(call: Call) -> Answer:
    return Answer(_shape(await _found(call), call))


async def _notices(call: Call) -> Answer:
    incident = await _found(call)

    def found(work: UnitOfWork) -> list[Broadcast]:
        return work.broadcasts(incident=incident.id, under_way_only=False, limit=MOST_NOTICES)

    notices = await read(call.house.views, found)
    shown, more = latest_of(notices, lambda notice: (notice.started_at, notice.id), call)
    items = [_notice(notice) for notice in shown]
    return Answer(Page[NoticeShape](items=items, next=call.next(more)))


async def _found(call: Call) -> Incident:
    ident = call.path["incident"]
    incident = await read(call.house.views, lambda work: work.incident(ident))
    if incident is None:
        raise not_found()
    return incident


def _shape(incident: Incident, call: Call) -> IncidentShape:
    knowledge = call.house.knowledge
    names = ReaderNames(knowledge, knowledge.catalogue, call.lang)
    suspects = [
        Suspect(cause=cause, name=names.cause(cause), probability=round(chance, 4))
        for cause, chance in zip(incident.suspects, incident.chances, strict=False)
    ]
    return IncidentShape.of(incident, suspects=suspects)


def _notice(broadcast: Broadcast) -> NoticeShape:
    return NoticeShape.of(
        broadcast,
        language=broadcast.lang,
        approved_by=broadcast.staff,
        readers=broadcast.total,
    )


_READ = Scope.INCIDENTS_READ
OPERATIONS = (
    Operation(
        "listIncidents",
        "GET",
        "/incidents",
        _READ,
        _list,
        Page[IncidentShape],
        query=IncidentQuery,
    ),
    Operation("getIncident", "GET", "/incidents/{incident}", _READ, _one, IncidentShape),
    Operation(
        "listNotices",
        "GET",
        "/incidents/{incident}/notices",
        _READ,
        _notices,
        Page[NoticeShape],
        query=PageQuery,
    ),
)

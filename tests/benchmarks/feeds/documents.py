"""Documents that status readers misread (Statuspage summaries), and what each of them means."""

import json
from dataclasses import dataclass

PAGE = {"id": "kumo12345678", "name": "Kumo", "url": "https://kumo.example", "time_zone": "UTC"}
DAY = "2026-05-01T03:00:00.000Z"


@dataclass(frozen=True, slots=True)
class Document:
    """What is served, first and from the second poll on, and what a reader should say of it.

    ``ours`` is what our reader has to say, word for word.
    """

    name: str
    truth: str
    ours: str
    body: bytes
    later: bytes | None = None


def _summary(
    indicator: str,
    *,
    incidents: tuple[dict[str, object], ...] = (),
    maintenances: tuple[dict[str, object], ...] = (),
    components: tuple[dict[str, object], ...] = (),
) -> bytes:
    return json.dumps(
        {
            "page": {**PAGE, "updated_at": DAY},
            "status": {"indicator": indicator, "description": indicator},
            "components": components,
            "incidents": incidents,
            "scheduled_maintenances": maintenances,
        }
    ).encode()


def _incident(impact: str) -> dict[str, object]:
    return {
        "id": "i1", "name": "Sheets do not load", "status": "investigating", "impact": impact,
        "created_at": DAY, "started_at": DAY, "updated_at": DAY, "components": [],
    }  # fmt: skip


def _component(key: str, name: str, status: str, group: str | None = None) -> dict[str, object]:
    return {"id": key, "name": name, "status": status, "group": False, "group_id": group}


def _maintenance(status: str, day: str) -> dict[str, object]:
    return {
        "id": "m1", "name": "Move of disks", "status": status, "impact": "maintenance",
        "scheduled_for": f"{day}T02:00:00Z", "scheduled_until": f"{day}T23:00:00Z", "components": [],
    }  # fmt: skip


_GROUPS = (
    {**_component("g1", "Tokyo", "major_outage"), "group": True},
    {**_component("g2", "Osaka", "operational"), "group": True},
    _component("a", "Editor", "major_outage", "g1"),
    _component("b", "Editor", "operational", "g2"),
)
_WELL = (_component("a", "Editor", "operational"),)
_MANY = tuple(_component(f"c{n}", f"City {n}", "operational") for n in range(59))

DOCUMENTS = (
    Document(
        "an incident of major impact, and a page that says so",
        "trouble, major",
        "investigating, roll-up partial_outage; incident: major",
        _summary("major", incidents=(_incident("major"),)),
    ),
    Document(
        "roll-up green over an open incident",
        "trouble: an incident is being investigated",
        "investigating, roll-up operational; incident: none",
        _summary("none", incidents=(_incident("none"),), components=_WELL),
    ),
    Document(
        "roll-up critical, its incident still minor",
        "critical",
        "investigating, roll-up major_outage; incident: minor",
        _summary("critical", incidents=(_incident("minor"),)),
    ),
    Document(
        "the incident goes from minor to critical",
        "an incident of critical impact",
        "investigating, roll-up major_outage; incident: critical",
        _summary("minor", incidents=(_incident("minor"),)),
        _summary("critical", incidents=(_incident("critical"),)),
    ),
    Document(
        "indicator `maintenance`, maintenance running",
        "announced maintenance, no outage",
        "maintenance_in_progress, roll-up maintenance; 1 maintenance",
        _summary(
            "maintenance",
            maintenances=(_maintenance("in_progress", "2026-05-01"),),
            components=(_component("a", "Editor", "under_maintenance"),),
        ),
    ),
    Document(
        "a maintenance planned for next month",
        "all is well now",
        "operational",
        _summary("none", maintenances=(_maintenance("scheduled", "2026-06-09"),), components=_WELL),
    ),
    Document(
        "groups, and two components of one name",
        "Editor in Tokyo is down, in Osaka it works: 2 components",
        "major_outage, roll-up major_outage; 2 components",
        _summary("critical", components=_GROUPS),
    ),
    Document(
        "amber for ever: 1 of 60 parts slow, no incident",
        "background, no outage to tell customers of",
        "notice, roll-up degraded; 60 components",
        _summary("minor", components=(*_MANY, _component("z", "City 60", "degraded_performance"))),
    ),
    Document(
        'a 200 with `{"message":"Forbidden"}`',
        "nothing is known",
        "unknown: JSON without the marker of any known format",
        b'{"message":"Forbidden"}',
    ),
    Document(
        "the page is gone (404) after a good reading",
        "nothing is known any more",
        "unknown: HTTP 404: there is no such page",
        _summary("none", components=_WELL),
        b"",
    ),
)

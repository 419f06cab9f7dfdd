"""The Home tab: what each reader may see there, and what not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.channels.slack.home.overviews import (
    CaseLine,
    CustomerOverview,
    IncidentLine,
    StaffOverview,
)
from bot.channels.slack.home.page import customer_home, staff_home
from bot.channels.slack.home.slash import status_text
from bot.model.conversation import Conversation, Speaker, Turn
from bot.model.incident import Incident, IncidentStatus
from bot.model.ticket import Ticket
from bot.model.understanding import Urgency
from tests.cases import each
from tests.channels.fakes import NOON
from tests.channels.slack.lobby import Lobby, visit
from tests.channels.slack.world.kit_views import problems_with_view
from tests.channels.slack.world.world import World

CAUSE = "plugin:krewsheet"
OUTAGE = Incident(
    *("I1", IncidentStatus.CONFIRMED, (CAUSE,), NOON, NOON),
    chances=(0.99,),
    organisations=6,
    tenants=("acme", "globex"),
    supported=6,
    proven=True,
)


def case(customer: str = "slack:T1:USATO", **changes: Any) -> Conversation:
    said = Turn(NOON, Speaker.CUSTOMER, "在庫アプリが開きません <!channel>", "m1")
    told = Conversation("C1", customer, "T1", "slack", "ja", NOON, turns=(said,), reported_at=NOON)
    return replace(told, **changes)


def keep(lobby: Lobby, *things: Conversation | Incident | Ticket) -> None:
    with lobby.store.work() as work:
        for thing in things:
            match thing:
                case Conversation():
                    work.save_conversation(thing, NOON)
                case Incident():
                    work.save_incident(thing)
                case Ticket():
                    work.save_ticket(thing)


def shown(lobby_keeps: tuple[Conversation | Incident | Ticket, ...], user: str = "USATO") -> str:
    """A person's Home when the store holds these."""
    seen: list[str] = []

    async def scenario(lobby: Lobby) -> None:
        keep(lobby, *lobby_keeps)
        await lobby.opens("home", user)
        seen.append(lobby.home(user))

    assert list(visit(scenario).findings) == []
    return seen[0]


def test_who_has_no_case_can_begin_one_and_is_promised_nothing() -> None:
    home = shown(())
    assert "新しく問い合わせる" in home
    assert "お問い合わせ中の件はありません" in home
    assert "まだ載っていないことがあります" in home


def test_home_is_in_the_readers_language() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.world.people["USATO"].locale = "en-US"
        await lobby.opens("home")
        assert "You have no open case." in lobby.home()

    visit(scenario)


@each(
    ("changes", "state"),
    [
        ({}, "原因を確認中"),
        ({"taken_over_by": "suzuki"}, "担当者が対応中"),
        ({"recovered_at": NOON}, "解決のご連絡あり"),
    ],
)
def test_a_case_is_shown_with_its_state(changes: dict[str, Any], state: str) -> None:
    home = shown((case(**changes),))
    assert state in home
    assert "在庫アプリが開きません &lt;!channel&gt;" in home


def test_a_case_that_waits_for_a_person_says_so() -> None:
    ticket = Ticket(
        *("T1", NOON, NOON, "社内メモ", Urgency.HIGH), conversation="C1", customer="slack:T1:USATO"
    )
    home = shown((case(), ticket))
    assert "担当者に引き継ぎ済み" in home
    assert "社内メモ" not in home


def test_nobody_sees_the_cases_of_others() -> None:
    home = shown((case("slack:T1:UABE"), case("slack:T9:UITO", id="C2")))
    assert "在庫アプリ" not in home


def test_old_and_idle_conversations_are_no_open_cases() -> None:
    old = NOON - timedelta(days=20)
    turn = Turn(old, Speaker.CUSTOMER, "昔の件", "m0")
    assert "昔の件" not in shown((case(turns=(turn,)),))
    assert "在庫アプリ" not in shown((case(reported_at=None),))


def test_a_confirmed_incident_is_named_and_no_customer_is() -> None:
    home = shown((OUTAGE,))
    assert "krewSheet" in home
    assert "確認済み" in home
    for secret in ("acme", "globex", "6"):
        assert secret not in home.split("確認されている障害")[1].split("<!date")[0]


def test_a_product_is_not_named_from_counts_alone() -> None:
    counted = replace(OUTAGE, proven=False, supported=0)
    home = shown((counted,))
    assert "krewSheet" not in home
    assert "原因は調査中" in home


@each("status", [IncidentStatus.SUSPECTED, IncidentStatus.RESOLVED])
def test_what_is_only_suspected_or_over_is_not_shown_to_customers(status: IncidentStatus) -> None:
    assert "いま確認済みの障害はありません" in shown((replace(OUTAGE, status=status),))


def test_hosting_that_nobody_has_made_public_is_not_named() -> None:
    assert "原因は調査中" in shown((replace(OUTAGE, suspects=("infra:cloudflare",)),))


def test_staff_see_the_queue_the_oldest_urgent_first_and_what_is_suspected() -> None:
    tickets = [
        Ticket(
            *(f"T{n}", NOON - timedelta(minutes=n), NOON, f"件{n}", Urgency.HIGH),
            customer=f"c{n}",
        )
        for n in range(1, 4)
    ]
    suspected = replace(OUTAGE, status=IncidentStatus.SUSPECTED)
    home = shown((*tickets, suspected), "UAGENT")
    assert "未対応 3 件" in home
    assert home.index("T3") < home.index("T2") < home.index("T1")
    assert "疑い" in home
    assert "krewSheet" in home


def test_somebody_elses_home_is_no_home_of_staff() -> None:
    assert "未対応" not in shown((), "UABE")


def test_home_is_published_again_when_it_is_opened_but_not_at_every_flicker() -> None:
    async def scenario(lobby: Lobby) -> None:
        for _ in range(3):
            await lobby.opens("home")
        assert len(lobby.world.called("views.publish")) == 1
        lobby.clock.passes(seconds=11)
        keep(lobby, case())
        await lobby.opens("home")
        assert "在庫アプリ" in lobby.home()
        assert len(lobby.world.called("users.info")) == 1

    visit(scenario)


def test_what_cannot_be_read_is_said_to_be_unknown() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.breaks_the_overviews()
        await lobby.opens("home")
        assert "不明" in lobby.home()
        await lobby.opens("home", "UAGENT")
        assert "不明" in lobby.home("UAGENT")

    visit(scenario)


def test_the_button_on_home_opens_the_form() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.opens("home")
        await lobby.hears(pressed_on_home(lobby.world))
        views = [v.body["type"] for v in lobby.world.views.values()]
        assert sorted(views) == ["home", "modal"]

    assert list(visit(scenario).findings) == []


def pressed_on_home(world: World) -> dict[str, object]:
    [view] = world.views.values()
    return {
        "type": "block_actions",
        "user": {"id": "USATO", "team_id": "T1"},
        "team": {"id": "T1"},
        "api_app_id": "A1",
        "trigger_id": world.trigger("T1", "USATO"),
        "container": {"type": "view", "view_id": view.id},
        "view": {**view.body, "id": view.id, "app_installed_team_id": "T1"},
        "actions": [{"type": "button", "action_id": "new_case", "block_id": "b"}],
    }


LINES = tuple(CaseLine("あ<&>" * 60, "looking", NOON) for _ in range(40))
INCIDENTS = tuple(
    IncidentLine("I1", "い<&>" * 60, IncidentStatus.CONFIRMED, NOON) for _ in range(40)
)


@each("lang", ["ja", "en"])
def test_a_very_bad_day_keeps_slacks_limits(lang: str) -> None:
    staff = StaffOverview(999, 99, 9, LINES, INCIDENTS, 40, 99)
    for view in (customer_home(CustomerOverview(LINES, INCIDENTS), lang), staff_home(staff, lang)):
        assert problems_with_view(view, "home") == []
    assert problems_with_view(customer_home(None, lang), "home") == []
    assert len(status_text(staff, lang)) < 12_000
    assert "<&>" not in status_text(staff, lang)

"""The shortcut on a message, and buttons."""

from dataclasses import replace

from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.model.conversation import AdviceOutcome, Advised
from bot.model.event import TicketClaimed, TicketClosed
from bot.model.ticket import TicketStatus
from tests.cases import each
from tests.channels.fakes import NOON
from tests.channels.slack.imitation import press
from tests.channels.slack.lobby import Lobby, nothing_wrong, visit
from tests.channels.slack.world import payloads
from tests.channels.slack.world.state import Json, Post
from tests.shipped import knowledge


def shortcut_on(lobby: Lobby, post: Post, user: str = "UABE") -> Json:
    return payloads.shortcut(lobby.world, "T1", user, "case_from_message", post)


def test_a_post_in_a_room_where_we_are_becomes_its_authors_case() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = lobby.world.says("C2", "USATO", "開きません")
        await lobby.hears(shortcut_on(lobby, post), shortcut_on(lobby, post))
        assert {(m.customer, m.message_id, m.thread) for m in lobby.heard} == {
            ("slack:T1:USATO", f"slack:T1:C2:{post.ts}", f"T1/C2:{post.ts}")
        }
        assert len(lobby.heard) == 1
        assert "受け付けました" in lobby.whispers("UABE")[0]

    assert nothing_wrong(visit(scenario))


def test_a_post_in_a_foreign_room_is_not_taken() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.world.rooms["C3"].members.add("UABE")
        post = lobby.world.says("C3", "USATO", "開きません")
        await lobby.hears(shortcut_on(lobby, post))
        assert lobby.heard == []
        assert lobby.waiting() == []

    visit(scenario)


def test_nobody_from_outside_makes_cases_of_posts_in_our_rooms() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = lobby.world.says("C2", "USATO", "開きません")
        asked = shortcut_on(lobby, post)
        asked["user"]["team_id"] = "T9"
        await lobby.hears(asked)
        assert lobby.heard == []

    visit(scenario)


def test_a_bots_post_is_no_case_and_whoever_asked_is_told() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = lobby.world.says("C2", "USATO", "")
        await lobby.hears(shortcut_on(lobby, post))
        assert lobby.heard == []
        assert "お問い合わせにできません" in lobby.whispers("UABE")[0]

    visit(scenario)


# buttons


def test_a_switch_off_that_helped_is_told_in_words_that_the_desk_believes() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.starts_with_the_real_desk()
        root = await lobby.says("画面が真っ白です")
        with lobby.store.work() as work:
            told = work.latest_conversation("slack:T1:USATO")
            assert told is not None
            advised = (Advised("disable_plugin:krewsheet", NOON),)
            work.save_conversation(replace(told, advised=advised), NOON)
        pressed = press("worked_off", thread=root.ts)
        await lobby.hears(pressed, pressed)
        with lobby.store.work() as work:
            conversation = work.latest_conversation("slack:T1:USATO")
        assert conversation is not None
        assert [(t.advice, t.outcome) for t in conversation.trials] == [
            ("disable_plugin:krewsheet", AdviceOutcome.WORKED)
        ]

    visit(scenario)


@each(("label", "said"), [("直った", "無効に"), ("It works", "I disabled")])
def test_it_is_told_in_the_language_of_the_button(label: str, said: str) -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.says("開きません")
        pressed = press("worked_off")
        pressed["actions"][0]["text"]["text"] = label
        await lobby.hears(pressed)
        assert lobby.heard[-1].text.startswith(said)
        assert lobby.heard[-1].button is None

    visit(scenario)


def test_a_button_without_a_case_says_that_it_has_expired() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = lobby.world.says("C1", "UABE", "…")
        lobby.world.says("C1", "UABE", "…", thread=root.ts)
        for number, name in enumerate(("worked", "failed", "worked_off", "unsolved")):
            pressed = press(name, thread=root.ts)
            pressed["actions"][0]["action_ts"] = f"1700000009.{number}"
            await lobby.hears(pressed)
        assert lobby.heard == []
        assert len(lobby.whispers()) == 4
        assert "見つかりません" in lobby.whispers()[0]

    assert nothing_wrong(visit(scenario))


def test_whether_a_closed_case_is_solved_is_told_by_a_press() -> None:
    async def scenario(lobby: Lobby) -> None:
        desk = Desk(lobby.store, knowledge())
        lobby.starts(DeskDoor(desk))
        root = await lobby.says("画面が真っ白です。担当者と話したいです")
        with lobby.store.look() as work:
            [ticket] = work.tickets()
        for event in (
            TicketClaimed(NOON, ticket.id, "hana"),
            TicketClosed(NOON, ticket.id, "hana", asks=True),
        ):
            desk.handle(event)
        pressed = press("unsolved", thread=root.ts)
        pressed["actions"][0]["text"]["text"] = "いいえ、まだです"
        await lobby.hears(pressed)
        with lobby.store.look() as work:
            [again] = work.tickets()
        assert again.status is TicketStatus.CLAIMED
        assert again.closing_answer is not None
        assert (again.closing_answer.is_solved, again.closing_answer.comment) == (False, "")

    visit(scenario)


def test_the_way_to_a_person_never_expires() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.hears(press("human"))
        assert [m.button for m in lobby.heard] == ["human"]

    visit(scenario)


@each("again_after", [0.4, 15.0])
def test_two_quick_presses_are_one(again_after: float) -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.says("開きません")
        first, second = press("failed"), press("failed")
        second["actions"][0]["action_ts"] = f"{1700000009.0003 + again_after:.6f}"
        await lobby.hears(first, second)
        assert [m.button for m in lobby.heard] == [None, "failed"]
        assert lobby.world.statuses[-1][3] == ""  # nothing is at work for the second

    visit(scenario)


def test_what_is_pressed_again_later_or_beside_it_is_heard() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.says("開きません")
        presses = [press("failed"), press("human"), press("failed"), press("failed")]
        presses[1]["actions"][0]["action_ts"] = "1700000010.000300"
        presses[2]["actions"][0]["action_ts"] = "1700000024.000400"
        presses[3]["container"]["message_ts"] = "1700000006.000200"  # another post of ours
        presses[3]["actions"][0]["action_ts"] = "1700000025.000400"
        await lobby.hears(*presses)
        assert [m.button for m in lobby.heard[1:]] == ["failed", "human", "failed", "failed"]

    visit(scenario)


def test_a_press_that_is_taken_up_again_after_a_crash_is_no_second_one() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.says("開きません")
        lobby.desk.fails_on("直った", times=1)
        await lobby.hears(press("worked"))
        lobby.clock.passes(seconds=6)
        await lobby.works()
        assert [m.button for m in lobby.heard[1:]] == ["worked"]

    visit(scenario)


def test_a_customer_of_another_company_is_whispered_to_in_their_own_language() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.starts_with_the_real_desk()
        lobby.world.stranger("UITO", "T9")
        lobby.world.room("C1", "T1", "USATO", "UITO", is_ext_shared=True)
        root = await lobby.says("kintone does not open", user="UITO")
        lobby.world.says("C1", "USATO", "…", thread=root.ts)
        rated = feedback("good")
        rated["user"] = {"id": "UITO", "team_id": "T9"}
        rated["container"]["thread_ts"] = root.ts
        await lobby.hears(rated)
        assert lobby.whispers("UITO") == ["Thank you. It helps to make the answers better."]

    visit(scenario)


def test_an_expired_button_answers_in_the_language_of_its_label() -> None:
    async def scenario(lobby: Lobby) -> None:
        pressed = press("worked")
        pressed["actions"][0]["text"]["text"] = "It works now"
        root = lobby.world.says("C1", "UABE", "…")
        lobby.world.says("C1", "UABE", "…", thread=root.ts)
        pressed["container"]["thread_ts"] = root.ts
        await lobby.hears(pressed)
        [said] = lobby.whispers()
        assert said.startswith("The case behind this button was not found")

    assert nothing_wrong(visit(scenario))


def feedback(word: str, number: int = 1) -> Json:
    pressed = press("feedback")
    pressed["actions"][0] = {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "block_id": "f",
        "value": word,
        "action_ts": f"1700000100.{number}",
    }
    return pressed


def test_opinions_are_counted_once_a_person_and_thanked_for() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = lobby.world.says("C1", "USATO", "…")
        lobby.world.says("C1", "USATO", "…", thread=root.ts)
        for number, word in enumerate(("good", "good", "bad")):
            told = feedback(word, number)
            told["container"]["thread_ts"] = root.ts
            await lobby.hears(told, told)
        with lobby.store.work() as work:
            assert work.recall("slack:feedback:T1/C1:1700000005.000200:USATO") == "bad"
            assert work.number("slack_feedback_good") == 2
            assert work.number("slack_feedback_bad") == 2
        assert lobby.heard == []
        assert len(lobby.whispers()) == 2

    assert nothing_wrong(visit(scenario))


def test_what_is_for_staff_goes_to_their_side() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.hears(press("staff_claim"))
        form: Json = {"type": "view_submission", "user": {"id": "UAGENT", "team_id": "T1"}}
        form |= {"team": {"id": "T1"}, "view": {"type": "modal", "callback_id": "staff_reply"}}
        await lobby.hears(form)
        assert (lobby.staff.presses, lobby.staff.forms) == (["staff_claim"], ["staff_reply"])
        assert lobby.waiting() == []

    visit(scenario)

"""Posts that are changed or taken back."""

from bot.model.conversation import Conversation, Speaker, Turn
from tests.cases import each
from tests.channels.fakes import NOON
from tests.channels.slack.lobby import Lobby, nothing_wrong, visit
from tests.channels.slack.world import payloads


def test_an_edit_that_says_more_is_one_more_message() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.starts_with_the_real_desk()
        post = await lobby.says("開きません")
        lobby.clock.passes(seconds=5)
        edit = payloads.edited(lobby.world, post, "kintoneの在庫アプリだけ開きません")
        await lobby.hears(edit, edit)
        assert [t.text for t in lobby.turns()] == [
            "開きません",
            "kintoneの在庫アプリだけ開きません",
        ]
        assert lobby.turns()[1].message_id.startswith(f"slack:T1:C1:{post.ts}:edit:")

    assert nothing_wrong(visit(scenario))


def test_a_preview_of_a_link_or_a_comma_is_no_edit() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = await lobby.says("https://a.example が開きません")
        comma = payloads.edited(lobby.world, post, "https://a.example が、開きません。")
        preview = payloads.edited(lobby.world, post, "https://a.example が開きません!")
        del preview["event"]["message"]["edited"]
        await lobby.hears(comma, preview)
        assert len(lobby.heard) == 1

    visit(scenario)


def test_an_edit_that_passes_its_original_is_the_message_itself() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.starts_with_the_real_desk()
        post = lobby.world.says("C1", "USATO", "開きませ")
        [original] = payloads.posted(lobby.world, post)
        edit = payloads.edited(lobby.world, post, "在庫アプリが開きません")
        await lobby.hears(edit, original)
        assert [t.text for t in lobby.turns()] == ["在庫アプリが開きません"]

    visit(scenario)


def test_an_old_post_that_was_never_taken_stays_so_when_it_is_edited() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = lobby.world.says("C1", "USATO", "昔の投稿")
        lobby.clock.passes(hours=3)
        await lobby.hears(payloads.edited(lobby.world, post, "昔の投稿を直しました"))
        assert lobby.heard == []

    visit(scenario)


def test_a_mention_that_is_added_later_calls_the_desk() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = await lobby.says("開きません", room="C2")
        lobby.clock.passes(hours=1)
        await lobby.hears(payloads.edited(lobby.world, post, "<@UBOTT1> 開きません、至急です"))
        assert lobby.desk.texts == ["開きません、至急です"]
        assert lobby.heard[0].message_id == f"slack:T1:C2:{post.ts}"

    visit(scenario)


@each("taken_over_by", [None, "suzuki"])
def test_what_a_person_has_answered_is_not_begun_anew_by_an_edit(taken_over_by: str | None) -> None:
    async def scenario(lobby: Lobby) -> None:
        post = await lobby.says("開きません")
        message = lobby.heard[0]
        said = Turn(NOON, Speaker.CUSTOMER, "開きません", message.message_id)
        answered = Turn(NOON, Speaker.STAFF, "直しました")
        conversation = Conversation(
            *("C1", message.customer, "T1", "slack", "ja", NOON),
            turns=(said, answered),
            taken_over_by=taken_over_by,
        )
        with lobby.store.work() as work:
            work.journal(message)
            work.save_conversation(conversation, NOON)
        await lobby.hears(payloads.edited(lobby.world, post, "やはり在庫アプリが開きません"))
        # While a person has it the desk is silent by itself, and the person reads the edit.
        assert len(lobby.heard) == (1 if taken_over_by is None else 2)

    visit(scenario)


def test_a_deleted_report_is_noted_and_its_thread_is_gone() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = await lobby.says("開きません")
        await lobby.hears(payloads.deleted(lobby.world, post))
        with lobby.store.work() as work:
            assert work.recall(f"slack:gone:T1/C1:{post.ts}") is not None
            assert work.recall(f"slack:deleted:slack:T1:C1:{post.ts}") is not None

    visit(scenario)


def test_a_tombstone_is_a_deletion() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = await lobby.says("開きません")
        told = payloads.edited(lobby.world, post, "This message was deleted.")
        told["event"]["message"] |= {"subtype": "tombstone", "user": "USLACKBOT"}
        await lobby.hears(told)
        with lobby.store.work() as work:
            assert work.recall(f"slack:gone:T1/C1:{post.ts}") is not None
        assert len(lobby.heard) == 1

    visit(scenario)


def test_a_deletion_that_passes_its_original_keeps_it_from_the_desk() -> None:
    async def scenario(lobby: Lobby) -> None:
        post = lobby.world.says("C1", "USATO", "間違えました")
        [original] = payloads.posted(lobby.world, post)
        await lobby.hears(payloads.deleted(lobby.world, post), original)
        assert lobby.heard == []
        assert lobby.waiting() == []

    visit(scenario)


def test_an_answer_that_is_deleted_leaves_its_thread() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = await lobby.says("開きません")
        answer = await lobby.says("自分だけです", thread=root.ts)
        await lobby.hears(payloads.deleted(lobby.world, answer))
        with lobby.store.work() as work:
            assert work.recall(f"slack:gone:T1/C1:{root.ts}") is None

    visit(scenario)

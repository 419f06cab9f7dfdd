"""What customers hear of the files that they handed in."""

from bot.channels.slack.incoming.files import MOST_FILES
from bot.model.upload import Sort, Upload, UploadProblem
from bot.uploads.read import UploadReader
from tests.channels.fakes import a_reply
from tests.channels.slack.incoming.test_files import keeps
from tests.channels.slack.lobby import Lobby, nothing_wrong, visit
from tests.shipped import knowledge
from tests.uploads.hars import a_har, an_entry


def told_of_files(lobby: Lobby, number: int = -1, lang: str = "ja") -> tuple[str, ...]:
    """What stands under the answer to a message about its files."""
    message = lobby.heard[number]
    reply = a_reply("x", message.customer, message.message_id, lang)
    return lobby.addresses.files(reply)


def test_the_answer_says_which_files_were_read_and_which_could_not_be() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.uploads = UploadReader(knowledge().catalogue)
        lobby.starts()
        content = a_har(an_entry("https://js.gusuku.io/a.js", status=503))
        har = keeps(lobby.world, "trace.har", content)
        picture = keeps(lobby.world, "password=Hanako-2026!.png", b"\x89PNG", mimetype="image/png")
        await lobby.says("開きません", files=(har, picture))
        read, unread = told_of_files(lobby)
        assert read == "読み取ったファイル：trace.har（失敗している通信先1件）"
        assert unread.startswith("読み取れなかったファイル：")
        assert "画像は自動では読み取れません" in unread
        assert "Hanako-2026!" not in unread
        assert told_of_files(lobby, lang="en")[0] == "File read: trace.har (1 host failing)"
        assert told_of_files(lobby, lang="th") == told_of_files(lobby, lang="en")
        await lobby.says("まだです")
        assert told_of_files(lobby) == ()

    assert list(visit(scenario).findings) == []


def test_an_answer_that_is_all_about_the_file_is_not_repeated_under_it() -> None:
    async def scenario(lobby: Lobby) -> None:
        unread = Upload("a.png", Sort.PICTURE, problem=UploadProblem.PICTURE)
        lobby.reader.finds("a.png", unread)
        await lobby.says("", files=(keeps(lobby.world, "a.png", mimetype="image/png"),))
        message = lobby.heard[0]
        reply = a_reply(UploadProblem.PICTURE.sentence("ja"), message.customer, message.message_id)
        assert lobby.addresses.files(reply) == ()

    visit(scenario)


def test_files_that_are_too_many_are_counted() -> None:
    async def scenario(lobby: Lobby) -> None:
        many = tuple(keeps(lobby.world, f"{n}.har") for n in range(7))
        await lobby.says("", files=many)
        assert len(told_of_files(lobby)) == MOST_FILES + 1
        assert told_of_files(lobby)[-1] == "ほか 2 件のファイルは読み取っていません。"

    visit(scenario)


def test_who_gets_no_answer_hears_of_the_file_alone() -> None:
    async def scenario(lobby: Lobby) -> None:
        root = await lobby.says("開きません")
        lobby.world.says("C1", "UABE", "…", thread=root.ts)
        lobby.desk._answer = lambda _: ()
        ident = keeps(lobby.world, "trace.har")
        await lobby.says("", files=(ident,), thread=root.ts)
        assert lobby.whispers() == ["読み取ったファイル：trace.har（失敗した通信なし）"]

    assert nothing_wrong(visit(scenario))

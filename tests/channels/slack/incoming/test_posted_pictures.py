"""Pictures that customers hand in over Slack: fetched where they can be kept, and said to be."""

from bot.channels.slack.incoming.files import PostReadings, file_lines
from bot.model.picture import Picture
from bot.model.upload import Sort, Upload, UploadProblem
from tests.cases import each
from tests.channels.slack.incoming.test_files import keeps
from tests.channels.slack.lobby import Lobby, visit


def test_every_picture_of_a_post_is_handed_over_beside_the_file_that_tells_most() -> None:
    async def scenario(lobby: Lobby) -> None:
        kept: list[Picture] = []
        for name in ("一.png", "二.png"):
            picture = Picture(f"p{len(kept)}", name, 64, 48)
            kept.append(picture)
            problem = UploadProblem.PICTURE_KEPT
            lobby.reader.finds(name, Upload(name, Sort.PICTURE, problem=problem, picture=picture))
        names = ("一.png", "二.png")
        pictures = [keeps(lobby.world, name, mimetype="image/png") for name in names]
        await lobby.says("見てください", files=(*pictures, keeps(lobby.world, "trace.har")))
        [message] = lobby.heard
        assert message.upload == lobby.reader_says("trace.har")
        assert message.pictures == tuple(kept)

    assert list(visit(scenario).findings) == []


def test_a_picture_that_cannot_be_kept_is_not_fetched_and_the_desk_says_so() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.starts_with_the_real_desk()
        shown = keeps(lobby.world, "画面.heic", mimetype="image/heic")
        await lobby.says("", files=(shown,))
        [reply] = [o.effect for o in lobby.store.outgoing("slack")]
        assert UploadProblem.PICTURE_KIND.sentence("ja") in getattr(reply, "text", "")
        assert lobby.reader.read_files == {}

    visit(scenario)


@each(
    "problem, line",
    [
        (UploadProblem.PICTURE_KEPT, "担当者が見られるように保存した画像：a.png"),
        *(
            (p, "読み取れなかったファイル：a.png（")
            for p in UploadProblem
            if p.value.startswith("picture") and p is not UploadProblem.PICTURE_KEPT
        ),
    ],
)
def test_a_line_says_what_became_of_it(problem: UploadProblem, line: str) -> None:
    upload = Upload("a.png", Sort.PICTURE, problem=problem)
    [said] = file_lines(PostReadings(upload, looked_at=(("a.png", upload),)), "ja")
    assert said.startswith(line)

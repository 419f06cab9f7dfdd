"""What a message says was done, told apart from what it asks about."""

from bot.model.acts import ReportedAction
from bot.triage.understand.facts.results import actions_in
from tests.cases import each


@each(
    ("text", "done"),
    [
        ("Ruri Gridを無効にしたら開きました", True),
        ("Ruri Gridを無効にした。", True),
        ("Ruri Gridを無効にしたほうがいいですか", False),
        ("プラグインをオフにした方がよいですか", False),
        ("プラグインを無効にしたいです", False),
        ("プラグインを無効にしてもいいですか", False),
        ("外しても大丈夫でしょうか", False),
        ("止めても白いままです", True),
        ("we disabled the plug-in", True),
    ],
)
def test_only_what_was_done_counts(text: str, *, done: bool) -> None:
    assert (ReportedAction.DISABLED in actions_in(text)) is done

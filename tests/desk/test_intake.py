"""What one message comes to."""

from tests.cases import each
from tests.desk.test_desk import OPEN_APP
from tests.fakes import Day, reply_in


@each(
    ("text", "is_open"),
    [("寒くなりましたね、そちらの空模様はどうですか？", True), (OPEN_APP, False)],
)
def test_a_reply_says_of_which_words_the_desk_is_unsure(
    desk: Day, text: str, *, is_open: bool
) -> None:
    assert reply_in(desk.says(f"aoi-{is_open}", text)).unsure_of == (text if is_open else "")

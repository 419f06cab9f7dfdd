"""What one message comes to."""

from bot.model.status import Shows
from tests.builders import FORMS
from tests.cases import each
from tests.desk.test_crowd import NOTHING_ARRIVES
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


def test_who_has_just_read_that_the_vendor_published_it_counts_as_told_and_nobody_before(
    desk: Day,
) -> None:
    desk.report("aoi", "ben", "chie", "dai", text=NOTHING_ARRIVES, uses=FORMS)
    desk.passes(2)
    assert all("update" not in told for told in desk.told("I1").values())
    desk.feed("hoshi_status", Shows.IDENTIFIED)
    desk.passes(2)
    desk.says("emi", NOTHING_ARRIVES, uses=(FORMS.id,))
    assert "update" in desk.told("I1")["emi"]
    assert "emi" not in desk.heard("update")

"""The end of a trouble, told beside something else that is asked or left."""

from bot.model.conversation import Complaint
from bot.model.understanding import Kind, Symptom
from bot.triage.triage import Triage
from tests.builders import a_catalogue, a_conversation, a_message, at
from tests.cases import each
from tests.shipped import knowledge

MISSED = Complaint(symptoms=frozenset({Symptom.FEATURE_MISSING}))
TROUBLED = a_conversation(reported_at=at(0), complaint=MISSED)


@each(
    ("text", "kind"),
    [
        ("検索なおってた。二重の分はどうしたらいいですか", Kind.RECOVERED_REPORT),
        ("計算もどりました。空の見積が何件か残っています", Kind.RECOVERED_REPORT),
        ("検索なおってた。ボタンが出ません", Kind.FUNCTION_REPORT),
        ("公式に出ましたね。いつ頃直りそうですか", Kind.STATUS_QUERY),
    ],
)
def test_the_end_told_before_a_question_about_what_is_left_is_the_end(
    text: str, kind: Kind
) -> None:
    triage = Triage(knowledge(), a_catalogue())
    assert triage.understand(a_message(text=text, after=10), TROUBLED).kind is kind

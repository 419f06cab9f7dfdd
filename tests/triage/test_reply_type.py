"""When a person is needed beside what the desk says."""

from bot.model.facts import Facts
from bot.model.move import Escalation
from bot.model.understanding import Kind, Understanding
from bot.triage.reply_type import escalation_of
from tests.builders import a_catalogue, a_conversation, at
from tests.cases import each

HEARD = Understanding(Kind.FUNCTION_REPORT, "ja", "タブが出ません")


@each(
    ("advice", "questions", "is_published", "why"),
    [
        ((), (), False, Escalation.STUCK),
        (("reload",), (), False, Escalation.STUCK),
        (("wait_for_vendor", "offline_fallback"), (), False, Escalation.STUCK),
        (("wait_for_vendor", "offline_fallback"), (), True, None),  # the vendor knows
        (("wait_for_vendor", "use_standard_view"), (), False, None),
        (("wait_for_vendor",), ("portal",), False, None),  # the answer may help further
        ((), (), True, Escalation.STUCK),
    ],
)
def test_who_can_only_wait_for_what_nobody_has_published_gets_a_person(
    advice: tuple[str, ...],
    questions: tuple[str, ...],
    why: Escalation | None,
    *,
    is_published: bool,
) -> None:
    facts = Facts(at(0), a_conversation(), a_catalogue())
    assert escalation_of(advice, questions, facts, HEARD, vendor_says_so=is_published) is why

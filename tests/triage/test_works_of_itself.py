"""What somebody was to switch off and works is on, and the trouble over."""

from bot.model.knowledge import Knowledge
from bot.triage.triage import Triage
from tests.builders import RARE, a_catalogue, a_conversation, a_message, at, having_advised
from tests.cases import each

ADVISED = having_advised(a_conversation(reported_at=at(0)), f"disable_plugin:{RARE.id}")


@each(
    ("text", "over"),
    [
        (f"{RARE.name}出ました。直ったみたい", True),
        (f"{RARE.name} is back", True),
        (f"{RARE.name}を無効にしたら開きました", False),
        (f"{RARE.name}のアプリが開きました", False),
    ],
)
def test_what_was_to_be_switched_off_and_works_is_on_and_well_again(
    knowledge: Knowledge, text: str, *, over: bool
) -> None:
    triage, event = Triage(knowledge, a_catalogue()), a_message(text=text, after=10)
    after = triage.hear(ADVISED, event, triage.understand(event, ADVISED))
    assert (after.recovered_at is not None) is over
    assert (not after.trials) is over

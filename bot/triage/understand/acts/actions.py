"""What a text says was done to a product, a page or a session."""

from bot.model.acts import ReportedAction
from bot.triage.understand.lexicon import Meanings

_SAID = Meanings("action", "done_to.")
CURES = frozenset({ReportedAction.RELOADED, ReportedAction.RELOGGED, ReportedAction.UPDATED})
"""What leaves nothing to be undone: who is well after it is rid of the trouble."""


def actions_in(plain: str) -> dict[ReportedAction, int]:
    """The actions that a plain text says were done, each with where its first mention ends."""
    found = ((action, words.search(plain)) for action, words in _SAID.group("done_to").items())
    return {ReportedAction(action): match.end() for action, match in found if match}

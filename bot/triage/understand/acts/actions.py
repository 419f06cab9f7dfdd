"""What a text says was done to a product, a page or a session."""

from bot.model.acts import ReportedAction
from bot.triage.understand.lexicon import MeaningPattern

CURES = frozenset({ReportedAction.RELOADED, ReportedAction.RELOGGED, ReportedAction.UPDATED})
"""What leaves nothing to be undone: who is well after it is rid of the trouble."""

_ACTIONS = {
    ReportedAction.DISABLED: MeaningPattern("<action.off>"),
    ReportedAction.DELETED: MeaningPattern("<action.delete>"),
    ReportedAction.REENABLED: MeaningPattern("<action.on>"),
    ReportedAction.RELOADED: MeaningPattern("<action.reload>"),
    ReportedAction.RELOGGED: MeaningPattern("<action.relogin>"),
    ReportedAction.UPDATED: MeaningPattern("<action.update>"),
}


def actions_in(plain: str) -> dict[ReportedAction, int]:
    """The actions that a plain text says were done, each with where its first mention ends."""
    found = ((action, words.search(plain)) for action, words in _ACTIONS.items())
    return {action: match.end() for action, match in found if match}

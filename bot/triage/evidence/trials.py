"""What happened when something was switched off: evidence for everybody."""

from bot.model.conversation import Conversation, Outcome


def tried_off(conversation: Conversation, product_id: str) -> str | None:
    """``worked``, ``failed`` or None: the last result of switching this product off."""
    for trial in reversed(conversation.trials):
        what, _, ident = trial.advice.partition(":")
        if ident == product_id and what in ("disable_plugin", "remove_customization"):
            return None if trial.outcome is Outcome.CANNOT else str(trial.outcome)
    return None

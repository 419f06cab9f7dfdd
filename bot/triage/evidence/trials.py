"""What happened when something was switched off or renewed: evidence for everybody."""

from bot.model.advice_plan import UPDATED
from bot.model.conversation import AdviceOutcome, Conversation, Done


def product_off(product_id: str) -> tuple[str, ...]:
    """The advice that switches a product off."""
    return f"disable_plugin:{product_id}", f"remove_customization:{product_id}"


def tried_off(conversation: Conversation, advice: tuple[str, ...]) -> str | None:
    """``worked``, ``failed`` or None: the last result of what these advice ids switch off."""
    for trial in reversed(conversation.trials):
        if trial.advice in advice:
            return None if trial.outcome is AdviceOutcome.CANNOT else str(trial.outcome)
    return None


def new_version(conversation: Conversation) -> str | None:
    """``worked`` where the customer is well since a new version is in, of whatever they complained of."""
    cured = any(c.what is Done.CURED and c.of == UPDATED for c in conversation.changes)
    return "worked" if cured else None

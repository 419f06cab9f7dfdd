"""What happened when something was switched off: evidence for everybody."""

from bot.model.conversation import AdviceOutcome, Conversation


def product_off(product_id: str) -> tuple[str, ...]:
    """The advice that switches a product off."""
    return f"disable_plugin:{product_id}", f"remove_customization:{product_id}"


def tried_off(conversation: Conversation, advice: tuple[str, ...]) -> str | None:
    """``worked``, ``failed`` or None: the last result of what these advice ids switch off."""
    for trial in reversed(conversation.trials):
        if trial.advice in advice:
            return None if trial.outcome is AdviceOutcome.CANNOT else str(trial.outcome)
    return None

"""How sentences follow one another, by language."""

from collections.abc import Callable, Iterable

from bot.model.facts import Facts


def joined(sentences: Iterable[str], facts: Facts) -> str:
    """Sentences one after the other, as the language sets them; those left unsaid are ""."""
    space = "" if facts.conversation.lang in ("ja", "zh") else " "
    return space.join(s for s in sentences if s)


def full_stop(facts: Facts) -> str:
    """What ends a sentence in the language of the conversation."""
    return "。" if facts.conversation.lang in ("ja", "zh") else "."


def listed(parts: Iterable[str], facts: Facts, say: Callable[..., str]) -> str:
    """Parts one after the other, as a language sets them; ``say`` gives a sentence of the desk by its key."""
    # YAML keeps no space at the ends of what stands between the parts of a list
    space = "" if facts.conversation.lang in ("ja", "zh") else " "
    *first, last = [*parts] or [""]
    word = say("list.last")
    before_last = f"{space}{word}{space}" if word.isalpha() else f"{word}{space}"
    return (say("list.comma") + space).join(first) + (before_last if first else "") + last

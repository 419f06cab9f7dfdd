"""What is wrong with a line of a list, in words."""

from bot.channels.csv_list import BadLine, Reason
from bot.texts.loader import say


def in_words(bad: BadLine, lang: str) -> str:
    """One sentence about a line that cannot be taken, with its number."""
    if bad.reason is Reason.UNREADABLE:
        said = say(lang, f"recipients.unreadable.{bad.what}")
    elif bad.reason is Reason.URL:
        said = say(lang, f"recipients.url.{bad.what}")
    else:
        said = say(lang, f"recipients.bad.{bad.reason}", what=bad.what, hint=bad.hint)
    if bad.reason is Reason.PRODUCT and bad.hint:
        said += say(lang, "recipients.meant", hint=bad.hint)
    return say(lang, "recipients.line", number=bad.number, said=said)

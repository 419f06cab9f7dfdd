"""Messages that say two things, put together from those that say one and from what stands beside reports.

Customers greet, ask, thank and demand beside what they report. Trained on messages that say one thing only, a
linear model takes the second clause for the whole. What is put beside a message depends on its words
alone, so that one message more leaves the others, and nearly all weights, as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from zlib import crc32

from bot.knowledge.messages import LabelledMessage, SurroundingText
from bot.model.understanding import REPORTS, Kind, Urgency

LONGEST = 140  # characters; longer messages say several things already
_URGENT = 10  # and one report in so many is told to be urgent
_OTHERS = frozenset(Kind) - REPORTS - {Kind.SECURITY_OR_ABUSE, Kind.CHITCHAT}
_CLOSED = ("。", "！", "？", ".", "!", "?", "\n")
_WIDE = frozenset({"ja", "zh", "th"})


def composed(
    messages: Sequence[LabelledMessage], beside: Mapping[str, SurroundingText]
) -> Iterator[LabelledMessage]:
    """Reports with a greeting, question, demand or thanks beside them; other messages with courtesy."""
    for message in messages:
        number = crc32(message.text.encode())
        is_report = message.kind in REPORTS
        words = beside.get(message.lang)
        if words is None or len(message.text) > LONGEST:
            continue
        if is_report and number % _URGENT == 0:
            hurried = message.model_copy(update={"urgency": Urgency.HIGH})
            yield _with(hurried, ("",), words.urgent, number)
        elif is_report:
            yield _with(message, words.before, words.after, number)
        elif message.kind in _OTHERS:
            yield _with(message, words.greeting, words.closing, number)


def _with(
    message: LabelledMessage, before: Sequence[str], after: Sequence[str], number: int
) -> LabelledMessage:
    """The message with something before it, behind it, or both, as ``number`` has it."""
    text, turn = message.text.strip(), number // 6
    if number % 3 != 1:
        wide = message.lang in _WIDE
        stop = "" if text.endswith(_CLOSED) else "。" if wide else "."
        joint = "\n" if turn % 4 == 0 else stop if wide else f"{stop} "
        text = f"{text}{joint}{after[turn % len(after)]}"
    if number % 3 != 0:
        text = before[(turn + number) % len(before)] + text
    return message.model_copy(update={"text": text})

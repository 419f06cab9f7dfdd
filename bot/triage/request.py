"""Lines that one person sends within moments, as the one request that they are.

"kintoneが" / "開かないんだけど" / "さっきから" is one sentence. What completes a line before it, or
only adds to it, is read together with it; answers, results and thanks stand alone.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from bot.lexicon.meanings import Meanings
from bot.model.acts import Reports
from bot.model.conversation import Conversation, Speaker
from bot.model.event import MessageReceived
from bot.model.understanding import Kind, Understanding
from bot.triage.understand.facts.results import Sign, ToldResults, told_in

WITHIN = timedelta(
    seconds=45
)  # from one line to the next; later it may well be a reply to the desk
SAYS_SOMETHING = 0.5  # certainty of its kind from which on a line is a message of its own
LONGEST_LINE = 60  # characters; who writes more at once has written a whole message
MOST_LINES = 4  # before the one that is read
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")
_SAID = Meanings("request", "open adds")
_ENDS = frozenset({Kind.WORKAROUND_WORKED, Kind.WORKAROUND_FAILED, Kind.RECOVERED_REPORT})
_ALONE = _ENDS | {Kind.HUMAN_PLEASE, Kind.SECURITY_OR_ABUSE}


def one_request(
    event: MessageReceived, heard: Understanding, conversation: Conversation
) -> str | None:
    """The words to read in place of a message, or None when it stands alone.

    ``heard`` is the message alone. It looks at what was written moments before
    each line, answered by the desk or not; it decides nothing about the reply.
    """
    line = heard.redacted.strip()
    told = told_in(line)
    if event.button or event.upload is not None or heard.answered or _stands_alone(heard, told):
        return None
    if not line or len(line) > LONGEST_LINE or _ends(told) or told.vetoes:
        return None
    earlier = list(_lines_before(event, conversation))
    if not earlier or not (_SAID.open.search(earlier[0]) or _only_adds(line, told, heard)):
        return None
    return _joined([*reversed(earlier), line])


def _stands_alone(heard: Understanding, told: ToldResults) -> bool:
    """Whether a line is a message of its own; a result that is only guessed, without a word of it, is none."""
    guessed = heard.kind in _ENDS and heard.certainty < SAYS_SOMETHING and not told.results
    return heard.kind in _ALONE and not guessed


def _only_adds(line: str, told: ToldResults, heard: Understanding) -> bool:
    """Whether a line is a piece of a sentence that says nothing by itself."""
    in_words = any(isinstance(act, Reports) and act.symptoms for act in heard.acts)  # not guessed
    says_little = not in_words or heard.certainty < SAYS_SOMETHING
    return says_little and not told.results and _SAID.adds.search(line) is not None


def _ends(told: ToldResults) -> bool:
    """Whether a line closes what came before it: a result, or thanks."""
    return told.verdict in (Sign.WORKED, Sign.FAILED) or _is_courtesy(told)


def _is_courtesy(told: ToldResults) -> bool:
    return not told.is_free and not told.results and not told.vetoes


def _lines_before(event: MessageReceived, conversation: Conversation) -> Iterator[str]:
    """The short lines that led up to a message, newest first."""
    later = event.at
    found = 0
    for turn in reversed(conversation.turns):
        if turn.speaker is Speaker.DESK:
            continue
        told = told_in(turn.words[: LONGEST_LINE + 1])
        whole = len(turn.words) > LONGEST_LINE or turn.attached or turn.speaker is Speaker.STAFF
        if whole or later - turn.at > WITHIN or _ends(told):
            return
        yield turn.words.strip()
        later = turn.at
        found += 1
        if found >= MOST_LINES:
            return


def _joined(lines: list[str]) -> str:
    """Lines as one text; a line that is open goes on in the next, as it would be written."""
    text = lines[0]
    for before, line in pairwise(lines):
        goes_on = _SAID.open.search(before) is not None
        japanese = _JAPANESE.search(before) or _JAPANESE.search(line)
        text += ("" if japanese else " ") if goes_on else "\n"
        text += line
    return text

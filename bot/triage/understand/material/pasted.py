"""Material that a person pasted into a message, read as a file with the same lines would be.

text ─ lines by shape ─┬─ prose ────▶ what the person says
                       └─ material ─▶ read_console ─▶ Upload (pasted)

A line is told by its shape. What a person writes around it stays prose, and so does a line in which
a person says that what a machine showed is over, absent or not understood.
"""

import re
from itertools import islice

from bot.lexicon.meanings import Meanings
from bot.model.labels import Symptom
from bot.model.upload import Sort, Upload
from bot.triage.understand.facts.web_address import ADDRESS, address_of
from bot.triage.understand.material.console import read_console
from bot.triage.understand.material.owners import Owners
from bot.triage.understand.wording import MessageWording

_PASTED = Meanings("pasted", "over denied hints shape frame lead")

LONGEST_LINE = 500  # of a line, so much is looked at
_HAND = re.compile(r"[ぁ-んァ-ヶ一-龥]")
LONGEST_PASTED = 65_536  # of a message, so much is looked at
LONGEST_KEY = 200  # of a line, by which it is like another
MOST_FINDINGS = 24
MOST_HOSTS = 100
_CODE = re.compile(r"(?:CB|GAIA)_[A-Z]{2}\d{2,3}")
_VARIES = re.compile(r"[?#]\S*|\d+")
_BARE = re.compile(r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,12}(?![\w-])")


def may_hold_material(text: str) -> bool:
    """Whether it is worth looking at the lines of a text."""
    low = text.lower()
    return "\t" in text or any(hint in low for hint in _PASTED.phrases("hints"))


def is_material(line: str) -> bool:
    """Whether a machine wrote the line, or a person quotes in it what a machine shows now."""
    line = line[:LONGEST_LINE]
    if not may_hold_material(line):
        return False
    if is_trace_frame(line):
        return True
    found = _PASTED.shape.search(line)
    if found is None or _PASTED.over.search(line):
        return False
    return _PASTED.denied.search(line, max(0, found.start() - 60), found.start()) is None


def is_trace_frame(line: str) -> bool:
    """Whether a line is a frame of a stack trace; stricter than for a file, which has no prose."""
    return _PASTED.frame.match(line[:LONGEST_LINE]) is not None


def is_nothing_else(line: str) -> bool:
    """Whether a line of material holds no word of a person."""
    line = line[:LONGEST_LINE]
    if _HAND.search(line):
        return False
    if is_trace_frame(line):
        return True
    found = _PASTED.shape.search(line)
    return found is not None and _PASTED.lead.fullmatch(line, 0, found.start()) is not None


def split(text: str) -> tuple[str, str]:
    """The prose and the material of a text, line by line; without any material the text itself."""
    if not may_hold_material(text):
        return text, ""
    prose: list[str] = []
    material: list[str] = []
    for line in text.splitlines():
        (material if is_material(line) else prose).append(line)
    return ("\n".join(prose), "\n".join(material)) if material else (text, "")


def read_pasted(text: str, owners: Owners) -> Upload | None:
    """What the console lines of a message show; None where it has none that tells anything.

    Linear in the length of the text, of which the first 64 KB count; never raises. It says nothing
    about the cause, and it keeps no line: details are masked, queries dropped.
    """
    prose, material = split(text[:LONGEST_PASTED])
    if not material:
        return None
    reading = read_console(material, owners, most=MOST_FINDINGS)
    if not (reading.findings or reading.answered):
        return None
    return Upload(
        "",
        Sort.PASTED,
        findings=reading.findings,
        answered=reading.answered,
        failed_first=reading.failed_first,
        text=" ".join(dict.fromkeys(_CODE.findall(material))),
        shown=_only_in(material, prose),
    )


def by_hand(text: str) -> str:
    """The text without the lines that hold nothing but material; those a reading tells better."""
    if not may_hold_material(text):
        return text
    lines = text.splitlines()
    return "\n".join(line for line in lines if not (is_material(line) and is_nothing_else(line)))


def told_by_hand(symptoms: frozenset[Symptom], text: str) -> frozenset[Symptom]:
    """The symptoms of a text; lines pasted alone tell of an error, and not by "pdf" in an address of printing.

    A question beside them ("is that an outage?") tells no more.
    """
    hand = by_hand(text)
    pasted_alone = hand != text and all(s.asks for s in MessageWording.of(hand).sentences)
    return symptoms & {Symptom.ERROR_MESSAGE} if pasted_alone else symptoms


def shortened(text: str, longest: int) -> str:
    """A text no longer than ``longest``: what a person wrote, then lines unlike any other, first.

    The lines that stay keep their order. A text that is short enough is left as it is.
    """
    text = text[:LONGEST_PASTED]
    if len(text) <= longest or not may_hold_material(text):
        return text[:longest]
    lines = text.splitlines()
    kept: set[int] = set()
    left = longest
    for number in _by_rank(lines):
        if len(lines[number]) + 1 <= left:
            kept.add(number)
            left -= len(lines[number]) + 1
    return "\n".join(lines[n] for n in sorted(kept)) or text[:longest]


def _by_rank(lines: list[str]) -> list[int]:
    """Numbers of lines: prose, material as it occurs first, and what only repeats it."""
    ranks: tuple[list[int], list[int], list[int]] = ([], [], [])
    seen: set[str] = set()
    for number, line in enumerate(lines):
        if not is_material(line):
            ranks[0].append(number)
            continue
        key = _VARIES.sub("", line[:LONGEST_KEY])
        ranks[2 if key in seen else 1].append(number)
        seen.add(key)
    return [number for rank in ranks for number in rank]


def _only_in(material: str, prose: str) -> tuple[str, ...]:
    """Hosts that the material names and the person does not."""
    hosts: set[str] = set()
    for found in ADDRESS.finditer(material):
        address = address_of(found.group())
        hosts.add(address.host if address is not None else "")
        if len(hosts) >= MOST_HOSTS:
            break
    hosts.update(found.group() for found in islice(_BARE.finditer(material), MOST_HOSTS))
    said = prose.lower()
    return tuple(sorted(h for h in hosts if h and h not in said))

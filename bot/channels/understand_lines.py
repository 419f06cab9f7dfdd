"""``understand`` on a stream: one JSON object a line in, one line out."""

import json
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from bot.model.catalogue import Catalogue
from bot.model.understanding import Understanding
from bot.triage.understand.reader import MessageReader

BEYOND = frozenset({"other_sites_ok"})  # facts that the message vocabulary does not have
LONGEST_LINE = 1_000_000  # characters; a longer line is refused


def run(reader: MessageReader, lines: Iterable[str], out: TextIO, *, why: bool = False) -> None:
    """Answer each ``{"id", "text"}`` with its labels; a bad line is named on stderr and skipped.

    ``why`` adds how certain the kind is, what it may be instead, and by label the words that decided.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            message_id, text = _message(line)
        except ValueError as error:
            sys.stderr.write(f"line {number}: {error}\n")
            continue
        understood = reader.read(text)
        labels = {"id": message_id, **labels_of(understood, reader.catalogue)}
        if why:
            labels |= {"certainty": understood.certainty, "because": reader.because(text)}
            labels["or_else"] = understood.or_else.value if understood.or_else else None
        out.write(json.dumps(labels, ensure_ascii=False) + "\n")
        out.flush()


def labels_of(understood: Understanding, catalogue: Catalogue) -> dict[str, Any]:
    """An understanding in the words of the message vocabulary; products by their names."""
    return {
        "kind": understood.kind.value,
        "symptoms": sorted(s.value for s in understood.symptoms),
        "products": [p.name for i in understood.products if (p := catalogue.get(i))],
        "scope": sorted(s.value for s in understood.scope),
        "facts": {
            k: list(v) if isinstance(v, tuple) else v
            for k, v in understood.facts.items()
            if k not in BEYOND
        },
        "urgency": understood.urgency.value,
        "lang": understood.lang,
        "redacted": understood.redacted,
    }


def _message(line: str) -> tuple[str, str]:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"longer than {LONGEST_LINE} characters")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from error
    text = value.get("text") if isinstance(value, dict) else None
    if isinstance(text, str):
        return str(value.get("id", "")), text
    raise ValueError('needs an object with "id" and "text"')

"""Checkups in words: as lines of text, a word for each, never a mark alone, with the cure; or as JSON.

A key names its room and how it is: ``doctor.wrong.no_tables``. What to do is the key with ``.cure``.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.model.checkup import BilingualText, Checkup, CheckupHealth
from bot.texts.loader import has, say


def checkup(key: str, subject: str, /, **values: object) -> Checkup:
    """One checkup in its words. ``values`` go into the sentences; none of them is a secret."""
    health = CheckupHealth(key.split(".")[1])
    cure = _both(f"{key}.cure", values) if has(f"{key}.cure") else None
    return Checkup(key, health, subject, _both(key, values), cure)


def _both(key: str, values: Mapping[str, object]) -> BilingualText:
    return BilingualText(say("ja", key, **values), say("en", key, **values))


def lines_of(checkups: Iterable[Checkup], lang: str) -> Iterator[str]:
    """One line each, one more with the cure where there is one, and the sum."""
    counts: Counter[CheckupHealth] = Counter()
    for found in checkups:
        counts[found.health] += 1
        health = say(lang, f"doctor.health.{found.health}")
        yield f"{health}  {found.subject}: {getattr(found.said, lang)}"
        if found.cure is not None:
            yield f"        → {getattr(found.cure, lang)}"
    if counts[CheckupHealth.WARNING]:
        yield say(lang, "doctor.warnings", count=counts[CheckupHealth.WARNING])
    wrong = counts[CheckupHealth.WRONG]
    yield say(lang, "doctor.things", count=wrong) if wrong else say(lang, "doctor.nothing")


def json_of(checkups: Sequence[Checkup]) -> str:
    """For machines: ``ok``, and ``checkups`` in their order, in both languages."""
    found = [
        {
            "health": one.health.value,
            "subject": one.subject,
            "said": one.said._asdict(),
            "cure": None if one.cure is None else one.cure._asdict(),
        }
        for one in checkups
    ]
    ok = all(one.health is not CheckupHealth.WRONG for one in checkups)
    return json.dumps({"ok": ok, "checkups": found}, ensure_ascii=False, indent=2)

"""Checkups as lines of text, a word for each, never a mark alone, and the cure below it; or as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.model.checkup import Checkup, Health, Said

_WORD: Mapping[str, Mapping[Health, str]] = {
    "ja": {
        Health.OK: "正常  ",
        Health.NOTE: "参考  ",
        Health.WARNING: "注意  ",
        Health.WRONG: "要対応",
    },
    "en": {
        Health.OK: "ok   ",
        Health.NOTE: "note ",
        Health.WARNING: "warn ",
        Health.WRONG: "wrong",
    },
}
_END = {
    "ja": (
        "すぐに直すところはありません。",
        "すぐに直すところが {count} 件あります。",
        "注意が {count} 件あります。",
    ),
    "en": (
        "Nothing to put right at once.",
        "Things to put right at once: {count}.",
        "Warnings: {count}.",
    ),
}


def lines_of(checkups: Iterable[Checkup], lang: str) -> Iterator[str]:
    """One line each, one more with the cure where there is one, and the sum."""
    counts: Counter[Health] = Counter()
    for checkup in checkups:
        counts[checkup.health] += 1
        yield f"{_WORD[lang][checkup.health]}  {checkup.subject}: {getattr(checkup.said, lang)}"
        if checkup.cure is not None:
            yield f"        → {getattr(checkup.cure, lang)}"
    well, ill, warned = _END[lang]
    if counts[Health.WARNING]:
        yield warned.format(count=counts[Health.WARNING])
    yield ill.format(count=counts[Health.WRONG]) if counts[Health.WRONG] else well


def json_of(checkups: Sequence[Checkup]) -> str:
    """For machines: ``ok``, and ``checkups`` in their order, in both languages."""
    found = [
        {
            "health": checkup.health.value,
            "subject": checkup.subject,
            "said": _both(checkup.said),
            "cure": None if checkup.cure is None else _both(checkup.cure),
        }
        for checkup in checkups
    ]
    ok = all(checkup.health is not Health.WRONG for checkup in checkups)
    return json.dumps({"ok": ok, "checkups": found}, ensure_ascii=False, indent=2)


def _both(said: Said) -> Mapping[str, str]:
    return {"ja": said.ja, "en": said.en}

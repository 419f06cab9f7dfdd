"""Checkups as lines of text: a word for each, never a mark alone, and the cure below it."""

from collections.abc import Iterable, Iterator, Mapping

from bot.model.checkup import Checkup, Health

_WORD: Mapping[str, Mapping[Health, str]] = {
    "ja": {Health.OK: "正常  ", Health.NOTE: "参考  ", Health.WRONG: "要対応"},
    "en": {Health.OK: "ok   ", Health.NOTE: "note ", Health.WRONG: "wrong"},
}
_END = {
    "ja": ("直すところはありません。", "直すところが {count} 件あります。"),
    "en": ("Nothing to put right.", "Things to put right: {count}."),
}


def lines_of(checkups: Iterable[Checkup], lang: str) -> Iterator[str]:
    """One line each, one more with the cure where there is one, and the sum."""
    wrong = 0
    for checkup in checkups:
        wrong += checkup.health is Health.WRONG
        yield f"{_WORD[lang][checkup.health]}  {checkup.subject}: {getattr(checkup.said, lang)}"
        if checkup.cure is not None:
            yield f"        → {getattr(checkup.cure, lang)}"
    well, ill = _END[lang]
    yield ill.format(count=wrong) if wrong else well

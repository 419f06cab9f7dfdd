"""Whether the texts are whole: the same rooms, keys and placeholders in every language."""

from collections.abc import Iterator, Mapping
from string import Formatter

from bot.texts.loader import FOLDER, LANGUAGES, table


def rooms() -> list[str]:
    """The names of all rooms, whichever languages they are in."""
    return sorted({path.stem for path in FOLDER.glob("*/*.yaml")})


def problems() -> Iterator[str]:
    """What is missing or at odds, a line each: file, key and what is the matter."""
    for room in rooms():
        lacking = [lang for lang in LANGUAGES if not (FOLDER / lang / f"{room}.yaml").is_file()]
        yield from (f"bot/texts/{lang}/{room}.yaml: the file is missing" for lang in lacking)
        if not lacking:
            yield from compared(room, {lang: table(lang, room) for lang in LANGUAGES})


def compared(room: str, tables: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """What is wrong with one room, given its texts in all languages."""
    for key in dict.fromkeys(key for texts in tables.values() for key in texts):
        found = {}
        for lang, texts in tables.items():
            where = f"bot/texts/{lang}/{room}.yaml: {key}"
            text = texts.get(key)
            if text is None:
                yield f"{where} is missing"
            elif not isinstance(text, str):  # 5, or yes without quotes
                yield f"{where} is no text"
            else:
                try:
                    found[lang] = placeholders(text)
                except ValueError as why:
                    yield f"{where}: {why}"
        if len(set(found.values())) > 1:
            said = "; ".join(f"{lang} {', '.join(sorted(p))}" for lang, p in found.items())
            yield f"bot/texts/*/{room}.yaml: {key}: the placeholders differ: {said}"


def placeholders(text: str) -> frozenset[str]:
    """The names of the values that a text is filled with. Raises ValueError for a stray brace."""
    fields = (field for _, field, _, _ in Formatter().parse(text) if field is not None)
    return frozenset(field.partition(".")[0].partition("[")[0] for field in fields)

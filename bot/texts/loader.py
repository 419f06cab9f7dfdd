"""Says a text by its key, in the reader's language.

A key begins with its room: ``say("ja", "staff.claim")`` is ``claim`` in ``ja/staff.yaml``. A room is read
when its first text is needed. A text is never HTML; ``{name}`` in it is filled in.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("ja", "en")
FOLDER = Path(__file__).parent


def spoken(lang: str | None) -> str:
    """The language of texts for a reader: theirs when we have it, else English."""
    return lang if lang in LANGUAGES else "en"


def say(lang: str | None, key: str, /, **values: object) -> str:
    """The text of a key. Raises KeyError for a key or a value that is missing: an error of ours."""
    return raw(lang, key).format(**values)


def raw(lang: str | None, key: str) -> str:
    """The text of a key with its ``{name}`` as they are, for a script that fills them in."""
    room, _, name = key.partition(".")
    return table(spoken(lang), room)[name]


def has(key: str) -> bool:
    """Whether there is a text of this key."""
    room, _, name = key.partition(".")
    return name in table("en", room)


def word(lang: str | None, heading: str, value: str) -> str:
    """The word for a value, such as an enum's; a value that has none is shown as it is."""
    key = f"{heading}.{value}"
    return raw(lang, key) if has(key) else value


def in_language(texts: Mapping[str, str], lang: str) -> str:
    """A text that is kept by language, in one of them, else in the other; "" when there is none."""
    return next((texts[each] for each in (lang, *LANGUAGES) if texts.get(each)), "")


@cache
def table(lang: str, room: str) -> Mapping[str, str]:
    """All texts of a room in one language. FileNotFoundError when there are none."""
    text = (FOLDER / lang / f"{room}.yaml").read_text(encoding="utf-8")
    found: dict[str, str] = yaml.load(text, yaml.CSafeLoader)
    return found

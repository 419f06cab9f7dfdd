"""Every sentence and word of the pages, one table per language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("ja", "en")
FOLDER = Path(__file__).parent


class Texts:
    """The words of one language. Text with ``{name}`` is filled in; it is never HTML."""

    def __init__(self, lang: str, sentences: Mapping[str, str]) -> None:
        self.lang = lang
        self._sentences = sentences

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of a key; a missing key is an error of ours and fails loudly."""
        return self._sentences[key].format(**values) if values else self._sentences[key]

    def word(self, heading: str, value: str) -> str:
        """The word for a value of an enum; a value unknown to the table is shown as it is."""
        return self._sentences.get(f"{heading}.{value}", value)


def load_texts(*folders: Path) -> dict[str, Texts]:
    """The tables of all languages: those of every page, and of more folders beside."""
    return {
        lang: Texts(lang, {k: v for folder in (FOLDER, *folders) for k, v in _table(folder, lang)})
        for lang in LANGUAGES
    }


@cache
def _table(folder: Path, lang: str) -> tuple[tuple[str, str], ...]:
    text = (folder / f"{lang}.yaml").read_text(encoding="utf-8")
    table: dict[str, str] = yaml.load(text, yaml.CSafeLoader)
    return tuple(table.items())

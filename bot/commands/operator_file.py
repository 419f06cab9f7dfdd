"""The command ``init``: asks whose desk it is and writes the configuration file."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TextIO

from bot.configuration.operator import operator_of
from bot.model.catalogue import Catalogue
from bot.model.errors import JitabataError
from bot.texts.loader import has, say

QUESTIONS = ("name", "home_product", "greeting", "hours", "contact")
# Every key of [operator] as it is written, with an example for those that are left out.
KEYS: Mapping[str, Any] = {
    "name": "株式会社サンプル",
    "name_en": "Sample Inc.",
    "home_product": "sample-forms",
    "greeting": "お困りのことをお聞かせください",
    "greeting_en": "Tell us what is wrong",
    "logo": "logo.svg",
    "colour": "#0b676b",
    "hours": ["mon-fri 09:00-18:00"],
    "contact": "support@example.jp",
}
_BEFORE = {
    "public_url": "https://desk.example.jp",
    "kintone": "example.cybozu.com",
    "contact": "mailto:desk@example.jp",
}
_CLOSED = "closed = [2026-12-31, 2027-01-01]"
_NEAR = 3

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Interview:
    """Where questions go and answers come from; ``read`` None: nothing is asked."""

    lang: str
    out: TextIO
    read: Callable[[], str] | None = None
    given: Answers = field(default_factory=dict)


def init(path: Path, interview: Interview, catalogue: Catalogue, *, replaces: bool) -> None:
    """Ask what is not given, and write the file.

    Raises JitabataError when it is there already (unless it ``replaces``) or a given value is wrong.
    """
    if path.exists() and not replaces:
        raise JitabataError(f"{path} is there already; --force replaces it")
    lang = interview.lang
    answers = {k: _understood(k, v, catalogue, lang) for k, v in interview.given.items() if v}
    operator_of(answers, path.parent)
    if interview.read is not None:
        interview.out.write(say(lang, "init.hello", file=path) + "\n\n")
        for number, question in enumerate(QUESTIONS, 1):
            key = _key(question, interview.lang)
            if not {question, key} & answers.keys() and (
                answer := _ask(number, question, interview, catalogue)
            ):
                answers[key] = answer
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_lines(answers, lang)) + "\n", "utf-8")
    except OSError as why:
        raise JitabataError(f"cannot write {path}: {why.strerror}") from why
    start = "serve" if path == Path("jitabata.toml") else f"serve --config {path}"
    interview.out.write(say(lang, "init.written", file=path, start=f"jitabata {start}") + "\n")


def _key(question: str, lang: str) -> str:
    """Where the answer is written: a text in English has a key of its own."""
    return f"{question}_en" if lang == "en" and f"{question}_en" in KEYS else question


def _ask(number: int, key: str, interview: Interview, catalogue: Catalogue) -> Any:
    """Until the answer can be used, or there is none."""
    assert interview.read is not None  # noqa: S101 - its caller has looked
    lang = interview.lang
    while True:
        interview.out.write(f"{number}/{len(QUESTIONS)} {say(lang, f'init.ask.{key}')}\n  > ")
        interview.out.flush()
        answer = interview.read().strip()
        if not answer:
            return None
        try:
            understood = _understood(key, answer, catalogue, lang)
            operator_of({key: understood}, Path())
        except JitabataError as why:
            interview.out.write(f"  {why}\n")
        else:
            return understood


def _understood(key: str, value: Any, catalogue: Catalogue, lang: str) -> Any:
    """An answer as it is written: hours as a list, a product by its id."""
    if key == "hours":
        return [part.strip() for part in re.split(r"[,、]", value) if part.strip()]
    if key == "home_product":
        return _product(value, catalogue, lang)
    return value


def _product(given: str, catalogue: Catalogue, lang: str) -> str:
    names = {
        name.casefold(): product.id
        for product in catalogue.products.values()
        for name in (*product.names, product.name, product.id)
    }
    if (found := names.get(given.casefold())) is not None:
        return found
    near = dict.fromkeys(names[n] for n in get_close_matches(given.casefold(), names, _NEAR, 0.5))
    known = ", ".join(near) or say(lang, "init.none")
    raise JitabataError(say(lang, "init.unknown_product", given=given, near=known))


def _lines(answers: Answers, lang: str) -> Iterator[str]:
    yield from (f"# {line}" for line in say(lang, "init.head").splitlines())
    for key, example in _BEFORE.items():
        about = "contact_of_polling" if key == "contact" else key
        yield from ("", f"# {say(lang, f'init.about.{about}')}", f"# {key} = {_toml(example)}")
    yield from ("", f"# {say(lang, 'init.about.operator')}", "[operator]")
    for key, example in KEYS.items():
        if has(about := f"init.about.{key}"):
            yield from ("", f"# {say(lang, about)}")
        yield f"{key} = {_toml(answers[key])}" if key in answers else f"# {key} = {_toml(example)}"
        if key == "hours":
            yield from (f"# {say(lang, 'init.about.closed')}", f"# {_CLOSED}")


def _toml(value: Any) -> str:
    """Text without control characters, or a list of such, is written in TOML as in JSON."""
    return json.dumps(value, ensure_ascii=False)

"""The form of a new case: the view that Slack shows, and what was filled in. Pure.

Limits: docs.slack.dev, "Views" and "Block Kit" (24 characters of a title, 3,000 of an input).
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.channels.slack.api.blocks import field, modal, option, plain_text, select, text_input
from bot.desk.prose import visible
from bot.texts.loader import LANGUAGES, say, spoken

View: TypeAlias = dict[str, Any]

NEW_CASE = "new_case"  # also the callback id of the global shortcut and the id of Home's button
MOST_FILES = 5
LONGEST = 3_000
_SHORT = 300
SCOPES = ("me", "several", "all", "unknown")


@dataclass(frozen=True, slots=True)
class ModalInput:
    """What was filled in; "" where nothing was."""

    description: str
    since: str = ""
    app: str = ""
    scope: str = ""
    plugins: str = ""
    files: tuple[Mapping[str, Any], ...] = ()

    def told(self, lang: str) -> str:
        """The answers as one message, in words that the desk understands."""
        return "\n".join([self.description, *self._more(lang)])

    def _more(self, lang: str) -> Iterator[str]:
        for name in ("since", "app", "plugins"):
            if value := getattr(self, name):
                yield say(lang, f"slack.told.{name}", value=value)
        if self.scope in SCOPES[:-1]:
            yield say(lang, "slack.told.scope", value=say(lang, f"slack.told.scope.{self.scope}"))


def new_case(lang: str, description: str = "") -> View:
    """The form."""
    lang = spoken(lang)
    about = text_input("description", LONGEST, multiline=True, initial=description)
    form = modal(
        NEW_CASE,
        say(lang, "slack.form.title"),
        say(lang, "slack.form.close"),
        [
            _asked("description", about, lang, hint=True, optional=False),
            _asked("since", _short("since", lang), lang),
            _asked("app", text_input("app", _SHORT), lang),
            _asked("scope", _choice(lang), lang),
            _asked("plugins", _short("plugins", lang, multiline=True), lang),
            _asked("files", _files(), lang, hint=True),
        ],
        say(lang, "slack.form.submit"),
    )
    return {**form, "private_metadata": lang}


def problems(view: Mapping[str, Any]) -> dict[str, str]:
    """What must be put right before it is sent, by block; a form of blanks says nothing."""
    if answers(view).description:
        return {}
    return {"description": say(language(view), "slack.form.empty")}


def answers(view: Mapping[str, Any]) -> ModalInput:
    """What was filled in. Texts of a form are raw: nothing in them is escaped."""
    state = view["state"]["values"]
    chosen = (_field(state, "scope").get("selected_option") or {}).get("value")
    files = _field(state, "files").get("files") or ()
    return ModalInput(
        description=_said(state, "description", LONGEST),
        since=_said(state, "since", _SHORT),
        app=_said(state, "app", _SHORT),
        scope=chosen if chosen in SCOPES else "",
        plugins=_said(state, "plugins", _SHORT),
        files=tuple(f for f in files if isinstance(f, Mapping))[:MOST_FILES],
    )


def language(view: Mapping[str, Any]) -> str:
    """The language that the form was shown in."""
    told = str(view.get("private_metadata") or "")
    return told if told in LANGUAGES else "ja"


def _field(state: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = (state.get(name) or {}).get(name)
    return found if isinstance(found, Mapping) else {}


def _said(state: Mapping[str, Any], name: str, longest: int) -> str:
    said = visible(str(_field(state, name).get("value") or "")).strip()
    if not unicodedata.normalize("NFKC", said).strip():
        return ""
    return said[:longest]


def _asked(
    name: str, element: View, lang: str, *, hint: bool = False, optional: bool = True
) -> View:
    key = f"slack.form.{name}"
    about = say(lang, f"{key}.hint") if hint else ""
    return field(name, say(lang, key), element, about, optional=optional)


def _short(name: str, lang: str, *, multiline: bool = False) -> View:
    """Where a few words are typed, with an example of them."""
    example = plain_text(say(lang, f"slack.form.{name}.example"))
    return {**text_input(name, _SHORT, multiline=multiline), "placeholder": example}


def _choice(lang: str) -> View:
    return select("scope", [option(say(lang, f"slack.form.scope.{s}"), s) for s in SCOPES])


def _files() -> View:
    return {"type": "file_input", "action_id": "files", "max_files": MOST_FILES}

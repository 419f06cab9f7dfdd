"""The form of a new case: the view that Slack shows, and what was filled in. Pure.

Limits: docs.slack.dev, "Views" and "Block Kit" (24 characters of a title, 3,000 of an input).
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.channels.slack.api.blocks import plain_text
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
    about = _text("description", lang, multiline=True, longest=LONGEST, initial=description)
    return {
        "type": "modal",
        "callback_id": NEW_CASE,
        "private_metadata": lang,
        "title": plain_text(say(lang, "slack.form.title")),
        "submit": plain_text(say(lang, "slack.form.submit")),
        "close": plain_text(say(lang, "slack.form.close")),
        "blocks": [
            _input("description", about, lang, hint=True, optional=False),
            _input("since", _text("since", lang), lang),
            _input("app", _text("app", lang), lang),
            _input("scope", _choice(lang), lang),
            _input("plugins", _text("plugins", lang, multiline=True), lang),
            _input("files", _files(), lang, hint=True),
        ],
    }


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


def _input(
    name: str, element: View, lang: str, *, hint: bool = False, optional: bool = True
) -> View:
    block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(say(lang, f"slack.form.{name}")),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain_text(say(lang, f"slack.form.{name}.hint"))} if hint else block


def _text(
    name: str, lang: str, *, multiline: bool = False, longest: int = _SHORT, initial: str = ""
) -> View:
    element: View = {"type": "plain_text_input", "action_id": name, "max_length": longest}
    if multiline:
        element["multiline"] = True
    if initial:
        element["initial_value"] = initial[:longest]
    if name in {"since", "plugins"}:
        element["placeholder"] = plain_text(say(lang, f"slack.form.{name}.example"))
    return element


def _choice(lang: str) -> View:
    options = [{"text": plain_text(say(lang, f"slack.form.scope.{s}")), "value": s} for s in SCOPES]
    return {"type": "static_select", "action_id": "scope", "options": options}


def _files() -> View:
    return {"type": "file_input", "action_id": "files", "max_files": MOST_FILES}

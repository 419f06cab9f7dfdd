"""The forms of the staff: a reply, a link to an incident, a cause that it is not, a decision. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.slack.api.blocks import field, modal, option, plain_text, select, text_input
from bot.channels.slack.staff.cards import CardReader
from bot.channels.slack.staff.drafts import DecisionDraft
from bot.model.evidence import UNKNOWN
from bot.model.incident import Incident
from bot.model.ticket import Ticket
from bot.texts.loader import word

View = dict[str, Any]

LONGEST, OPTION = 3_000, 75  # characters
CAUSES, INCIDENTS, DRAFTS = 10, 50, 8
METADATA = 3_000  # characters of private_metadata, by docs.slack.dev, "Views"
NO_INCIDENT = "none"


def reply_form(ticket: str, seen: int, reader: CardReader) -> View:
    """A person's answer to a customer, begun when staff had answered ``seen`` times."""
    element = text_input("value", LONGEST, multiline=True)
    about = field("text", reader("staff.reply.label"), element, reader("staff.reply.hint"))
    title, send = reader("staff.reply.title"), reader("staff.send")
    form = _form("staff_reply", title, send, [about], ticket, reader)
    return {**form, "private_metadata": json.dumps({"of": ticket, "seen": seen})}


def link_form(ticket: str, incidents: Sequence[Incident], reader: CardReader) -> View:
    """Which of the open incidents explains a ticket."""
    options = [_option(reader("staff.link.none"), NO_INCIDENT)]
    options += [_option(f"{i.id} {reader.names.incident(i)}", i.id) for i in incidents[:INCIDENTS]]
    chosen = field("choice", reader("staff.link.label"), select("value", options))
    return _form(
        "staff_link", reader("staff.link.title"), reader("staff.save"), [chosen], ticket, reader
    )


def wrong_form(ticket: Ticket, reader: CardReader) -> View:
    """Which of a ticket's causes it is not."""
    ranked = ticket.diagnosis.ranked if ticket.diagnosis is not None else ()
    causes = [h.cause for h in ranked if h.cause != UNKNOWN][:CAUSES]
    options = [_option(reader.names.cause(c), c) for c in causes]
    title = reader("staff.wrong.title")
    if not options:
        return _form("staff_wrong", title, "", [_text(reader("staff.gone"))], ticket.id, reader)
    chosen = {**select("value", options), "initial_option": options[0]}
    fields = [field("choice", reader("staff.wrong.label"), chosen)]
    return _form("staff_wrong", title, reader("staff.save"), fields, ticket.id, reader)


def decision_form(incident: str, waiting: Sequence[DecisionDraft], reader: CardReader) -> View:
    """The notices of an incident that wait, each to be edited and approved; or that none waits."""
    shown = waiting[:DRAFTS]
    langs = [d.lang for d in shown]
    fields = [
        _draft(
            draft, langs[: n + 1].count(draft.lang) if langs.count(draft.lang) > 1 else 0, reader
        )
        for n, draft in enumerate(shown)
    ]
    send = reader("staff.decide.send") if fields else ""
    form = _form(
        "staff_decide",
        reader("staff.decide.title"),
        send,
        fields or [_text(reader("staff.gone"))],
        incident,
        reader,
    )
    return {**form, "private_metadata": _noted(incident, shown)} if shown else form


def _draft(draft: DecisionDraft, number: int, reader: CardReader) -> dict[str, Any]:
    """A field with one text. ``number`` tells it from others of its language; 0: there is none."""
    language = reader(f"staff.lang.{draft.lang}") if draft.lang in ("ja", "en") else draft.lang
    if number:
        language = reader("staff.decide.number", language=language, number=number)
    by_channel = [
        reader("staff.decide.channel", channel=word(reader.lang, "staff.by", c), n=n)
        for c, n in draft.channels
    ]
    hint = [reader("staff.decide.hint", reason=reader(f"staff.reason.{draft.reason}"))]
    hint += (
        [reader("staff.decide.readers", readers=reader("staff.and").join(by_channel))]
        if by_channel
        else []
    )
    label = reader("staff.decide.label", language=language, n=draft.readers)
    element = text_input("value", LONGEST, multiline=True, initial=draft.text)
    return field(draft.ids[0][:255], label, element, " ".join(hint))


def _noted(incident: str, shown: Sequence[DecisionDraft]) -> str:
    """What a form of drafts is about, with the proposals that each field stands for.

    Of so many that Slack has no room for them, the rest wait for the next form.
    """
    alike: dict[str, list[str]] = {}
    for draft in shown:
        for ident in draft.ids[1:]:
            more = {**alike, draft.ids[0]: [*alike.get(draft.ids[0], []), ident]}
            if len(json.dumps({"of": incident, "alike": more})) <= METADATA:
                alike = more
    return json.dumps({"of": incident, "alike": alike})


def alike(view: Mapping[str, Any]) -> dict[str, list[str]]:
    """The proposals that say the same as the one after which a field is named."""
    told: dict[str, list[str]] = json.loads(view["private_metadata"]).get("alike") or {}
    return told


def seen_answers(view: Mapping[str, Any]) -> int | None:
    """How many answers of staff there were when a form was opened; None: it does not say."""
    seen = json.loads(view["private_metadata"]).get("seen")
    return seen if isinstance(seen, int) else None


def answers(view: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by block; Slack's shape of it: docs.slack.dev, "view_submission"."""
    found: dict[str, str] = {}
    for block, elements in view["state"]["values"].items():
        given = elements.get("value") or {}
        chosen = (given.get("selected_option") or {}).get("value")
        found[str(block)] = str(given.get("value") or chosen or "")
    return found


def subject(view: Mapping[str, Any]) -> str:
    """What a form is about: the id of a ticket or an incident. It gives nobody any right."""
    return str(json.loads(view["private_metadata"])["of"])


def _form(
    callback: str, title: str, submit: str, blocks: list[Any], of: str, reader: CardReader
) -> View:
    view = modal(callback, title, reader("staff.no"), blocks, submit)
    return {**view, "private_metadata": json.dumps({"of": of})}


def _option(text: str, value: str) -> dict[str, Any]:
    return option(text[:OPTION], value[:OPTION])


def _text(text: str) -> dict[str, Any]:
    return {"type": "section", "text": plain_text(text)}

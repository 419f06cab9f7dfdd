"""One card for each ticket and each incident in the staff's channel. Pure: returns data.

For staff alone: whoever posts these makes sure that no customer reads the room.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.channels.slack.api.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    header,
    option,
    plain_text,
    section,
)
from bot.channels.slack.api.mrkdwn import atoms, cut, escape
from bot.channels.slack.staff.contacts import Contact
from bot.channels.slack.staff.drafts import DecisionDraft
from bot.desk.names import ReaderNames, decibans
from bot.desk.prose import visible
from bot.model.conversation import Conversation, Speaker
from bot.model.evidence import UNKNOWN, EvidenceKind, Hypothesis
from bot.model.incident import Incident, is_named
from bot.model.japan import JST
from bot.model.ticket import Ticket, TicketStatus
from bot.texts.loader import say

SECTION, QUOTED = 2_900, 1_500  # characters
SUSPECTS, REASONS, TURNS = 3, 3, 3
LEAST = 0.03  # probability of a cause that is shown


@dataclass(frozen=True, slots=True)
class CardReader:
    """In which words the staff read."""

    names: ReaderNames

    @property
    def lang(self) -> str:
        """Japanese or English."""
        return self.names.lang

    def __call__(self, key: str, **values: object) -> str:
        return say(self.lang, key, **values)


def ticket_card(
    ticket: Ticket,
    said: Conversation | None,
    incident: Incident | None,
    reader: CardReader,
    contact: Contact,
) -> Message:
    """A ticket as it stands, with what can be done with it. ``contact``: who its customer is."""
    status = reader(f"staff.status.{ticket.status}")
    head = f"{ticket.id} · {status} · {reader(f'staff.urgency.{ticket.urgency}')}"
    if ticket.conversation is None:
        head = f"{ticket.id} · {reader('staff.note')} · {status}"
    blocks = [header(head), section(_about(ticket, reader))]
    if said is not None:
        blocks += _quote(reader("staff.said"), _words_of(said))
    facts = _facts_of(ticket, said, incident, reader)
    blocks.append(context([*_contact_of(contact, reader), *facts]))
    if ticket.status is not TicketStatus.CLOSED:
        blocks.append(_ticket_actions(ticket, reader))
    return _message(f"{head}: {_summary(ticket, reader)}", blocks)


def incident_card(
    incident: Incident, waiting: Sequence[DecisionDraft], reader: CardReader
) -> Message:
    """An incident as it stands, with the notices that wait for a decision."""
    state = reader(f"staff.incident.{incident.status}")
    count = reader("staff.organisations", n=incident.organisations)
    title = count if is_named(incident.cause) else reader.names.incident(incident)
    head = f"{incident.id} · {state} · {title}"
    suspects = zip(incident.suspects, incident.chances, strict=False)
    lines = [
        f"{reader.names.cause(cause)} {reader.names.chance(incident, cause)}"
        for cause, _ in list(suspects)[:SUSPECTS]
    ]
    listed = "\n".join([f"*{reader('staff.suspects')}*", *map(escape, lines)])
    blocks = [header(head), section(listed)]
    since = reader("staff.raised", at=moment(incident.raised_at))
    voices = reader.names.voices(incident.voices)
    blocks.append(context([since, *([escape(voices)] if voices else [])]))
    if incident.is_open:
        blocks += _decision(incident, waiting, reader) if waiting else []
        blocks += _findings(incident, reader)
    return _message(f"{head}: {'、'.join(map(escape, lines))}", blocks)


def _about(ticket: Ticket, reader: CardReader) -> str:
    """The likeliest causes, and why the first that is known; without any the text itself."""
    found = ticket.diagnosis
    if found is None or not found.ranked:
        return cut(list(atoms(ticket.text.strip() or "…", frozenset())), SECTION)[0]
    shown = [h for h in found.ranked[:SUSPECTS] if h.probability >= LEAST] or [found.leading]
    first = next((h for h in shown if h.cause != UNKNOWN), None)
    lines = []
    for h in shown:
        lines.append(f"*{escape(_name(h, reader))}* {reader.names.percent(h.probability)}\n")
        lines += [f"{line}\n" for line in _reasons(h, reader)] if h is first else []
    return cut(lines, SECTION)[0].rstrip()


def _name(hypothesis: Hypothesis, reader: CardReader) -> str:
    unknown = hypothesis.cause == UNKNOWN
    return reader("staff.unknown") if unknown else reader.names.cause(hypothesis.cause)


def _reasons(hypothesis: Hypothesis, reader: CardReader) -> list[str]:
    telling = (e for e in hypothesis.evidence if e.kind is not EvidenceKind.PRIOR)
    first = sorted(telling, key=lambda e: -abs(e.weight))[:REASONS]
    return [f"　{decibans(e.weight)} {escape(e.sentence(reader.lang))}" for e in first]


def _summary(ticket: Ticket, reader: CardReader) -> str:
    """For notifications and screen readers."""
    if ticket.diagnosis is None or not ticket.diagnosis.ranked:
        return cut(list(atoms(ticket.text.strip() or "…", frozenset())), 300)[0]
    leading = ticket.diagnosis.leading
    return f"{escape(_name(leading, reader))} {reader.names.percent(leading.probability)}"


def _words_of(said: Conversation) -> list[str]:
    words = [t.text for t in said.turns if t.speaker is Speaker.CUSTOMER and t.text]
    return words[-TURNS:]


def _contact_of(contact: Contact, reader: CardReader) -> list[str]:
    """Who the customer is and where they wrote, as far as Slack has told."""
    told = [escape(reader("staff.customer_name", name=contact.name))] if contact.name else []
    if contact.link:
        told.append(f"<{escape(contact.link)}|{reader('staff.open_thread')}>")
    elif contact.is_direct:
        told.append(reader("staff.direct"))
    return told


def _facts_of(
    ticket: Ticket, said: Conversation | None, incident: Incident | None, reader: CardReader
) -> list[str]:
    facts = [reader("staff.opened", at=moment(ticket.opened_at))]
    if ticket.tenant:
        facts.append(
            escape(reader("staff.tenant", tenant=reader.names.organisation(ticket.tenant)))
        )
    if ticket.staff:
        key = "staff.closed_by" if ticket.status is TicketStatus.CLOSED else "staff.has"
        facts.append(escape(reader(key, staff=ticket.staff)))
    if incident is not None and said is not None:
        named = f"{incident.id} {reader.names.incident(incident)}"
        facts.append(escape(reader("staff.of", incident=named)))
    return facts


def _ticket_actions(ticket: Ticket, reader: CardReader) -> Block:
    elements: list[Block] = []
    if ticket.status is TicketStatus.OPEN:
        elements.append(button("staff_claim", reader("staff.claim"), ticket.id, "primary"))
    if ticket.conversation is not None:
        elements.append(button("staff_reply", reader("staff.reply"), ticket.id))
    elements.append(_closing(ticket, reader))
    elements.append(
        {
            "type": "users_select",
            "action_id": f"staff_assign:{ticket.id}",
            "placeholder": plain_text(reader("staff.assign")),
        }
    )
    if ticket.conversation is not None:
        elements.append(
            {
                "type": "overflow",
                "action_id": "staff_more",
                "options": [
                    option(reader(f"staff.menu.{what}"), f"{what}:{ticket.id}")
                    for what in ("link", "wrong")
                ],
            }
        )
    return actions(elements)


def _closing(ticket: Ticket, reader: CardReader) -> Block:
    """The button that closes it; where somebody has it, it asks once more, and says whose case it closes."""
    if ticket.status is not TicketStatus.CLAIMED or not ticket.staff:
        return button("staff_close", reader("staff.close"), ticket.id)
    sure = _sure("close", reader, staff=ticket.staff)
    value = closing_value(ticket.id, ticket.staff)
    return {**button("staff_close", reader("staff.close"), value), "confirm": sure}


def closing_value(ticket: str, whose: str) -> str:
    """What the button that closes a case says to us: which, and whose it was on the card that was pressed."""
    return f"{ticket} {whose}"


def _decision(
    incident: Incident, waiting: Sequence[DecisionDraft], reader: CardReader
) -> list[Block]:
    readers = sum(draft.readers for draft in waiting)
    reject = _confirmed("reject", incident, reader)
    return [
        section(escape(reader("staff.notices", n=len(waiting), readers=readers))),
        actions([button("staff_decide", reader("staff.decide"), incident.id, "primary"), reject]),
    ]


def _findings(incident: Incident, reader: CardReader) -> list[Block]:
    """What a person may find of an open incident: that it is over, and what its product is called."""
    heading, _, name = incident.cause.partition(":")
    end = _confirmed("end", incident, reader)
    if heading != "unlisted_plugin":
        return [actions([end])]
    told = cut(list(atoms(reader("staff.sure.name.of", name=name), frozenset())), SECTION)[0]
    return [section(told), actions([_confirmed("name", incident, reader), end])]


def _confirmed(what: str, incident: Incident, reader: CardReader) -> Block:
    """A button that asks once more, telling what will follow."""
    pressed = button(f"staff_{what}", reader(f"staff.sure.{what}"), incident.id)
    return {**pressed, "confirm": _sure(what, reader)}


def _sure(what: str, reader: CardReader, **values: object) -> Block:
    return {
        "title": plain_text(reader(f"staff.sure.{what}")),
        "text": plain_text(reader(f"staff.sure.{what}.text", **values)),
        "confirm": plain_text(reader("staff.yes")),
        "deny": plain_text(reader("staff.no")),
    }


def moment(at: datetime) -> str:
    """A time in the reader's own zone, with one that can be read without it."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{at.astimezone(JST):%Y-%m-%d %H:%M} JST>"


def _message(text: str, blocks: list[Block]) -> Message:
    return {
        "text": text.encode()[:3_000].decode(errors="ignore"),
        "blocks": blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _quote(title: str, said: Sequence[str]) -> list[Block]:
    """What somebody wrote: shown as it is, never parsed."""
    words = "\n".join(visible(text) for text in said)[:QUOTED].strip()
    if not words:
        return []
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": words}]}
    head = {"type": "rich_text_section", "elements": [{"type": "text", "text": title}]}
    return [{"type": "rich_text", "elements": [head, quote]}]

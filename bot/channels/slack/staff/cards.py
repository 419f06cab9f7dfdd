"""One card for each ticket and each incident in the staff's channel. Pure: returns data.

For staff alone: whoever posts these makes sure that no customer reads the room.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.channels.slack.api.blocks import (
    JST,
    Block,
    Message,
    button,
    context,
    header,
    plain_text,
    section,
)
from bot.channels.slack.api.mrkdwn import atoms, cut, escape
from bot.channels.slack.staff.contacts import Contact
from bot.channels.slack.staff.drafts import Draft
from bot.channels.slack.staff.words import say
from bot.desk.names import Names, decibans
from bot.desk.prose import visible
from bot.model.conversation import Conversation, Speaker
from bot.model.evidence import UNKNOWN, EvidenceKind, Hypothesis
from bot.model.incident import Incident
from bot.model.ticket import Ticket, TicketStatus

SECTION, QUOTED = 2_900, 1_500  # characters
SUSPECTS, REASONS, TURNS = 3, 3, 3
LEAST = 0.03  # probability of a cause that is shown


@dataclass(frozen=True, slots=True)
class Reader:
    """In which words the staff read."""

    names: Names

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
    reader: Reader,
    contact: Contact | None = None,
) -> Message:
    """A ticket as it stands, with what can be done with it. ``contact``: who its customer is."""
    status = reader(f"status.{ticket.status}")
    head = f"{ticket.id} · {status} · {reader(f'urgency.{ticket.urgency}')}"
    if ticket.conversation is None:
        head = f"{ticket.id} · {reader('note')} · {status}"
    blocks = [header(head), section(_about(ticket, reader))]
    if said is not None:
        blocks += _quote(reader("said"), _words_of(said))
    facts = _facts_of(ticket, said, incident, reader)
    blocks.append(context([*_contact_of(contact, reader), *facts]))
    if ticket.status is not TicketStatus.CLOSED:
        blocks.append(_ticket_actions(ticket, reader))
    return _message(f"{head}: {_summary(ticket, reader)}", blocks)


def incident_card(incident: Incident, waiting: Sequence[Draft], reader: Reader) -> Message:
    """An incident as it stands, with the notices that wait for a decision."""
    state = reader(f"incident.{incident.status}")
    count = reader("organisations", n=incident.organisations)
    head = f"{incident.id} · {state} · {count}"
    suspects = zip(incident.suspects, incident.chances, strict=False)
    lines = [
        f"{reader.names.cause(cause)} {reader.names.percent(chance)}"
        for cause, chance in list(suspects)[:SUSPECTS]
    ]
    listed = "\n".join([f"*{reader('suspects')}*", *map(escape, lines)])
    blocks = [header(head), section(listed)]
    since = reader("raised", at=moment(incident.raised_at))
    voices = reader.names.voices(incident.voices)
    blocks.append(context([since, *([escape(voices)] if voices else [])]))
    if waiting and incident.is_open:
        blocks += _decision(incident, waiting, reader)
    return _message(f"{head}: {'、'.join(lines)}", blocks)


def _about(ticket: Ticket, reader: Reader) -> str:
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


def _name(hypothesis: Hypothesis, reader: Reader) -> str:
    unknown = hypothesis.cause == UNKNOWN
    return reader("unknown") if unknown else reader.names.cause(hypothesis.cause)


def _reasons(hypothesis: Hypothesis, reader: Reader) -> list[str]:
    telling = (e for e in hypothesis.evidence if e.kind is not EvidenceKind.PRIOR)
    first = sorted(telling, key=lambda e: -abs(e.weight))[:REASONS]
    return [f"　{decibans(e.weight)} {escape(e.sentence(reader.lang))}" for e in first]


def _summary(ticket: Ticket, reader: Reader) -> str:
    """For notifications and screen readers."""
    if ticket.diagnosis is None or not ticket.diagnosis.ranked:
        return cut(list(atoms(ticket.text.strip() or "…", frozenset())), 300)[0]
    leading = ticket.diagnosis.leading
    return f"{escape(_name(leading, reader))} {reader.names.percent(leading.probability)}"


def _words_of(said: Conversation) -> list[str]:
    words = [t.text for t in said.turns if t.speaker is Speaker.CUSTOMER and t.text]
    return words[-TURNS:]


def _contact_of(contact: Contact | None, reader: Reader) -> list[str]:
    """Who the customer is and where they wrote, as far as Slack has told."""
    if contact is None:
        return []
    told = [escape(reader("customer_name", name=contact.name))] if contact.name else []
    if contact.link:
        told.append(f"<{escape(contact.link)}|{reader('open_thread')}>")
    elif contact.is_direct:
        told.append(reader("direct"))
    return told


def _facts_of(
    ticket: Ticket, said: Conversation | None, incident: Incident | None, reader: Reader
) -> list[str]:
    facts = [reader("opened", at=moment(ticket.opened_at))]
    if ticket.tenant:
        facts.append(escape(reader("tenant", tenant=reader.names.organisation(ticket.tenant))))
    if ticket.staff:
        key = "closed_by" if ticket.status is TicketStatus.CLOSED else "has"
        facts.append(escape(reader(key, staff=ticket.staff)))
    if incident is not None and said is not None:
        named = f"{incident.id} {reader.names.cause(incident.cause)}"
        facts.append(escape(reader("of", incident=named)))
    return facts


def _ticket_actions(ticket: Ticket, reader: Reader) -> Block:
    elements: list[Block] = []
    if ticket.status is TicketStatus.OPEN:
        elements.append(button("staff_claim", reader("claim"), ticket.id, "primary"))
    if ticket.conversation is not None:
        elements.append(button("staff_reply", reader("reply"), ticket.id))
    elements.append(button("staff_close", reader("close"), ticket.id))
    elements.append(
        {
            "type": "users_select",
            "action_id": f"staff_assign:{ticket.id}",
            "placeholder": plain_text(reader("assign")),
        }
    )
    if ticket.conversation is not None:
        elements.append(
            {
                "type": "overflow",
                "action_id": "staff_more",
                "options": [
                    {"text": plain_text(reader(what)), "value": f"{what}:{ticket.id}"}
                    for what in ("link", "wrong")
                ],
            }
        )
    return {"type": "actions", "elements": elements}


def _decision(incident: Incident, waiting: Sequence[Draft], reader: Reader) -> list[Block]:
    readers = sum(draft.readers for draft in waiting)
    sure = {
        "title": plain_text(reader("reject")),
        "text": plain_text(reader("reject.sure")),
        "confirm": plain_text(reader("yes")),
        "deny": plain_text(reader("no")),
    }
    reject = {**button("staff_reject", reader("reject"), incident.id), "confirm": sure}
    return [
        section(escape(reader("notices", n=len(waiting), readers=readers))),
        {
            "type": "actions",
            "elements": [
                button("staff_decide", reader("decide"), incident.id, "primary"),
                reject,
            ],
        },
    ]


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

"""What an event goes through before it is journalled: its clock is put right, and it is masked."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import browser_checks
from bot.desk.macros import LONGEST_NAME
from bot.desk.person_names import person_name
from bot.desk.ports import UnitOfWork
from bot.desk.uploads import MOST_PICTURES, kept, kept_picture
from bot.masking.redact import redact
from bot.model.browser_check import BrowserCheck
from bot.model.case_events import TicketNoted
from bot.model.decision import IncidentDecided
from bot.model.event import (
    Approved,
    Event,
    FeedRead,
    MessageDoubted,
    MessageReceived,
    SocialPost,
    Steered,
    TicketAnswered,
)
from bot.model.macro import MacroSaved
from bot.model.publication import PostWritten
from bot.model.upload import Upload
from bot.triage.understand.material.pasted import shortened

LONGEST_TEXT = 20_000  # characters of one message that are kept; a log belongs into a file

logger = logging.getLogger(__name__)


def not_before(event: Event, work: UnitOfWork) -> Event:
    """The event, its clock put right when it runs behind what was handled before."""
    last = work.recall("clock")
    if last is not None and event.at < datetime.fromisoformat(last):
        behind = datetime.fromisoformat(last) - event.at
        if behind > timedelta(seconds=5):
            logger.warning("an event's clock is %s behind; taken as now", behind)
        return replace(event, at=datetime.fromisoformat(last))
    work.remember("clock", event.at.isoformat())
    return event


def masked(event: Event) -> Event:
    """The event as it may be stored: secrets and personal data masked."""
    if isinstance(event, MessageReceived) and event.name:
        event = replace(event, name=person_name(event.name))
    match event:
        case MessageReceived(check=BrowserCheck() as check):
            return replace(event, text="", check=browser_checks.kept(check))
        case MessageReceived(upload=Upload() as upload):
            text = redact(_bounded(event.text)).text
            pictures = tuple(map(kept_picture, event.pictures[:MOST_PICTURES]))
            return replace(event, text=text, upload=kept(upload), pictures=pictures)
        case (
            MessageReceived()
            | MessageDoubted()
            | SocialPost()
            | TicketAnswered()
            | TicketNoted()
            | Approved()
            | Steered()
            | IncidentDecided()
        ):
            return replace(event, text=redact(_bounded(event.text)).text)
        case MacroSaved():
            name = redact(event.name[:LONGEST_NAME]).text
            return replace(event, name=name, texts=_texts(event.texts))
        case PostWritten():
            return replace(event, titles=_texts(event.titles), texts=_texts(event.texts))
        case FeedRead():
            said = redact(event.text[:2000]).text if event.text is not None else None
            odd = tuple(redact(o[:300]).text for o in event.oddities[:10])
            return replace(event, text=said, oddities=odd)
        case _:
            return event


def _texts(given: Mapping[str, str]) -> dict[str, str]:
    return {lang: redact(_bounded(text)).text for lang, text in given.items()}


def _bounded(text: str) -> str:
    """The text as long as we keep texts, pasted repetition left out first, saying how much is."""
    if len(text) <= LONGEST_TEXT:
        return text
    kept = shortened(text, LONGEST_TEXT)
    return f"{kept}\n[… {len(text) - len(kept)}]"

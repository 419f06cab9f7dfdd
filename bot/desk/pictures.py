"""Screenshots that are kept for staff: how many, of which conversation, and who puts them there.

A file is put on the shelf as it arrives, before anybody knows to which conversation it belongs; the
message that it came with claims it. What nobody claims within a day goes again.
"""

import secrets
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.model.conversation import Conversation, Turn
from bot.model.event import MessageReceived
from bot.model.move import Move, ReplyType
from bot.model.picture import Picture, PictureFile
from bot.model.upload import UploadProblem
from bot.texts.loader import say

A_DAY = timedelta(days=1)
MOST_OF_ONE, MOST_BYTES_OF_ONE = 20, 10_000_000  # of one conversation in a day
MOST_BYTES = 1_000_000_000  # of all together in a day, those included that nobody claimed


@dataclass(frozen=True, slots=True)
class PicturesKept:
    """How many pictures there are of something, and how many bytes they take."""

    number: int
    size: int


class Pictures(Protocol):
    """The part of ``UnitOfWork`` that keeps them."""

    def put_picture(self, ident: str, file: PictureFile, at: datetime) -> None:
        """Keep a file that belongs to no conversation yet."""
        ...

    def pictures_since(self, since: datetime, conversation: str | None = None) -> PicturesKept:
        """What came since then, in one conversation or (None) at all."""
        ...

    def claim_picture(self, ident: str, conversation: str) -> None:
        """It belongs to a conversation from now on; what is not there is claimed by nobody."""
        ...

    def drop_pictures(self, idents: Iterable[str]) -> None: ...

    def pictures_of(self, conversation: str) -> frozenset[str]:
        """The ids of those that a conversation still has."""
        ...

    def picture(self, conversation: str, ident: str, *, small: bool) -> bytes | None:
        """The bytes of one, in WebP; None when this conversation has none of that id."""
        ...


class PictureShelf(Protocol):
    """Where a reader of files puts a picture."""

    def put(self, file: PictureFile) -> str | None:
        """The id under which it is kept; None: no more are kept today."""
        ...


class StoreShelf:
    """Puts pictures into the store, each in a transaction of its own."""

    def __init__(
        self, work: Callable[[], AbstractContextManager[Pictures]], clock: Callable[[], datetime]
    ) -> None:
        self._work, self._clock = work, clock

    def put(self, file: PictureFile) -> str | None:
        now, ident = self._clock(), secrets.token_urlsafe(16)
        with self._work() as work:
            if work.pictures_since(now - A_DAY).size + file.size > MOST_BYTES:
                return None
            work.put_picture(ident, file, now)
        return ident


def with_pictures(event: MessageReceived, conversation: str, work: Pictures) -> MessageReceived:
    """The message with those of its pictures that its conversation may keep; the others are dropped."""
    stay = tuple(p for p in event.pictures if _claimed(p, conversation, event.at, work))
    if len(stay) == len(event.pictures):
        return event
    work.drop_pictures(p.id for p in event.pictures if p not in stay)
    upload = event.upload
    if upload is not None and upload.picture is not None and upload.picture not in stay:
        upload = replace(upload, picture=None, problem=UploadProblem.PICTURES_FULL)
    return replace(event, upload=upload, pictures=stay)


def move_pictures(turns: Iterable[Turn], conversation: str, work: Pictures) -> None:
    """Have pictures belong to the conversation in whose turns they stand from now on."""
    for turn in turns:
        for picture in turn.pictures:
            work.claim_picture(picture.id, conversation)


def _claimed(picture: Picture, conversation: str, at: datetime, work: Pictures) -> bool:
    kept = work.pictures_since(at - A_DAY, conversation)
    if kept.number >= MOST_OF_ONE or kept.size >= MOST_BYTES_OF_ONE:
        return False
    work.claim_picture(picture.id, conversation)
    return True


def with_note_on_pictures(text: str, event: MessageReceived, conversation: Conversation) -> str:
    """A reply that says, with the first picture of a conversation, who sees it and what we cannot do."""
    if not event.pictures or sum(bool(turn.pictures) for turn in conversation.turns) > 1:
        return text
    return f"{text}\n\n{say(conversation.lang, 'desk.picture.kept')}"


def unread_words(event: MessageReceived, move: Move, lang: str) -> str:
    """What was the matter with the file, where nothing else is to be said."""
    upload = event.upload
    if upload is None or upload.problem is None or move.stance is not ReplyType.ACKNOWLEDGE:
        return ""
    if upload.problem is not UploadProblem.PICTURE_KEPT:
        return upload.problem.sentence(lang)
    return f"{say(lang, 'desk.picture.kept')}\n\n{say(lang, 'desk.picture.words')}"

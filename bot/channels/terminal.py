"""The same desk in the terminal: ``jitabata chat``. Works when piped."""

import asyncio
import contextlib
import logging
import threading
import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.desk.labels import button, shows
from bot.desk.pauses import AtOnce, Lines, Pauses
from bot.desk.ports import Door
from bot.model.effect import Effect, Notice, Reply, StaffReply
from bot.model.event import MessageReceived
from bot.texts.loader import say, spoken

logger = logging.getLogger(__name__)

MOST_TEXT = 20_000  # characters of one line that are read


async def run_chat(  # noqa: PLR0913  # who, how to read and write, and the rim's clock and ids
    door: Door,
    *,
    customer: str,
    tenant: str,
    lang: str,
    read: Callable[[], str | None],
    write: Callable[[str], None],
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    pauses: Pauses | None = None,
    sign: Callable[[str], None] = lambda _: None,
) -> None:
    """Talk until ``/quit`` or the end of input (``read`` answers None).

    ``read`` may block; ``write`` gets whole lines without their end. ``lang`` is the language of
    what the terminal itself says; the desk answers in the customer's. ``pauses``: several lines get one
    answer; None: each gets its own. ``sign`` shows a text until the next one, "" takes it away.
    """
    said = partial(MessageReceived, customer=customer, tenant=tenant, channel="terminal")
    lines = pauses or AtOnce(door)
    chat = _Chat(customer, lang, write, sign)
    chat.say("terminal.hello", "terminal.usage")
    while (line := await _off_loop(read)) is not None:
        text = visible(line)[:MOST_TEXT].strip()
        if text in {"/quit", "/exit"}:
            break
        if not text or chat.is_command(text):
            continue
        pressed = chat.choice(text)
        words = button(pressed, chat.lang) if pressed else text
        message = said(at=clock(), message_id=new_id(), text=words, button=pressed)
        await chat.send(message, lines)
    await lines.settle()
    chat.say("terminal.bye")


def visible(text: str) -> str:
    """Text that does nothing to a terminal: no escape sequences, no control characters."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)


_MORE = frozenset({"もっと", "more", "/more"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})  # Cf holds the marks that turn text


class _Chat:
    """What is on the screen: writes, and knows which numbers it offered last."""

    def __init__(
        self, customer: str, lang: str, write: Callable[[str], None], sign: Callable[[str], None]
    ) -> None:
        self.lang = spoken(lang)
        self._customer, self._write, self._sign = customer, write, sign
        self._offered: tuple[str, ...] = ()
        self._details = ""  # what stands behind the fold of the last reply
        self._shown: tuple[Effect, ...] = ()  # what several lines brought, each of which says so

    def say(self, *names: str) -> None:
        for name in names:
            self._write(say(self.lang, name))

    async def send(self, message: MessageReceived, lines: Lines) -> None:
        """Hand a message to the desk, with a sign until it is answered."""

        def answered(effects: tuple[Effect, ...]) -> None:
            self._sign("")
            self.show(effects)

        try:
            self._sign(say(self.lang, "terminal.checking"))
            self.show(await lines.hand_in(message, answered))
        except Exception:  # the person at the keyboard gets an answer whatever went wrong
            logger.exception("the desk failed on %s", message.message_id)
            self._sign("")
            self.say("terminal.failed")

    def is_command(self, text: str) -> bool:
        """Whether a line is for the terminal and not for the desk; answers it then."""
        if text.casefold() in _MORE:
            self._write(self._details or say(self.lang, "terminal.no_more"))
            return True
        if text.startswith("/"):
            self.say("terminal.help" if text == "/help" else "terminal.no_such", "terminal.usage")
        return text.startswith("/")

    def choice(self, text: str) -> str | None:
        """The button that a bare number means, if it was offered."""
        number = unicodedata.normalize("NFKC", text)
        if not number.isdecimal() or len(number) > 1:
            return None
        chosen = int(number) - 1
        return self._offered[chosen] if 0 <= chosen < len(self._offered) else None

    def show(self, effects: tuple[Effect, ...]) -> None:
        """Show what is for this customer, once; what is for staff stays out of sight."""
        before, self._shown = {id(e) for e in self._shown}, effects
        fresh = [e for e in effects if id(e) not in before]
        for effect in fresh:
            match effect:
                case Reply() if effect.customer == self._customer:
                    self._show_reply(effect)
                case StaffReply() if effect.customer == self._customer:
                    self._write(f"{say(self.lang, 'terminal.staff')} {visible(effect.text)}")
                case Notice() if self._customer in effect.to:
                    self._write(f"{say(self.lang, 'terminal.notice')} {visible(effect.text)}")

    def _show_reply(self, reply: Reply) -> None:
        self.lang = spoken(reply.lang)
        self._write(visible(reply.text))
        self._details = visible(reply.details)
        if self._details:
            self.say("terminal.more")
        if reply.checked:
            self._write(say(self.lang, "terminal.checked"))
        for checked in reply.checked:
            what = f"{checked.name}: {shows(checked.shows, self.lang)}"
            self._write(visible(f"  - {what} ({checked.at:%H:%M %z})"))
        self._offered = reply.buttons
        if reply.buttons:
            numbered = (f"[{n}] {button(b, self.lang)}" for n, b in enumerate(reply.buttons, 1))
            self._write("  ".join(numbered))


async def _off_loop(read: Callable[[], str | None]) -> str | None:
    """Read a line without holding up the loop; None at the end, also when reading failed.

    The thread is a daemon: one that still waits for the keyboard does not keep the process alive.
    """
    loop = asyncio.get_running_loop()
    line: asyncio.Future[str | None] = loop.create_future()

    def hand_back(text: str | None) -> None:
        if not line.done():
            line.set_result(text)

    def work() -> None:
        text: str | None = None
        try:
            with contextlib.suppress(EOFError):
                text = read()
        finally:
            with contextlib.suppress(RuntimeError):  # the loop is closed, nobody waits
                loop.call_soon_threadsafe(hand_back, text)

    threading.Thread(target=work, daemon=True).start()
    return await line

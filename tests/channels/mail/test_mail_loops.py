"""Two machines that write to each other end soon, whatever they say of themselves."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.inbox import InboxPorts, MailInbox
from bot.channels.mail.message_ids import answered_name, name_of
from bot.channels.mail.post_office import PostOffice
from bot.channels.mail.reading.automatic import Ours
from bot.channels.mail.reading.incoming import MailRules
from bot.channels.mail.writing.compose import Head, SenderKind, compose
from bot.channels.mail.writing.letter import LetterSender as Speaker
from bot.channels.mail.writing.letter import reply_letter, staff_letter
from bot.model.effect import Effect, Reply, StaffReply
from bot.model.event import MessageReceived
from tests.channels.fakes import Clock, Desk, a_reply
from tests.channels.mail.mails import a_mail
from tests.store.databases import in_memory

Answerer = Callable[[bytes], bytes | None]


class Party:
    """A whole desk behind one address: what it is sent, it answers by mail."""

    def __init__(self, domain: str, clock: Clock) -> None:
        self.address, self.clock = Mailbox.of(f"desk@{domain}"), clock
        self.answers = 0
        self._out: list[bytes] = []
        self.store = in_memory()
        rules = MailRules(Ours(frozenset({self.address.spec}), domain))
        self._office = PostOffice(self.store, rules, clock)
        ways = InboxPorts(_nothing, _nothing)
        self._inbox = MailInbox(self.store, Desk(self._answer), ways, clock, per_hour=6)

    def gets(self, mail: bytes) -> bytes | None:
        async def take() -> None:
            await self._office.take(mail)
            await self._inbox.drain()

        asyncio.run(take())
        self.clock.passes(seconds=10)
        return self._out.pop() if self._out else None

    def _answer(self, message: MessageReceived) -> tuple[Effect, ...]:
        self.answers += 1
        reply = a_reply(
            "ご連絡ありがとうございます。確認します。", message.customer, message.message_id
        )
        with self.store.work() as work:
            to = work.recipient(message.customer)
        assert to is not None
        self._out.append(self.writes(reply, Mailbox.of(to.address), message.message_id))
        return (reply,)

    def writes(self, effect: Reply | StaffReply, to: Mailbox, answers: str = "") -> bytes:
        speaker = Speaker("Desk", self.address.spec)
        if isinstance(effect, Reply):
            letter, kind = reply_letter(effect, "件名", speaker), SenderKind.REPLY
        else:
            letter, kind = staff_letter(effect, "件名", "ja", speaker), SenderKind.STAFF
        name = name_of(f"{self.answers}", 0, self.address.domain)
        above = tuple(n for n in (answered_name(answers),) if n)
        head = Head(kind, self.address, "Desk", to, name, self.clock(), above)
        return compose(letter, head, frozenset())


async def _nothing(*_: object) -> None:
    return None


@pytest.fixture
def parties() -> Iterator[tuple[Party, Party]]:
    clock = Clock()
    one, other = Party("one.example", clock), Party("other.example", clock)
    yield one, other
    one.store.close()
    other.store.close()


def play(mail: bytes | None, first: Answerer, second: Answerer) -> int:
    """How many mails go to and fro before it is over."""
    for turn in range(100):
        if mail is None:
            return turn
        mail = (first, second)[turn % 2](mail)
    return 100


def test_two_desks_end_after_one_answer(parties: tuple[Party, Party]) -> None:
    one, other = parties
    said = one.writes(StaffReply("x", "担当の者です。", "mori"), other.address)
    assert play(said, other.gets, one.gets) == 2
    assert (one.answers, other.answers) == (0, 1)


def test_a_forged_beginning_between_two_desks_ends_after_one_answer_each(
    parties: tuple[Party, Party],
) -> None:
    one, other = parties
    forged = a_mail("開きません", From=other.address.spec)
    assert play(forged, one.gets, other.gets) == 2
    assert (one.answers, other.answers) == (1, 0)


def test_our_own_mail_that_comes_back_is_not_answered(parties: tuple[Party, Party]) -> None:
    one, _ = parties
    said = one.writes(StaffReply("x", "担当の者です。", "mori"), Mailbox.of("sato@midori.example"))
    assert one.gets(said) is None
    rewritten = said.replace(b"desk@one.example", b"list@elsewhere.example")
    assert one.gets(rewritten) is None


def test_a_program_that_hides_what_it_is_ends_by_saying_the_same(
    parties: tuple[Party, Party],
) -> None:
    one, _ = parties
    count = 0

    def answers(mail: bytes) -> bytes:
        nonlocal count
        count += 1
        body = f"お問い合わせを受け付けました。受付番号は {count * 7919} です。担当者より折り返しご連絡いたします。"
        quoted = "\n".join(f"> {line}" for line in mail.decode("latin-1").split("\n")[:3])
        return a_mail(
            f"{body}\n\n2026年11月27日(金) 10:12 Desk <desk@one.example>:\n{quoted}",
            Message_ID=f"<{count}@midori.example>",
            Subject="Re: 件名",
        )

    assert play(answers(b""), one.gets, answers) < 8
    assert one.answers == 2


@pytest.mark.slow
def test_a_program_that_says_something_new_each_time_is_slowed(
    parties: tuple[Party, Party],
) -> None:
    one, _ = parties
    count = 0

    def answers(_: bytes) -> bytes:
        nonlocal count
        count += 1
        words = "".join(chr(0x3042 + (count * k) % 80) for k in range(1, 50))
        return a_mail(words, Message_ID=f"<{count}@midori.example>", Subject="Re: 件名")

    play(answers(b""), one.gets, answers)
    assert one.answers == 6

"""From the inbox table to the desk: in order, once, and not for ever."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.mail.correspondents import Correspondents
from bot.channels.mail.inbox import PATIENCE, InboxPorts, MailInbox
from bot.channels.mail.message_ids import answered_name, name_of
from bot.channels.mail.post_office import PostOffice, Receipt
from bot.channels.mail.reading.incoming import MailRules
from bot.channels.mail.waiting_rows import ReportRow, pack, unpack
from bot.desk.pauses import Lines
from bot.model.catalogue import Catalogue
from bot.model.identity import Identity
from bot.model.recipient import Recipient
from bot.model.upload import Sort, Upload, UploadProblem
from bot.store.sql import SqlStore
from bot.uploads.read import UploadReader
from tests.builders import MORNING
from tests.channels.fakes import Clock, Desk
from tests.channels.mail.mails import RULES, a_mail, raw
from tests.channels.mail.reading.test_bounces import a_report
from tests.store.databases import ON_POSTGRESQL, a_database, in_memory

SATO, ITO = "sato@midori.example", "ito@akebono.example"


class Bench:
    """A post office, an inbox, and a desk that remembers."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.clock, self.desk = store, Clock(), Desk()
        self.bounces: list[tuple[str, bool, str]] = []
        self.stopped: list[str] = []
        self.start()

    def start(
        self, rules: MailRules = RULES, per_hour: int = 20, lines: Lines | None = None
    ) -> None:
        """A new process takes over."""
        reader = UploadReader(Catalogue())
        self.office = PostOffice(self.store, rules, self.clock, reader)
        ways = InboxPorts(self._bounced, self._stop)
        self.inbox = MailInbox(self.store, self.desk, ways, self.clock, per_hour, lines)

    async def _bounced(self, address: str, permanent: bool, message_id: str) -> None:  # noqa: FBT001 - as the port has it
        self.bounces.append((address, permanent, message_id))

    async def _stop(self, token: str) -> None:
        self.stopped.append(token)

    def comes(self, body: str, number: int, sender: str = SATO, **fields: str) -> Receipt:
        fields.setdefault("Message_ID", f"<m{number}@{sender.partition('@')[2]}>")
        return self.takes(a_mail(body, From=sender, **{"Subject": "Re: x", **fields}))

    def takes(self, mail: bytes) -> Receipt:
        return asyncio.run(self.office.take(mail))

    def drain(self) -> int:
        return asyncio.run(self.inbox.drain())

    def waiting(self) -> int:
        return len(self.store.received("mail"))

    def recipient(self, customer: str) -> Recipient | None:
        with self.store.work() as work:
            return work.recipient(customer)


@pytest.fixture
def bench() -> Iterator[Bench]:
    store = in_memory()
    yield Bench(store)
    store.close()


def test_mails_reach_the_desk_in_order_and_once(bench: Bench) -> None:
    for number in range(4):
        bench.comes(f"報告{number}", number)
    assert not bench.comes("報告0", 0).is_new
    assert (bench.drain(), bench.drain()) == (4, 0)
    assert bench.desk.texts == [f"報告{n}" for n in range(4)]
    assert not bench.comes("報告0", 0).is_new
    message = bench.desk.heard[0]
    assert (message.channel, message.tenant) == ("mail", "~claimed:midori.example")
    assert (message.identity, message.address) == (Identity.CLAIMED, "mail:midori.example")
    assert answered_name(message.message_id) == "m0@midori.example"


@pytest.mark.parametrize("kind", ["file", ON_POSTGRESQL])
def test_a_new_process_takes_up_what_was_left(kind: str, tmp_path: Path) -> None:
    with a_database(kind, tmp_path) as url:
        first = Bench(SqlStore.open(url))
        first.comes("開かない", 1)
        first.store.close()
        second = Bench(SqlStore.open(url))
        assert second.drain() == 1
        assert second.desk.texts == ["開かない"]
        assert second.recipient(second.desk.heard[0].customer)
        second.store.close()


def test_the_address_is_known_before_the_desk_hears_of_it(bench: Bench) -> None:
    seen: list[Recipient | None] = []
    bench.desk.when_heard = lambda: seen.append(bench.recipient(bench.desk.heard[0].customer))
    bench.comes("It does not open for anybody here", 1, sender="Sato@Midori.example")
    bench.drain()
    assert seen[0] is not None
    assert (seen[0].address, seen[0].lang, seen[0].channel) == ("Sato@midori.example", "en", "mail")
    assert seen[0].tenant == "~claimed:midori.example"


def test_a_sender_waits_for_their_failed_mail_and_the_others_do_not(bench: Bench) -> None:
    bench.desk.fails_on("一つ目", times=2)
    bench.comes("一つ目", 1)
    bench.comes("二つ目", 2)
    bench.comes("別の人", 1, sender=ITO)
    assert bench.drain() == 1
    assert bench.desk.texts == ["別の人"]
    assert bench.drain() == 0
    bench.clock.passes(seconds=6)
    assert bench.drain() == 0  # failed again, and waits longer
    bench.clock.passes(seconds=6)
    assert bench.drain() == 0
    bench.clock.passes(seconds=30)
    assert bench.drain() == 2
    assert bench.desk.texts == ["別の人", "一つ目", "二つ目"]


def test_a_mail_that_never_succeeds_does_not_hold_up_its_sender_for_ever(bench: Bench) -> None:
    bench.desk.fails_on("毒", times=99)
    bench.comes("毒", 1)
    bench.comes("次", 2)
    for _ in range(PATIENCE + 1):
        bench.drain()
        bench.clock.passes(minutes=6)
    bench.drain()
    assert bench.desk.texts == ["次"]
    assert bench.waiting() == 1


def test_a_row_that_nobody_can_read_is_put_away(bench: Bench) -> None:
    for payload in ("", "[]", '{"kind": "other"}', '{"kind": "report"}'):
        bench.store.receive(f"row {payload}", "mail", payload, bench.clock())
    assert bench.drain() == 4


def test_an_answer_goes_on_where_its_sender_or_a_colleague_was(bench: Bench) -> None:
    bench.comes("開かない", 1)
    bench.comes("同じ人の別のメール", 2)
    bench.comes(
        "同僚の返事",
        3,
        sender="ito@midori.example",
        References="<m1@midori.example> <a@support.example>",
    )
    bench.comes("よその人の返事", 4, sender=ITO, References="<m1@midori.example>")
    bench.comes("知らない返事", 5, sender="abe@midori.example", In_Reply_To="<none@x>")
    bench.drain()
    threads = [message.thread for message in bench.desk.heard]
    assert threads[0] == threads[1] == threads[2]
    assert len(set(threads)) == 3


def test_who_may_have_a_false_address_is_not_answered_and_staff_see_it(bench: Bench) -> None:
    bench.start(MailRules(RULES.ours, "mx.support.example"))
    bench.comes("本人です", 1)
    failed = {
        "Authentication_Results": "mx.support.example; dmarc=fail",
        "References": "<m1@midori.example>",
        "Subject": "偽の件名",
    }
    bench.comes("偽物です", 2, **failed)
    bench.drain()
    assert bench.desk.texts == ["本人です"]
    (false,) = bench.desk.doubted
    assert (false.sender, false.text) == ("s…@midori.example", "偽物です")
    with bench.store.work() as work:
        assert len(work.recipients()) == 1
    for number in range(3, 8):
        bench.comes(f"偽物です。{number}", number, **failed)
    assert bench.drain() == 2  # three an hour are shown
    assert bench.waiting() == 3


def test_a_mail_under_the_name_of_another_s_takes_nothing_from_it(bench: Bench) -> None:
    bench.start(MailRules(RULES.ours, "mx.support.example"))
    same = {"Message_ID": "<known@midori.example>"}
    bench.comes("偽物です", 1, **same, Authentication_Results="mx.support.example; dmarc=fail")
    bench.comes("他人です", 1, ITO, **same, References="<a@x>")
    bench.comes("本人です", 1, **same, References="<b@x>")
    bench.drain()
    assert bench.desk.texts == ["他人です", "本人です"]
    other, true = bench.desk.heard
    mails = Correspondents(bench.store)
    for reader, reference in ((other.customer, "a@x"), (true.customer, "b@x")):
        noted = asyncio.run(mails.answered(reader, "known@midori.example"))
        assert noted is not None
        assert noted.references == (reference,)
    bench.comes("続きです", 2, ITO, References="<known@midori.example>")
    bench.drain()
    assert bench.desk.heard[-1].thread == other.thread != true.thread


def test_rows_of_the_version_before_keep_what_was_known_of_the_sender() -> None:
    row = ReportRow(MORNING, "mail:m1", SATO, "mail:1", "", "x", "y")
    stored = json.dumps(json.loads(pack(row)) | {"is_unverified": True})
    found = unpack(stored)
    assert isinstance(found, ReportRow)
    assert (row.is_doubtful, found.is_doubtful) == (False, True)


def test_what_an_answer_needs_is_noted_and_masked(bench: Bench) -> None:
    bench.comes("開きません", 1, Subject="パスワードは hunter2pass です", References="<a@x>")
    bench.comes("続きです", 2, Subject="Re: 続き")
    bench.drain()
    reader = bench.desk.heard[0].customer
    mails = Correspondents(bench.store)
    first = asyncio.run(mails.answered(reader, "m1@midori.example"))
    assert first is not None
    assert (first.name, first.references, first.lang) == ("m1@midori.example", ("a@x",), "ja")
    assert "hunter2pass" not in first.subject
    latest = asyncio.run(mails.answered(reader, ""))
    assert latest is not None
    assert (latest.name, latest.subject) == ("m2@midori.example", "Re: 続き")
    assert asyncio.run(mails.answered("mail:somebody-else", "m1@midori.example")) is None
    assert asyncio.run(mails.answered(reader, "unknown@x")) is None


def test_files_are_read_before_the_row_is_written_and_not_kept(bench: Bench) -> None:
    head = "From: sato@midori.example\nMessage-ID: <f@x>\nContent-Type: multipart/mixed; boundary=b"
    part = "--b\nContent-Type: {}; name={}\n\n{}\n"
    text = "Uncaught TypeError: x is not a function at https://cdn.plugin.example/main.js:1:2\n" * 3
    body = part.format("text/plain", "console.log", text) + part.format(
        "image/png", "画面.png", "\x89PNG"
    )
    bench.takes(raw(head, body + "--b--"))
    assert "TypeError: x is not" not in bench.store.received("mail")[0][1][:200]
    bench.drain()
    message = bench.desk.heard[0]
    assert message.upload is not None
    assert (message.upload.name, message.upload.sort) == ("console.log", Sort.CONSOLE_TEXT)
    assert message.text == "[画面.png]"


def test_what_cannot_be_read_is_told_as_a_file_with_a_problem(bench: Bench) -> None:
    bench.takes(
        raw("From: sato@midori.example\nContent-Type: application/pkcs7-mime; name=smime.p7m", "AA")
    )
    bench.drain()
    upload = bench.desk.heard[0].upload
    assert upload == Upload("smime.p7m", Sort.OTHER, problem=UploadProblem.BINARY)


def test_bounces_and_stops_reach_whom_they_concern(bench: Bench) -> None:
    token = "bWFpbDow.0123456789abcdef"
    bench.takes(a_report())
    bench.comes("", 1, Subject=f"unsubscribe {token}")
    assert bench.drain() == 2
    name = name_of("notice:1", 0, "support.example")
    assert bench.bounces == [("sato@midori.example", True, name)]
    assert bench.stopped == [token]
    assert bench.desk.heard == []


@pytest.mark.slow
def test_more_than_are_heard_in_an_hour_wait_and_are_not_lost(bench: Bench) -> None:
    bench.start(per_hour=3)
    for number in range(5):
        bench.comes(f"報告{number}", number)
        bench.clock.passes(minutes=1)
    bench.comes("別の人", 1, sender=ITO)
    assert bench.drain() == 4
    bench.clock.passes(hours=1)
    assert bench.drain() == 2
    assert bench.desk.texts == ["報告0", "報告1", "報告2", "別の人", "報告3", "報告4"]

"""The channel, from a delivery of the ledger to a mail at a real server."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.channels.mail.correspondents import Answered
from bot.channels.mail.doubts import APPEARS_WITHIN
from bot.channels.mail.message_ids import is_ours
from bot.desk.ledger import Edit, Outgoing
from bot.model.effect import StaffAlert, StaffReply
from bot.model.errors import DeliveryError
from bot.model.recipient import CONTACT
from tests.cases import each
from tests.channels.mail.letters import (
    READER,
    Counter,
    FakeArchive,
    a_notice,
    a_relay,
    a_reply,
    again,
    outgoing,
)
from tests.channels.mail.post_office import PostOffice, open_office

Scene = Callable[[Counter], Awaitable[None]]


def play(scene: Scene, office: PostOffice, archive: FakeArchive | None = None) -> Counter:
    """A scene at a counter whose mails go to an office."""

    async def run() -> Counter:
        async with open_office(office) as port:
            relay = a_relay(port)
            counter = Counter(relay, archive)
            await scene(counter)
            relay.close()
            return counter

    return asyncio.run(run())


async def error_of(counter: Counter, delivery: Outgoing) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await counter.channel.deliver(delivery)
    return caught.value


def test_a_notice_arrives_under_the_name_that_deliver_answers() -> None:
    office = PostOffice()
    names: list[str] = []

    async def scene(counter: Counter) -> None:
        names.append(await counter.channel.deliver(outgoing(a_notice())))

    play(scene, office)
    (mail,) = office.messages
    assert mail["Message-ID"] == f"<{names[0]}>"
    assert is_ours(names[0], "desk.example")
    assert mail["To"] == "tanaka@customer.example"
    assert mail["Subject"] == "【状況のお知らせ】タナ一覧プラグイン（I3）"


def test_all_notices_of_an_incident_to_one_reader_stand_in_one_thread() -> None:
    office = PostOffice()

    async def scene(counter: Counter) -> None:
        for reason in ("first", "update", "recovered"):
            await counter.channel.deliver(outgoing(a_notice(reason), f"I3:{reason}"))
        await counter.channel.deliver(outgoing(a_notice(), "I3:first:other", reader="mail:77"))

    play(scene, office)
    first, update, recovered, other = office.messages
    assert first["References"] == update["References"] == recovered["References"]
    assert other["References"] != first["References"]
    assert update["Subject"] == recovered["Subject"] == f"Re: {first['Subject']}"
    assert len({m["Message-ID"] for m in office.messages}) == 4


def test_an_answer_hangs_from_the_mail_that_it_answers() -> None:
    office = PostOffice()

    async def scene(counter: Counter) -> None:
        mail = Answered("abc@customer.example", "Re: RE: kintoneが開きません", ("a@x", "b@x"))
        counter.correspondence.note(READER, mail)
        counter.correspondence.note(READER, Answered("later@customer.example", "別件です"))
        await counter.channel.deliver(outgoing(a_reply(), "reply:1"))

    play(scene, office)
    (mail,) = office.messages
    assert mail["Subject"] == "Re: kintoneが開きません"
    assert mail["In-Reply-To"] == "<abc@customer.example>"
    assert mail["References"] == "<a@x> <b@x> <abc@customer.example>"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["List-Unsubscribe"] is None


def test_an_answer_to_a_mail_that_nobody_remembers_still_names_it() -> None:
    office = PostOffice()

    async def scene(counter: Counter) -> None:
        await counter.channel.deliver(outgoing(a_reply(lang="en"), "reply:1"))
        odd = a_reply(in_reply_to="mail:not a name\r\nBcc: x@y")
        await counter.channel.deliver(outgoing(odd, "reply:2"))

    play(scene, office)
    plain, odd = office.messages
    assert plain["In-Reply-To"] == "<abc@customer.example>"
    assert plain["Subject"] == "Re: Your message to us"
    assert odd["In-Reply-To"] is None
    assert odd["Bcc"] is None


def test_a_person_s_answer_goes_to_the_latest_mail_and_is_no_machine_s() -> None:
    office = PostOffice()

    async def scene(counter: Counter) -> None:
        counter.correspondence.note(READER, Answered("1@x", "first"))
        counter.correspondence.note(READER, Answered("2@x", "second", lang="en"))
        reply = StaffReply(READER, "We are looking into it.", "sato")
        await counter.channel.deliver(outgoing(reply, "staff:1"))

    play(scene, office)
    (mail,) = office.messages
    assert mail["In-Reply-To"] == "<2@x>"
    assert mail["Auto-Submitted"] is None
    assert "sato" not in str(mail)


def test_a_person_s_answer_to_a_chat_sends_back_to_the_chat_in_its_own_language() -> None:
    office = PostOffice()

    async def scene(counter: Counter) -> None:
        for number, said in enumerate(("We have mended it.", "直しました。")):
            reply = StaffReply("web:1", said, "sato", ("solved", "unsolved"))
            delivery = outgoing(reply, f"staff:{number}", reader=f"{CONTACT}web:1")
            await counter.channel.deliver(delivery)

    play(scene, office)
    texts = [str(m.get_body(("plain",)).get_content()) for m in office.messages]  # type: ignore[union-attr]
    assert ["in the chat in which you asked" in t for t in texts] == [True, False]
    assert ["チャットの画面" in t for t in texts] == [False, True]


def test_what_is_not_for_readers_is_refused_for_good() -> None:
    async def scene(counter: Counter) -> None:
        for effect in (StaffAlert("I3", "raised", (), 3, "x"), Edit("m")):
            delivery = Outgoing(1, "k", "mail", effect, counter.clock(), address="a@b.example")
            assert (await error_of(counter, delivery)).permanent
        no_address = await error_of(counter, outgoing(a_notice(), address="nobody"))
        assert no_address.permanent
        assert "nobody" not in str(no_address)

    play(scene, PostOffice())


def test_a_dead_mailbox_is_reported() -> None:
    office = PostOffice()
    office.answers("RCPT", "550 5.1.1 User unknown", "550 5.7.1 not from you")

    async def scene(counter: Counter) -> None:
        assert (await error_of(counter, outgoing(a_notice()))).permanent
        assert (await error_of(counter, outgoing(a_notice(), "another"))).permanent

    assert play(scene, office).unreachable == [READER]


# Nothing lost, nobody told twice


def test_without_an_archive_what_may_have_arrived_is_not_sent_again() -> None:
    office = PostOffice()
    office.drops_after_the_dot()

    async def scene(counter: Counter) -> None:
        error = await error_of(counter, outgoing(a_notice()))
        assert error.permanent
        assert error.unknown
        assert "may have arrived; not sent again" in str(error)

    play(scene, office)
    assert len(office.mails) == 1


def test_without_an_archive_what_the_server_took_has_arrived_though_nobody_settled_it() -> None:
    office = PostOffice()

    async def scene(counter: Counter) -> None:
        delivery = outgoing(a_notice())
        name = await counter.channel.deliver(delivery)  # and then the process is killed
        assert await counter.channel.deliver(again(delivery)) == name

    play(scene, office)
    assert len(office.mails) == 1


def test_what_was_claimed_and_never_begun_is_sent() -> None:
    office = PostOffice()

    async def scene(counter: Counter) -> None:
        await counter.channel.deliver(again(outgoing(a_notice())))

    play(scene, office)
    assert len(office.mails) == 1


@each("command", ["MAIL", "RCPT", "."])
def test_what_was_surely_refused_is_sent_again_though_the_process_was_killed_then(
    command: str,
) -> None:
    office = PostOffice()
    office.answers(command, "451 4.3.0 not now")

    async def scene(counter: Counter) -> None:
        delivery = outgoing(a_notice())
        error = await error_of(counter, delivery)
        assert not error.unknown
        await counter.channel.deliver(again(delivery))

    play(scene, office)
    assert len(office.mails) == 1


def test_with_an_archive_a_copy_settles_it() -> None:
    office, archive = PostOffice(), FakeArchive()
    office.drops_after_the_dot()
    names: list[str] = []

    async def scene(counter: Counter) -> None:
        delivery = outgoing(a_notice())
        error = await error_of(counter, delivery)
        assert (error.unknown, error.permanent) == (True, False)
        archive.names.add(str(office.messages[0]["Message-ID"]).strip("<>"))
        names.append(await counter.channel.deliver(again(delivery)))

    play(scene, office, archive)
    assert len(office.mails) == 1
    assert names[0] in archive.names
    assert office.mails[0].rcpt_tos == ["tanaka@customer.example", "archive@desk.example"]


def test_with_an_archive_it_is_repeated_only_when_it_is_missing_for_long() -> None:
    office, archive = PostOffice(), FakeArchive()

    async def scene(counter: Counter) -> None:
        channel, delivery = counter.channel, outgoing(a_notice())
        await channel.deliver(delivery)
        office.mails.clear()  # it was lost on the way
        for _ in range(2):
            with pytest.raises(DeliveryError) as caught:
                await channel.deliver(again(delivery))
            assert caught.value.unknown
            assert caught.value.untried
            assert caught.value.retry_after
            counter.clock.passes(timedelta(seconds=caught.value.retry_after))
        assert office.mails == []
        counter.clock.passes(APPEARS_WITHIN)
        await channel.deliver(again(delivery))

    play(scene, office, archive)
    assert len(office.mails) == 1


def test_while_the_archive_cannot_be_read_nothing_is_repeated() -> None:
    office, archive = PostOffice(), FakeArchive()

    async def scene(counter: Counter) -> None:
        delivery = outgoing(a_notice())
        await counter.channel.deliver(delivery)
        archive.is_shut = True
        for _ in range(3):
            error = await error_of(counter, again(delivery))
            assert (error.unknown, error.permanent) == (True, False)
            counter.clock.passes(APPEARS_WITHIN)

    play(scene, office, archive)
    assert len(office.mails) == 1


def test_the_same_delivery_has_the_same_octets_and_another_edition_another_name() -> None:
    office = PostOffice()

    async def scene(counter: Counter) -> None:
        for edition in (0, 0, 1):
            name = await counter.channel.deliver(outgoing(a_notice(), edition=edition))
            counter.departures.stayed(name)

    play(scene, office)
    one, same, other = office.mails
    assert one.content == same.content
    assert office.messages[0]["Message-ID"] != office.messages[2]["Message-ID"]
    assert one.content != other.content

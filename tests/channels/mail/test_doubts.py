"""Without an archive: a mail that may have left is not sent again, and one that was taken has arrived."""

from datetime import timedelta

from bot.channels.mail.message_ids import name_of
from tests.channels.mail.letters import Counter, a_notice, again, outgoing
from tests.channels.mail.post_office import PostOffice
from tests.channels.mail.test_send import error_of, play


def test_without_an_archive_an_attempt_cut_short_while_sending_is_not_repeated() -> None:
    office = PostOffice()

    async def scene(counter: Counter) -> None:
        delivery = outgoing(a_notice())
        counter.departures.leaving(name_of(delivery.key, 0, "desk.example"))
        error = await error_of(counter, again(delivery))
        assert error.permanent
        assert "may have arrived" in str(error)

    play(scene, office)
    assert office.mails == []


def test_whoever_was_sending_has_a_minute_to_say_what_became_of_it() -> None:
    office = PostOffice()

    async def scene(counter: Counter) -> None:
        delivery = outgoing(a_notice())
        name = name_of(delivery.key, 0, "desk.example")
        counter.departures.leaving(name, counter.clock())
        error = await error_of(counter, again(delivery))
        assert (error.unknown, error.permanent, error.untried) == (True, False, True)
        counter.clock.passes(timedelta(seconds=61))
        assert (await error_of(counter, again(delivery))).permanent
        counter.departures.taken(name)
        assert await counter.channel.deliver(again(delivery)) == name

    play(scene, office)
    assert office.mails == []

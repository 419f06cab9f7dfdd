"""What becomes of a post, against a receiver that checks everything."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.webhook.address import Exceptions
from bot.channels.webhook.settings import Endpoint, WebhookSettings
from bot.model.effect import Reply, TicketRaised
from bot.model.errors import DeliveryError
from bot.model.understanding import Urgency
from tests.cases import each
from tests.channels.webhook.posting import (
    KEY,
    ON_LOOPBACK,
    READER,
    Sending,
    a_notice,
    outgoing,
    play,
)

NEWER = "eHl6eHl6eHl6eHl6eHl6eHl6eHl6eHl6eHl6eHl6eHk="
TICKET = TicketRaised("T1", "web:1", "候補", None, Urgency.HIGH)


def test_a_notice_arrives_signed_and_names_no_other_reader() -> None:
    async def scene(stage: Sending) -> None:
        ident = await stage.deliver()
        assert stage.receiver.taken == {ident: 1}
        assert stage.receiver.bodies == [
            {
                "type": "notice.recovered",
                "timestamp": "2026-01-05T12:00:00.000Z",
                "data": {
                    "incident": "I1",
                    "reason": "recovered",
                    "text": "復旧しました。",
                    "lang": "ja",
                    "cause": "plugin:kumo_sheet",
                    "advice": ["enable_plugin:kumo_sheet"],
                },
            }
        ]
        [headers] = stage.receiver.headers
        assert headers["content-type"] == "application/json"
        assert headers["user-agent"].startswith("Jitabata/")

    play(scene)


def test_a_receiver_may_check_with_the_public_key_instead() -> None:
    async def scene(stage: Sending) -> None:
        await stage.deliver()
        assert stage.receiver.taken.total() == 1

    play(scene, asymmetric=True)


def test_while_keys_change_the_older_secret_still_fits() -> None:
    async def scene(stage: Sending) -> None:  # the receiver has the secret of the last key
        await stage.deliver()
        assert stage.receiver.taken.total() == 1

    play(scene, settings=replace(ON_LOOPBACK, keys=(NEWER, KEY)))


def test_a_repeat_has_the_same_id_and_a_fresh_timestamp() -> None:
    async def scene(stage: Sending) -> None:
        stage.receiver.accepts_and_drops_next()
        with pytest.raises(DeliveryError, match="broke off") as caught:
            await stage.deliver()
        assert caught.value.unknown
        assert not caught.value.permanent
        stage.clock.passes(hours=2)
        again = replace(outgoing(), attempts=1, may_be_there=True)
        ident = await stage.deliver(again)
        assert stage.receiver.taken == {ident: 2}  # it knows by the id that it has it
        stamps = [int(h["webhook-timestamp"]) for h in stage.receiver.headers]
        assert stamps[1] - stamps[0] == 7200

    play(scene)


def test_other_words_are_another_message() -> None:
    async def scene(stage: Sending) -> None:
        first = await stage.deliver()
        corrected = await stage.deliver(outgoing(a_notice("訂正します。")))
        later = await stage.deliver(outgoing(key="I1:update"))
        assert len({first, corrected, later}) == 3

    play(scene)


def test_what_is_signed_for_somebody_else_is_refused() -> None:
    async def scene(stage: Sending) -> None:
        with pytest.raises(DeliveryError, match="401"):
            await stage.deliver(replace(outgoing(), reader="webhook:1"))

    play(scene)


@each(
    ("status", "headers", "waits", "unknown"),
    [
        (429, {"Retry-After": "7"}, 7.0, False),
        (429, {}, 30.0, False),
        (429, {"Retry-After": "99999999"}, 3600.0, False),
        (
            503,
            {
                "Date": "Mon, 05 Jan 2026 12:00:00 GMT",
                "Retry-After": "Mon, 05 Jan 2026 12:02:00 GMT",
            },
            120.0,
            True,
        ),
        (500, {}, None, True),
        (502, {"Retry-After": "soon"}, None, True),
        (404, {"Retry-After": "7"}, None, False),
        (302, {"Location": "http://127.0.0.1/"}, None, False),
    ],
)
def test_what_may_yet_come_right_is_tried_again(
    status: int, headers: dict[str, str], waits: float | None, *, unknown: bool
) -> None:
    async def scene(stage: Sending) -> None:
        stage.receiver.answers_next(status, **headers)
        with pytest.raises(DeliveryError, match=str(status)) as caught:
            await stage.deliver()
        error = caught.value
        assert (error.permanent, error.retry_after, error.unknown) == (False, waits, unknown)
        assert stage.receiver.requests == 1
        assert stage.gone == []

    play(scene)


@pytest.mark.slow
@each(
    ("status", "tries", "age", "for_good"),
    [
        (404, 5, timedelta(hours=23), False),
        (404, 5, timedelta(hours=24), True),
        (404, 2, timedelta(hours=30), False),  # it was held back for long, not refused for long
        (401, 100, timedelta(days=1), True),
        (301, 100, timedelta(days=1), True),
        (400, 5, timedelta(minutes=59), False),
        (400, 5, timedelta(hours=1), True),
        (429, 100, timedelta(days=9), False),
        (500, 100, timedelta(days=9), False),
    ],
)
def test_a_refusal_ends_it_only_when_it_lasts(
    status: int, tries: int, age: timedelta, *, for_good: bool
) -> None:
    async def scene(stage: Sending) -> None:
        stage.clock.now += age
        stage.receiver.answers_next(status)
        with pytest.raises(DeliveryError) as caught:
            await stage.deliver(replace(outgoing(), attempts=tries - 1))
        assert caught.value.permanent is for_good
        assert stage.gone == []

    play(scene)


def test_gone_ends_it_at_once_and_the_recipient_counts_as_unreachable() -> None:
    async def scene(stage: Sending) -> None:
        stage.receiver.answers_next(410)
        with pytest.raises(DeliveryError, match="410") as caught:
            await stage.deliver()
        assert caught.value.permanent
        assert stage.gone == [READER]

    play(scene)


def test_silence_is_given_up_and_may_have_been_heard() -> None:
    async def scene(stage: Sending) -> None:
        stage.receiver.never_answers_next()
        with pytest.raises(DeliveryError, match=r"no answer from 127\.0\.0\.1 in 0\.1 s") as caught:
            await stage.deliver()
        assert caught.value.unknown

    play(scene, total=0.1)


def test_a_long_answer_is_not_read_to_its_end() -> None:
    async def scene(stage: Sending) -> None:
        stage.receiver.answers_next(200, "x" * 5_000_000)
        await stage.deliver()
        stage.receiver.answers_next(200, "ok")
        await stage.deliver()
        await stage.deliver()
        assert stage.receiver.requests == 3

    play(scene)


def test_no_connection_means_that_nothing_was_said() -> None:
    async def scene(stage: Sending) -> None:
        with pytest.raises(DeliveryError, match=r"no connection to 127\.0\.0\.1") as caught:
            await stage.channel.deliver(replace(outgoing(), address="http://127.0.0.1:9/"))
        assert not caught.value.unknown
        assert not caught.value.permanent

    play(scene)


def test_neither_an_error_nor_a_log_shows_the_path(caplog: pytest.LogCaptureFixture) -> None:
    async def scene(stage: Sending) -> None:
        for status in (500, 404, 302):
            stage.receiver.answers_next(status, "customer-data", Location="/elsewhere")
            with pytest.raises(DeliveryError) as caught:
                await stage.deliver()
            assert "secret-path" not in str(caught.value)
        stage.receiver.accepts_and_drops_next()
        with pytest.raises(DeliveryError) as caught:
            await stage.deliver()
        assert "secret-path" not in str(caught.value)

    with caplog.at_level(logging.INFO):
        play(scene)
    ours = [r.getMessage() for r in caplog.records if r.name != "aiohttp.access"]  # the receiver's
    assert not [text for text in ours if "secret-path" in text or "customer-data" in text]


def test_the_operators_own_receiver_gets_what_is_for_staff() -> None:
    async def scene(stage: Sending) -> None:
        own = Endpoint("export", stage.receiver.url, frozenset({"tickets"}))
        settings = replace(ON_LOOPBACK, endpoints=(own,))
        stage.channel._settings = settings
        said = replace(outgoing(TICKET, "ticket:T1"), reader="endpoint:export", address="")
        with pytest.raises(DeliveryError, match="401"):  # its secret is not that of a recipient
            await stage.channel.deliver(said)
        stage.receiver.answers_next(410)
        with pytest.raises(DeliveryError, match="410"):
            await stage.channel.deliver(said)
        assert stage.gone == []
        with pytest.raises(DeliveryError, match="endpoint:other has no address") as caught:
            await stage.channel.deliver(replace(said, reader="endpoint:other"))
        assert caught.value.permanent
        assert stage.receiver.requests == 2

    play(scene)


def test_what_no_webhook_can_say_is_refused_for_good() -> None:
    async def scene(stage: Sending) -> None:
        reply = Reply("web:1", "m1", "…", "ja", "unknown", 0.2)
        with pytest.raises(DeliveryError, match="Reply is not for webhooks") as caught:
            await stage.deliver(outgoing(reply))
        assert caught.value.permanent
        assert stage.receiver.requests == 0

    play(scene)


def test_without_an_exception_nothing_is_posted_in_clear_or_at_home() -> None:
    async def scene(stage: Sending) -> None:
        with pytest.raises(DeliveryError, match="not taken") as caught:
            await stage.deliver()
        assert caught.value.permanent
        assert stage.receiver.requests == 0

    play(scene, settings=WebhookSettings(keys=(KEY,)))
    http_alone = Exceptions(http=frozenset({"127.0.0.1"}))
    play(scene, settings=WebhookSettings(keys=(KEY,), exceptions=http_alone))

"""One measurement, against real servers on this machine: where it fails, and what it may not ask."""

import asyncio
import ssl
from datetime import UTC, datetime

import pytest

from bot.model.probe import MeasurementStep
from bot.probes.measure import MeasurementLimits, Measurer, NotMeasuredError, Taken
from bot.probes.targets import ProbeTarget
from tests.cases import each
from tests.probes.servers import HOST, OK, Authority, Serve, answer, serving

KEYS = ("code", "id", "message")
HERE = MeasurementLimits(total=50.0, connect=50.0, allow_private=True)
HURRIED = MeasurementLimits(total=0.5, connect=0.5, allow_private=True)


def measured(
    *answers: bytes | Serve,
    keys: tuple[str, ...] = (),
    limits: MeasurementLimits = HERE,
    secured: ssl.SSLContext | None = None,
    trusts: ssl.SSLContext | None = None,
) -> Taken:
    async def play() -> Taken:
        async with serving(*answers, secured=secured) as port:
            scheme = "https" if secured else "http"
            target = ProbeTarget(f"{scheme}://{HOST}:{port}/x.js", keys)
            return await Measurer(limits, context=trusts)(target)

    return asyncio.run(play())


def test_an_answer_is_well_with_its_time() -> None:
    taken = measured(OK)
    assert (taken.step, taken.status) == (None, 200)
    assert taken.seconds is not None
    assert 0 < taken.seconds < 5


@each(
    ("status", "step"),
    [
        (403, None),
        (404, None),
        (304, None),
        (500, MeasurementStep.STATUS),
        (503, MeasurementStep.STATUS),
    ],
)
def test_only_a_servers_own_error_is_a_failure(status: int, step: MeasurementStep | None) -> None:
    assert measured(answer(status)).step is step


def test_nobody_at_the_address() -> None:
    async def play() -> Taken:
        async with serving(OK) as port:
            pass
        return await Measurer(HERE)(ProbeTarget(f"http://{HOST}:{port}/"))

    assert asyncio.run(play()) == Taken(MeasurementStep.CONNECT)


def test_a_name_without_an_address() -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    measurer = Measurer(MeasurementLimits(), nowhere)
    assert asyncio.run(measurer(ProbeTarget("https://gone.example/"))).step is MeasurementStep.DNS


async def _silent(request: bytes, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


@pytest.mark.slow
def test_a_server_that_takes_the_call_and_says_nothing_is_cut_off() -> None:
    assert measured(_silent, limits=HURRIED).step is MeasurementStep.ANSWER


def test_a_certificate_is_read_for_when_it_expires() -> None:
    authority = Authority()
    taken = measured(OK, secured=authority.server(), trusts=authority.client())
    assert taken.step is None
    assert taken.expires_at is not None
    assert taken.expires_at > datetime(2026, 1, 1, tzinfo=UTC)


@each("name", ["other.example", None])
def test_a_certificate_that_is_anothers_or_of_nobody_we_trust(name: str | None) -> None:
    authority = Authority()
    secured = authority.server(name) if name else Authority().server()
    taken = measured(OK, secured=secured, trusts=authority.client())
    assert taken.step is MeasurementStep.TLS


LIVE = '{"code": "CB_AU01", "id": "x", "message": "Please log in."}'


@each(
    ("said", "step"),
    [
        (answer(520, LIVE), MeasurementStep.STATUS),
        (answer(400, LIVE), None),  # judged by its shape, not by the 4xx
        (answer(200, "<html>maintenance</html>"), MeasurementStep.SHAPE),
        (answer(200, "[1]"), MeasurementStep.SHAPE),
        (answer(200, '{"code": 1}'), MeasurementStep.SHAPE),
        (answer(200, "{" * 100_000), MeasurementStep.SHAPE),
        (answer(200, " " * 70_000 + LIVE), MeasurementStep.SHAPE),  # more than is read
        (answer(503, "Service Unavailable"), MeasurementStep.STATUS),
    ],
)
def test_an_answer_that_must_have_a_shape(said: bytes, step: MeasurementStep | None) -> None:
    assert measured(said, keys=KEYS).step is step


@each(
    ("said", "wait"),
    [
        (answer(404, "<html>no such subdomain</html>"), None),
        (answer(429, retry_after="120"), 120.0),
        (answer(429, retry_after="soon"), None),
        (answer(429, retry_after="999999999"), 3600.0),
    ],
)
def test_what_says_nothing_of_health_is_no_measurement(said: bytes, wait: float | None) -> None:
    with pytest.raises(NotMeasuredError) as caught:
        measured(said, keys=KEYS)
    assert caught.value.wait == wait


def test_a_redirect_is_followed_on_its_own_host_only() -> None:
    assert measured(answer(302, location="/y.js"), answer(500)).step is MeasurementStep.STATUS
    assert measured(answer(302, location="https://elsewhere.example/"), answer(500)).step is None
    assert measured(answer(302, location="/round")).step is None  # in a circle, but it answers


@each("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_points_into_our_own_network_is_refused(address: str) -> None:
    async def inside(host: str, port: int) -> list[str]:
        return ["93.184.216.34", address]

    with pytest.raises(NotMeasuredError, match="not a public address"):
        asyncio.run(Measurer(MeasurementLimits(), inside)(ProbeTarget("https://sly.example/")))


def test_a_name_that_changes_after_the_check_is_refused_before_anything_is_sent() -> None:
    asked: list[bytes] = []

    async def note(request: bytes, writer: asyncio.StreamWriter) -> None:
        asked.append(request)

    async def outside(host: str, port: int) -> list[str]:
        return ["93.184.216.34"]

    async def play() -> None:
        async with serving(note) as port:
            with pytest.raises(NotMeasuredError, match="not a public address"):
                await Measurer(MeasurementLimits(), outside)(ProbeTarget(f"http://{HOST}:{port}/"))

    asyncio.run(play())
    assert asked == []


def test_the_request_is_small_and_carries_nothing_of_ours() -> None:
    asked: list[bytes] = []

    async def note(request: bytes, writer: asyncio.StreamWriter) -> None:
        asked.append(request)
        writer.write(OK)
        await writer.drain()

    measured(note)
    (request,) = asked
    assert request.startswith(b"GET /x.js HTTP/1.1\r\n")
    assert len(request) < 300
    assert b"cookie" not in request.lower()
    assert b"authorization" not in request.lower()

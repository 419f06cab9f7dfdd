"""TLS and signing in at a real SMTP server on this machine."""

import asyncio
import ssl

import pytest

from bot.channels.mail.relay import SmtpRelay
from bot.channels.mail.settings import Security
from bot.model.errors import DeliveryError
from tests.cases import each
from tests.channels.mail.letters import PATIENT, a_mail, a_server, leave
from tests.channels.mail.post_office import PASSWORD, PostOffice, open_office, signs_in
from tests.probes.servers import Authority


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def a_secure_relay(port: int, tls: ssl.SSLContext, security: Security, **more: str) -> SmtpRelay:
    return SmtpRelay(a_server(port, security, **more), "desk.example", PATIENT, 1, tls)


@each("security", [Security.STARTTLS, Security.TLS])
def test_it_signs_in_over_tls(authority: Authority, security: Security) -> None:
    office = PostOffice()

    async def scene() -> None:
        is_implicit = security is Security.TLS
        more = {"authenticator": signs_in, "auth_required": True}
        async with open_office(office, authority.server(), implicit=is_implicit, **more) as port:
            known = {"user": "desk", "password": PASSWORD}
            relay = a_secure_relay(port, authority.client(), security, **known)
            await relay.send(a_mail(), leave)
            relay.close()
            wrong = {"user": "desk", "password": "a guess"}
            with pytest.raises(DeliveryError, match="sign in: 535") as caught:
                await a_secure_relay(port, authority.client(), security, **wrong).send(
                    a_mail(), leave
                )
        assert not caught.value.permanent
        assert "guess" not in str(caught.value)

    asyncio.run(scene())
    assert len(office.mails) == 1


@each("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_that_nobody_vouches_for_stops_everything(
    authority: Authority, security: Security
) -> None:
    office = PostOffice()

    async def scene() -> None:
        is_implicit = security is Security.TLS
        async with open_office(office, authority.server(), implicit=is_implicit) as port:
            stranger = Authority().client()
            with pytest.raises(DeliveryError, match="not secure: unable to get") as caught:
                await a_secure_relay(port, stranger, security).send(a_mail(), leave)
        assert not caught.value.permanent

    asyncio.run(scene())
    assert office.mails == []


def test_a_server_that_offers_no_tls_gets_nothing(authority: Authority) -> None:
    office = PostOffice()

    async def scene() -> None:
        async with open_office(office) as port:
            with pytest.raises(DeliveryError, match="STARTTLS"):
                await a_secure_relay(port, authority.client(), Security.STARTTLS).send(
                    a_mail(), leave
                )

    asyncio.run(scene())
    assert office.mails == []

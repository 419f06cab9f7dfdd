"""Signatures, against the vectors of the specification's own libraries and the library itself."""

import base64
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bot.channels.webhook.signing import WebhookSigner, asymmetric, symmetric

# libraries/python/tests/test_webhooks.py and libraries/go/webhook_asymmetric_test.go of
# github.com/standard-webhooks/standard-webhooks
SAID = b'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}'
OLD, NEW = b"o" * 32, b"n" * 32


def test_a_symmetric_signature_is_that_of_the_reference() -> None:
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert symmetric(secret, SAID) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_an_asymmetric_signature_is_that_of_the_reference() -> None:
    seed = base64.b64decode("VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=")
    expected = (
        "tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag=="
    )
    assert asymmetric(seed, SAID) == f"v1a,{expected}"


def test_the_reference_library_takes_what_we_sign() -> None:
    at = int(datetime.now(UTC).timestamp())  # noqa: TID251  the library compares it with the real clock
    signer, body = WebhookSigner([NEW, OLD]), '{"text":"復旧しました"}'
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(at),
        "webhook-signature": signer.signature("msg_1", at, body.encode(), "webhook:1"),
    }
    for secret in signer.secrets("webhook:1"):
        assert Webhook(secret).verify(body, headers) == {"text": "復旧しました"}
    with pytest.raises(WebhookVerificationError):
        Webhook(signer.secrets("webhook:2")[0]).verify(body, headers)


def test_every_reader_has_a_secret_of_its_own_that_the_key_alone_gives() -> None:
    secrets = [s for r in ("webhook:1", "webhook:2") for s in WebhookSigner([NEW, OLD]).secrets(r)]
    assert len(set(secrets)) == 4
    assert all(len(base64.b64decode(s.removeprefix("whsec_"))) == 32 for s in secrets)
    assert WebhookSigner([NEW]).secrets("webhook:1") == (secrets[0],)


def test_a_secret_stays_the_same_in_every_version() -> None:
    """Receivers keep it: another derivation would silently lock all of them out."""
    signer = WebhookSigner([bytes(range(32))])
    assert signer.secrets("webhook:1") == ("whsec_EuGqLz56RCrNhDGP2Sb7FQ8VU3yj62uXZBWuFwwbeXo=",)
    assert signer.public_keys("webhook:1") == ("whpk_Gjp2XUNEbKxFO3ZvFompVS0NP2Ee20uQfqtD/ozUzIs=",)


def test_nothing_shows_the_key() -> None:
    assert repr(WebhookSigner([OLD])) == "<Signer>"
    with pytest.raises(ValueError, match="no key"):
        WebhookSigner([])

"""Whether a request over HTTP is Slack's, before anything of it is parsed.

Slack signs the timestamp and the raw body (HMAC-SHA-256, "Verifying requests from Slack"). The check
comes before JSON is read, so that a stranger's body, however shaped, costs one hash.
"""

import re
from urllib.parse import parse_qs

from slack_sdk.signature import SignatureVerifier
from starlette.datastructures import Headers

_TIMESTAMP = re.compile(r"[0-9]{1,12}")  # seconds since 1970
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_LONGEST_CHECK = 1_000  # bytes; Slack's check of the certificate holds two short fields


def is_signed(secret: str, headers: Headers, body: str) -> bool:
    """Whether the signature is Slack's and at most five minutes old; never with an empty secret."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not secret or not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        return False
    return SignatureVerifier(secret).is_valid(body, timestamp, signature)


def is_certificate_check(body: str) -> bool:
    """Whether Slack only looks at our certificate (``ssl_check=1``), which is not signed."""
    if len(body) > _LONGEST_CHECK or "ssl_check" not in body:
        return False
    return parse_qs(body).get("ssl_check") == ["1"]

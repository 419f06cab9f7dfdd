"""The address to which a mail server or a provider posts mails as they are (``message/rfc822``).

Whoever posts shows a bearer token, or signs as the Standard Webhooks specification has it
(``webhook-id``, ``webhook-timestamp``, ``webhook-signature``); a signed post is good for five minutes.
2xx comes after the inbox row is committed; the same mail twice is one row.
"""

import base64
import hashlib
import hmac
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.mail.post_office import PostOffice
from bot.channels.mail.reading.opened import MOST_BYTES
from bot.channels.mail.receiving import ReceivingSettings

PATH = "/mail/incoming"
TOLERANCE = timedelta(minutes=5)

logger = logging.getLogger(__name__)


def incoming_routes(
    settings: ReceivingSettings, office: PostOffice, clock: Callable[[], datetime]
) -> list[Route]:
    """``POST /mail/incoming``; nothing where nobody may post.

    Answers 202 for what was taken in, 200 for what was known or is nothing for the desk, 401, 400
    for no mail at all, 413 beyond 10 MB, 503 when it could not be written down: post it again.
    """
    if not settings.has_webhook:
        return []

    async def take(request: Request) -> Response:
        if not _may_try(request, settings):
            return _refusal(401, "a bearer token or a signature is needed")
        body = await _body(request)
        if body is None:
            return _refusal(413, f"a mail may have {MOST_BYTES} bytes")
        if not _is_allowed(request, body, settings, clock()):
            return _refusal(401, "the token or the signature is wrong, or too old")
        if not body.strip():
            return _refusal(400, "the body must be a mail as it is (message/rfc822)")
        try:
            receipt = await office.take(body)
        except Exception:  # whatever it was, the sender has the mail still and posts it again
            logger.exception("a mail that was posted could not be written down")
            return _refusal(503, "try again later")
        if receipt.ignored is not None:
            return JSONResponse({"ignored": receipt.ignored.value})
        return JSONResponse({"new": receipt.is_new}, 202 if receipt.is_new else 200)

    return [Route(PATH, take, methods=["POST"])]


def _may_try(request: Request, settings: ReceivingSettings) -> bool:
    """Whether the body is worth reading."""
    is_signed = bool(settings.secret) and "webhook-signature" in request.headers
    return is_signed or _has_token(request, settings.token)


def _is_allowed(request: Request, body: bytes, settings: ReceivingSettings, now: datetime) -> bool:
    return _has_token(request, settings.token) or _is_signed(request, body, settings.secret, now)


def _has_token(request: Request, token: str) -> bool:
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    is_same = hmac.compare_digest(shown.strip().encode("utf-8", "replace"), token.encode())
    return bool(token) and scheme.lower() == "bearer" and is_same


def _is_signed(request: Request, body: bytes, secret: bytes, now: datetime) -> bool:
    """Whether one of the signatures is ours, over id, moment and body."""
    ident, at = request.headers.get("webhook-id", ""), request.headers.get("webhook-timestamp", "")
    if not secret or not ident or not (at.isascii() and at.isdigit() and len(at) <= 12):
        return False
    if abs(now.timestamp() - int(at)) > TOLERANCE.total_seconds():
        return False
    said = f"{ident}.{at}.".encode("utf-8", "replace") + body
    ours = base64.b64encode(hmac.digest(secret, said, hashlib.sha256))
    given = request.headers.get("webhook-signature", "").split()[:10]
    return any(
        hmac.compare_digest(text.removeprefix("v1,").encode("utf-8", "replace"), ours)
        for text in given
        if text.startswith("v1,")
    )


async def _body(request: Request) -> bytes | None:
    """The body, in pieces; None: it is too large, or did not arrive."""
    pieces, size = [], 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > MOST_BYTES:
                return None
            pieces.append(piece)
    except ClientDisconnect:
        return None
    return b"".join(pieces)


def _refusal(status: int, why: str) -> JSONResponse:
    return JSONResponse({"error": why}, status)

"""What a token may find out of itself."""

from bot.web.api.operations import Answer, Call, Operation
from bot.web.api.shapes import TokenShape


async def _token(call: Call) -> Answer:
    token = call.token
    return Answer(
        TokenShape.of(token, scopes=sorted(token.scopes), organisation=token.organisation or None)
    )


OPERATIONS = (Operation("getToken", "GET", "/token", None, _token, TokenShape),)

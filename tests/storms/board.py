"""The way out to a board: it looks for a post before it repeats one."""

import httpx

from bot.desk.ledger import Edit, Outgoing
from bot.model.errors import DeliveryError


class Board:
    """Posts each delivery under its key. Raises DeliveryError."""

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self._url = url
        self._client = client

    async def deliver(self, outgoing: Outgoing) -> str:
        try:
            return await self._posted(outgoing)
        except httpx.ConnectError:
            raise DeliveryError("no connection") from None
        except httpx.HTTPError as error:
            raise DeliveryError(type(error).__name__, unknown=True) from None

    async def _posted(self, outgoing: Outgoing) -> str:
        if outgoing.may_be_there:
            found = await self._client.get(self._url, params={"key": outgoing.key})
            if found.status_code == 200:
                return str(found.json()["id"])
        assert not isinstance(outgoing.effect, Edit)
        said = {"key": outgoing.key, "reader": outgoing.reader, "text": outgoing.effect.text}
        answer = await self._client.post(self._url, json=said)
        if answer.status_code != 200:
            again = answer.headers.get("retry-after")
            raise DeliveryError(
                f"the board answered {answer.status_code}",
                retry_after=float(again) if again is not None else None,
            )
        return str(answer.json()["id"])

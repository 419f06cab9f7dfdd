"""An OpenAI-compatible endpoint: one text in, one text out.

No redirect is followed, the answer is bounded, and nothing of either text is logged.
"""

import json

import httpx

from bot.model.errors import CompletionError
from bot.model.rewording import WITHIN

MOST_BYTES = 64_000  # of an answer


class Completions:
    """Asks one model."""

    def __init__(
        self, url: str, model: str, key: str, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._url, self._model = f"{url}/chat/completions", model
        self._client = httpx.AsyncClient(
            headers=headers,
            timeout=WITHIN,
            follow_redirects=False,
            trust_env=False,
            transport=transport,
        )

    async def say(self, instruction: str, text: str) -> str:
        """What it answers. Raises CompletionError; it ends when whoever asks cancels it."""
        messages = [{"role": "system", "content": instruction}, {"role": "user", "content": text}]
        body = {"model": self._model, "messages": messages, "temperature": 0, "stream": False}
        try:
            async with self._client.stream("POST", self._url, json=body) as response:
                if response.status_code != httpx.codes.OK:
                    raise CompletionError(f"it answered {response.status_code}")
                said = b""
                async for part in response.aiter_bytes():
                    said += part
                    if len(said) > MOST_BYTES:
                        raise CompletionError("its answer is too long")
        except httpx.HTTPError as why:
            raise CompletionError(f"it cannot be reached ({type(why).__name__})") from why
        return _content(said)

    async def close(self) -> None:
        await self._client.aclose()


def _content(said: bytes) -> str:
    try:
        content = json.loads(said)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError) as why:
        raise CompletionError("its answer is not that of such an endpoint") from why
    if not isinstance(content, str):
        raise CompletionError("its answer is no text")
    return content

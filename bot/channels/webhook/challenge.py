"""Whether a receiver wants what somebody asked us to post there: it repeats a word that only it was sent.

So nobody can have us post to a stranger: what takes every post, or sends it back as it came, does not
answer with this word at the top.
"""

import hashlib
import json

from bot.model.errors import DeliveryError

MOST_TRIES = 3  # of a challenge; whoever did not ask for it is left alone after that
TYPE = "subscription.challenge"


def challenge_of(secret: str, ident: str) -> str:
    """The word: the same at every attempt of a message, and known to nobody without the secret."""
    return hashlib.sha256(f"{TYPE}\n{secret}\n{ident}".encode()).hexdigest()[:32]


def is_answered(challenge: str, answer: bytes) -> bool:
    """Whether an answer is ``{"challenge": …}`` with the word, whatever else it holds beside it."""
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("challenge") == challenge


def unanswered(host: str, tries: int, error: DeliveryError | None = None) -> DeliveryError:
    """What a challenge that failed comes to; ``error`` None: its answer was another one."""
    if error is None:
        said = f"{host} did not answer the challenge"
        return DeliveryError(said, permanent=True, unwanted=True)
    if tries >= MOST_TRIES:
        return DeliveryError(str(error), permanent=True, unwanted=True)
    return error

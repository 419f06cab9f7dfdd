"""A question that customers put and no answer of the desk covers."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """One question in the words in which it was put last (masked), and how often its like was put.

    ``lang``: of those who put it. It names nobody.
    """

    id: str
    lang: str
    text: str
    times: int
    first_at: datetime
    last_at: datetime

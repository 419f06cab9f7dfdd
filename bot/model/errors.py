"""Errors that cross rooms.

    JitabataError
    ├── KnowledgeError    an entry under knowledge/ is wrong; names file and line
    ├── ProtocolError     a line of the replay protocol cannot be read
    ├── FeedError         a status feed could not be fetched or read
    ├── DeliveryError     something could not be handed over; says whether trying again can help
    └── StoreUnavailableError    the database failed; undone whole, the same may succeed later

A decision that declines is not an error but a reason (an enum).
"""


class JitabataError(Exception):
    """Something of ours went wrong in a way that a person can act on."""


class KnowledgeError(JitabataError):
    """An entry of the knowledge base is wrong.

    ``problems`` holds one line each: ``file:line: what is the matter``.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class ProtocolError(JitabataError):
    """A line of the replay protocol cannot be read."""


class FeedError(JitabataError):
    """A status feed could not be fetched (``reachable`` false) or could not be read (true)."""

    def __init__(self, message: str, *, reachable: bool) -> None:
        self.reachable = reachable
        super().__init__(message)


class StoreUnavailableError(JitabataError):
    """The database failed in a transaction: it is locked, lost or at odds with another.

    The whole transaction is undone. The same may succeed later, so whoever has it tries again.
    ``lost``: the connection ended before the commit, as when a loaded machine lets a transaction
    stand still for too long: it surely did not happen, and may be done at once over another one.
    """

    def __init__(self, message: str, *, lost: bool = False) -> None:
        self.lost = lost
        super().__init__(message)


class DeliveryError(JitabataError):
    """Something could not be handed over.

    ``permanent``: trying again cannot help. ``unknown``: it may have arrived all the same, so look
    before repeating. ``retry_after``: seconds that the other side asked us to wait, or None.
    ``untried``: nothing was attempted, it only waits for its turn, which comes ``retry_after``.
    ``unwanted``: its reader has taken back what it answers, so staff need not hear of it.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        unknown: bool = False,
        retry_after: float | None = None,
        untried: bool = False,
        unwanted: bool = False,
    ) -> None:
        self.unwanted = unwanted
        self.untried = untried
        self.permanent = permanent
        self.unknown = unknown
        self.retry_after = retry_after
        super().__init__(message)


class CompletionError(JitabataError):
    """Nothing usable came back from a model. Holds no key and no words."""

"""What somebody outside proposes for the answer to a request; whether it is taken, the desk decides."""

from dataclasses import dataclass

WITHIN = 3.0  # seconds that a reply waits for a proposal, all in all


@dataclass(frozen=True, slots=True)
class Rewording:
    """A finished reply in other words: ``says`` is to stand in place of the text ``of``."""

    of: str
    says: str


@dataclass(frozen=True, slots=True)
class ProposedActs:
    """What a message may ask or tell, by the words of a closed list; ``of`` is the message's id."""

    of: str
    acts: tuple[str, ...]


Proposal = Rewording | ProposedActs

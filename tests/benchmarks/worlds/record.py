"""What is written down while a world is played: plain values, small enough to send between processes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """A true problem report as a rule would count it: the first message of one case."""

    at: float
    organisation: str
    symptom: str
    fault: int | None  # None: something of their own, or a lie


@dataclass(frozen=True, slots=True)
class Said:
    """One reply and the truth of the message that it answers.

    ``what``: first, answer, result, or what the message was instead of trouble. ``suspected`` are
    the products that the text speaks of as suspects, ``innocent`` those of them that are at fault
    nowhere, ``published`` those innocents whose own page shows trouble. ``front``: the product through which it
    shows. ``answers``: of ours that were answered before or by this message. ``reporters``:
    organisations that have told of the same fault until now.
    """

    at: float
    what: str
    truth: str
    front: str
    fault: int | None
    cause: str
    confidence: float
    answers: int
    reporters: int
    suspected: tuple[str, ...]
    innocent: tuple[str, ...]
    published: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A staff alert."""

    at: float
    incident: str
    action: str
    suspects: tuple[str, ...]
    organisations: int


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that names innocent products as suspects."""

    at: float
    reason: str
    cause: str
    innocent: tuple[str, ...]
    published: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failing:
    """A fault as it was. ``accomplices``: causes that it takes down with it."""

    cause: str
    kind: str
    onset: float
    ends: float
    accomplices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """One world, played to its end. ``expected``: local reports in each minute, the true mean."""

    seed: int
    minutes: int
    faults: tuple[Failing, ...]
    reports: tuple[Report, ...]
    said: tuple[Said, ...]
    alarms: tuple[Alarm, ...]
    told: tuple[Told, ...]
    expected: tuple[float, ...]
    tricks: tuple[str, ...]
    messages: int
    seconds: float  # of CPU spent in the desk

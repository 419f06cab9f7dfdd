"""Who runs this desk, as customers and staff see it, and when people answer. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.model.japan import JST

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # as a settings file names them
MOST_SPANS, MOST_CLOSED = 14, 400  # spans of a week, closed days: as many as can be set
LONGEST_BREAK = 366  # days after which the search for the next opening ends


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Hours of some days of the week (0: Monday) in which people answer, in Japan's time."""

    days: frozenset[int]
    begins: time
    ends: time  # 00:00: until midnight

    def holds(self, at: datetime) -> bool:
        """Whether a moment (in Japan's time) is in these hours."""
        clock = at.time()
        return at.weekday() in self.days and (
            self.begins <= clock and (clock < self.ends or self.ends == time())
        )

    def lines(self) -> list[str]:
        """These hours as a settings file has them: "mon-fri 09:00-18:00", a line for each run of days."""
        ends = "24:00" if self.ends == time() else f"{self.ends:%H:%M}"
        runs: list[list[int]] = []
        for day in sorted(self.days):
            if runs and runs[-1][-1] == day - 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        return [
            f"{DAYS[run[0]]}{f'-{DAYS[run[-1]]}' if len(run) > 1 else ''} {self.begins:%H:%M}-{ends}"
            for run in runs
        ]


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """When people answer: the spans of every week, without the days ``closed``."""

    spans: tuple[OfficeHours, ...]
    closed: frozenset[date] = frozenset()

    def are_open(self, at: datetime) -> bool:
        """Whether people answer at a moment."""
        there = at.astimezone(JST)
        return there.date() not in self.closed and any(span.holds(there) for span in self.spans)

    def in_words(self, say: Callable[..., str]) -> str:
        """Such as "Mon–Fri 9:00–18:00". ``say``: one of the texts ``hours.*`` by its key and values."""
        return say("hours.between").join(
            say(
                "hours.span",
                days=say("hours.between").join(_runs(sorted(span.days), say)),
                begins=_clock(span.begins),
                ends=_clock(span.ends) if span.ends != time() else "24:00",
            )
            for span in self.spans
        )

    def next_opening(self, at: datetime) -> datetime | None:
        """When people answer again, in Japan's time; None: they do now, or not within a year."""
        if self.are_open(at):
            return None
        there = at.astimezone(JST)
        for n in range(LONGEST_BREAK):
            day = there.date() + timedelta(days=n)
            if day in self.closed:
                continue
            begins = sorted(s.begins for s in self.spans if day.weekday() in s.days)
            openings = (datetime.combine(day, clock, JST) for clock in begins)
            if (found := next((o for o in openings if o > there), None)) is not None:
                return found
        return None

    def open_between(self, since: datetime, until: datetime) -> timedelta:
        """How long people answered between two moments; of more than a year the last one counts."""
        there, end = since.astimezone(JST), until.astimezone(JST)
        reached = max(there, end - timedelta(days=LONGEST_BREAK))
        worked = timedelta()
        for begins, ends in self._openings(reached.date(), end.date()):
            begun, over = max(begins, reached), min(ends, end)
            if over > begun:
                worked += over - begun
                reached = over
        return worked

    def _openings(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        """When people begin and end to answer on each day, in order."""
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            spans = [s for s in self.spans if day.weekday() in s.days and day not in self.closed]
            for span in sorted(spans, key=lambda s: s.begins):
                until = day if span.ends != time() else day + timedelta(days=1)
                yield (
                    datetime.combine(day, span.begins, JST),
                    datetime.combine(until, span.ends, JST),
                )


def _clock(clock: time) -> str:
    return f"{clock.hour}:{clock.minute:02}"


def _runs(days: Sequence[int], say: Callable[..., str]) -> Iterator[str]:
    """Days of the week, those in a row as one."""
    names = say("hours.weekdays").split()
    starts = [d for d in days if (d - 1) % 7 not in days] or [0]
    for first in starts:
        length = next((n for n in range(1, 7) if (first + n) % 7 not in days), 7)
        last = (first + length - 1) % 7
        if length > 2:
            yield say("hours.days", first=names[first], last=names[last])
        else:
            yield from (names[(first + n) % 7] for n in range(length))


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb``, from 0 (black) to 1 (white), as WCAG 2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def is_dark(colour: str) -> bool:
    """Whether white on ``#rrggbb`` has a contrast of 4.5 to 1 at least, as readers need it."""
    return 1.05 / (luminance(colour) + 0.05) >= 4.5


@dataclass(frozen=True, slots=True)
class Logo:
    """The operator's picture: its bytes and their media type."""

    content: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the desk. Everything may be missing: then the desk is a neutral one.

    ``name`` and ``greeting`` are texts by language. ``home_product`` is the id of the operator's own
    product in the catalogue; None: it has none there. ``colour``: ``#rrggbb``. ``contact``: an
    address, a page or a telephone number for customers.
    """

    name: Mapping[str, str] = field(default_factory=dict)
    home_product: str | None = None
    greeting: Mapping[str, str] = field(default_factory=dict)
    logo: Logo | None = None
    colour: str = ""
    hours: BusinessHours | None = None
    contact: str = ""

    def called(self, lang: str) -> str:
        """The operator's name in a language; "" without one."""
        return _in(self.name, lang)

    def greets(self, lang: str) -> str:
        """What customers read first, in their language; "": the desk's own words."""
        return self.greeting.get(lang, "")


def _in(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or next(iter(texts.values()), "")

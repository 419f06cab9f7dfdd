"""Reads ``knowledge/demo``: the day that the demo re-enacts, every mistake with its file and line."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from bot.desk.day import (
    BilingualWords,
    Day,
    Help,
    PageChange,
    Person,
    ScriptedMessage,
    StatusPage,
    Trying,
)
from bot.knowledge.load import shipped
from bot.knowledge.schema import EntryId, Ids, Line, ProductRow
from bot.knowledge.yaml_text import line_of, parse
from bot.model.errors import KnowledgeError
from bot.model.event import Baseline
from bot.model.status import Shows

T = TypeVar("T")


def _as_words(given: Any) -> Any:
    """A text, or a list of a text and its translation."""
    if isinstance(given, str):
        return BilingualWords(given)
    if isinstance(given, list) and len(given) == 2 and all(isinstance(g, str) for g in given):
        return BilingualWords(given[0].strip(), given[1].strip())
    raise ValueError("a text, or a list of a text and its translation, is needed here")


WordsGiven = Annotated[BilingualWords, BeforeValidator(_as_words)]
Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Minutes = Annotated[float, Field(gt=0, le=600)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class _ProductRow(ProductRow):
    home_product: bool = False  # the product of whoever runs the desk on that day


class _Said(_Row):
    at: Time
    text: WordsGiven
    about: str = ""


class _Tried(_Row):
    after: Minutes
    text: WordsGiven


class _Helped(_Row):
    after: Minutes
    name: WordsGiven
    text: WordsGiven


class _PersonRow(_Row):
    id: EntryId
    organisation: WordsGiven
    name: WordsGiven
    lang: Line
    channel: Line = "chat"
    delay: Minutes
    installed: Ids | None = None
    says: tuple[_Said, ...]
    answers: dict[str, WordsGiven] = Field(default_factory=dict)
    otherwise: WordsGiven
    trials: dict[str, _Tried] = Field(default_factory=dict)
    staff: _Helped | None = None


class _ShownRow(_Row):
    at: Time
    word: Shows
    text: Line | None = None


class _PageRow(_Row):
    feed: EntryId
    service: EntryId
    shows: Annotated[tuple[_ShownRow, ...], Field(min_length=1)]


class _BaselineRow(_Row):
    customers_total: Annotated[int, Field(gt=0)]
    messages_per_hour: Annotated[float, Field(gt=0)]
    problem_reports_per_hour: Annotated[float, Field(gt=0)]


class _DayFile(_Row):
    date: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    zone: Line
    start: Time = Field(alias="from")
    end: Time = Field(alias="to")
    approval_after: Minutes
    read_every: Annotated[int, Field(ge=1, le=60)]
    baseline: _BaselineRow
    pages: tuple[_PageRow, ...]

    def moment(self, time: str) -> datetime:
        return datetime.fromisoformat(f"{self.date}T{time}").replace(tzinfo=ZoneInfo(self.zone))


def load_day(knowledge: Path | None = None) -> Day:
    """The day in the folder ``demo`` of a knowledge folder (None: the shipped one)."""
    folder = (knowledge or shipped()) / "demo"
    given: _DayFile = _read(folder / "day.yaml", TypeAdapter(_DayFile))
    products = _read(folder / "products.yaml", TypeAdapter(tuple[_ProductRow, ...]))
    people = _read(folder / "people.yaml", TypeAdapter(tuple[_PersonRow, ...]))
    return Day(
        start=given.moment(given.start),
        end=given.moment(given.end),
        read_every=timedelta(minutes=given.read_every),
        approval_after=timedelta(minutes=given.approval_after),
        baseline=Baseline(**given.baseline.model_dump()),
        products=tuple(p.value() for p in products),
        pages=tuple(_page(row, given) for row in given.pages),
        people=tuple(_person(row, given) for row in people),
    )


def _read(path: Path, shape: TypeAdapter[T]) -> T:
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
        return shape.validate_python(parse(text))
    except OSError as error:
        raise KnowledgeError([f"{name}: {error.strerror}"]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KnowledgeError([f"{name}:{line}: {error.problem}"]) from error
    except ValidationError as error:
        raise KnowledgeError(
            [
                f"{name}:{line_of(text, e['loc'])}: {'.'.join(map(str, e['loc']))}: {e['msg']}"
                for e in error.errors(include_url=False, include_context=False)
            ]
        ) from error


def _page(row: _PageRow, day: _DayFile) -> StatusPage:
    changes = (PageChange(day.moment(s.at), s.word, s.text) for s in row.shows)
    return StatusPage(row.feed, row.service, tuple(sorted(changes, key=lambda c: c.at)))


def _person(row: _PersonRow, day: _DayFile) -> Person:
    helped = row.staff
    return Person(
        id=row.id,
        organisation=row.organisation,
        name=row.name,
        lang=row.lang,
        channel=row.channel,
        delay=timedelta(minutes=row.delay),
        says=tuple(ScriptedMessage(day.moment(s.at), s.text, s.about) for s in row.says),
        otherwise=row.otherwise,
        answers=row.answers,
        trials={a: Trying(timedelta(minutes=t.after), t.text) for a, t in row.trials.items()},
        installed=row.installed,
        staff=Help(timedelta(minutes=helped.after), helped.name, helped.text) if helped else None,
    )

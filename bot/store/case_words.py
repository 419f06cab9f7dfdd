"""What can be searched of an entry, as pairs of letters: in an index of SQLite's or PostgreSQL's own.

Of plain letters and digits, of which there are few, three that stand together are looked up as well.
A pair is a number, and two pairs may have the same; whoever asks checks what is found against the
words. The numbers are kept, so whoever changes how they are made writes a migration that fills the
index anew.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    func,
    literal,
    select,
    text,
)

from bot.desk.inbox import terms_of
from bot.store.case_tables import INDEX, case_texts
from bot.text.normalise import fold

BETWEEN = "|"  # parts of a text; a pair with it in it is none
MOST_PAIRS = 12  # that are looked up for one word; the words themselves are compared after that
MERGED_AT_ONCE = 200  # pages of the index
FEW = 3_000  # candidates that are looked at one by one

_MOST = 0x7FFFFFFF
_PLAIN = re.compile(r"[a-z0-9]{3,}")
_X = case_texts.c
_KEEP = case_texts.insert()
_AGAIN = case_texts.update().where(_X.seq == bindparam("of"))
_KEEP_AGAIN = {  # without the pairs, and with them
    3: _AGAIN.values(said=bindparam("said"), noted=bindparam("noted")),
    4: _AGAIN.values(said=bindparam("said"), noted=bindparam("noted"), pairs=bindparam("pairs")),
}
_REMOVE = text(f"INSERT INTO {INDEX}({INDEX}, rowid, pairs) VALUES ('delete', :seq, :pairs)")  # noqa: S608
_ADD = text(f"INSERT INTO {INDEX}(rowid, pairs) VALUES (:seq, :pairs)")  # noqa: S608
_MERGE = text(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('merge', :pages)")  # noqa: S608
_CHANGES = text("SELECT total_changes()")
_FIND = text(f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH :pairs LIMIT :most")  # noqa: S608


@lru_cache(maxsize=512)  # an event that says nothing new of a conversation writes it all the same
def spelled(words: str) -> str:
    """Words as they are compared; lines stay apart."""
    lines = (fold(line.replace("\0", "").replace(BETWEEN, " ")) for line in words.splitlines())
    return BETWEEN.join(line for line in lines if line)


def pairs_of(folded: str) -> list[int]:
    """The pairs of letters of a folded text, each once, in order."""
    numbers = [ord(letter) for letter in folded]
    between = ord(BETWEEN)
    found = dict.fromkeys(
        (one * 40_503 + other) & _MOST
        for one, other in pairwise(numbers)
        if between not in (one, other)
    )
    for run in _PLAIN.findall(folded):
        found.update(dict.fromkeys(_triples(run)))
    return list(found)


def _triples(run: str) -> Iterator[int]:
    for start in range(len(run) - 2):
        one, other, third = run[start : start + 3].encode("ascii")
        yield ((one * 40_503 + other) * 40_503 + third) & _MOST


def index_words(connection: Connection, seq: int, old: Any, **parts: str) -> None:
    """Keep what can be searched of one entry; ``said`` or ``noted`` alone leaves the other as it is.

    ``old``: the ``said`` and ``noted`` that are kept of it, None: nothing is.
    """
    before = {name: old[name] if old is not None else "" for name in ("said", "noted")}
    after = before | {name: spelled(words) for name, words in parts.items()}
    if after == before and old is not None:
        return
    row: dict[str, Any] = {"seq": seq, **after}
    pairs = pairs_of(BETWEEN.join(after.values()))
    if connection.dialect.name == "postgresql":
        row["pairs"] = pairs
    else:
        if old is not None:
            _change(connection, _REMOVE, seq, pairs_of(BETWEEN.join(before.values())))
        _change(connection, _ADD, seq, pairs)
    if old is None:
        connection.execute(_KEEP, row)
    else:
        connection.execute(_KEEP_AGAIN[len(row)], row | {"of": seq})


def _change(connection: Connection, statement: Any, seq: int, pairs: list[int]) -> None:
    connection.execute(statement, {"seq": seq, "pairs": " ".join(map(str, pairs))})


def folded_terms(query: str) -> list[str]:
    """The words that a search asks for, as they are compared."""
    return [term for word in terms_of(query) if (term := spelled(word).strip(BETWEEN))]


def candidates(connection: Connection, terms: Sequence[str]) -> list[int] | None:
    """The entries that may hold all the terms; None where they are many, or the index cannot tell."""
    wanted = [pair for term in terms for pair in _telling(pairs_of(term))]
    if not wanted:
        return None
    if connection.dialect.name == "postgresql":
        holding = _X.pairs.op("@>")(literal(list(dict.fromkeys(wanted)), ARRAY(Integer)))
        found = connection.scalars(select(_X.seq).where(holding).limit(FEW + 1)).all()
    else:
        asked = {"pairs": " AND ".join(map(str, dict.fromkeys(wanted))), "most": FEW + 1}
        found = connection.scalars(_FIND, asked).all()
    return list(found) if len(found) <= FEW else None


def _telling(pairs: list[int]) -> list[int]:
    """Of many pairs some from everywhere: enough to leave few candidates."""
    step = -(-len(pairs) // MOST_PAIRS)
    return pairs[:: step or 1]


def holds(seq: ColumnElement[int], term: str, dialect: str) -> ColumnElement[bool]:
    """Whether an entry's words hold a term, whatever the index says."""
    held = select(literal(1)).where(_X.seq == seq, _held(term, dialect))
    return held.correlate_except(case_texts).exists()


def holds_itself(seq: ColumnElement[int], term: str, dialect: str) -> ColumnElement[bool]:
    """The same, for a condition beside which another may hold instead.

    PostgreSQL would look at the words of every entry first to know where they "exist" (0.7 s of 100,000).
    """
    held = select(_held(term, dialect)).where(_X.seq == seq)
    return held.correlate_except(case_texts).scalar_subquery()


def _held(term: str, dialect: str) -> ColumnElement[bool]:
    at = func.strpos if dialect == "postgresql" else func.instr
    return (at(_X.said, literal(term)) > 0) | (at(_X.noted, literal(term)) > 0)


def merging() -> Callable[[Connection], int | None]:
    """A step that merges a little of SQLite's index, so that pairs of words that went are gone.

    It answers None when all is merged. https://www.sqlite.org/fts5.html#the_merge_command
    """
    pages = -MERGED_AT_ONCE  # the first time: all of it, whatever its parts

    def step(connection: Connection) -> int | None:
        nonlocal pages
        if connection.dialect.name == "postgresql":
            return None
        before = connection.execute(_CHANGES).scalar_one()
        connection.execute(_MERGE, {"pages": pages})
        pages = MERGED_AT_ONCE
        return 0 if connection.execute(_CHANGES).scalar_one() - before >= 2 else None

    return step

"""Cases found by the name of a registered organisation, which stands in none of their words."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, func, or_, select

from bot.desk.inbox import terms_of
from bot.store import tables
from bot.store.case_tables import cases
from bot.store.case_words import FEW, candidates, folded_terms, holds, holds_itself
from bot.text.normalise import nfkc

MOST_NAMED = 50  # organisations in whose names one word of a search stands

Named = Mapping[str, Sequence[str]]
"""By a term of a search, as it is compared, the ids of the organisations in whose names it stands."""
_E, _O = cases.c, tables.organisations.c


def named_in(connection: Connection, words: str) -> Named:
    """The terms of a search that stand in the names of organisations."""
    found = {}
    for word in terms_of(words):
        is_in = func.lower(_O.name).contains(nfkc(word).lower(), autoescape=True)
        query = select(_O.id).where(is_in).order_by(_O.id).limit(MOST_NAMED)
        if ids := list(connection.scalars(query)):
            found.update(dict.fromkeys(folded_terms(word), ids))
    return found


def holds_or_is_of(term: str, named: Named, dialect: str) -> ColumnElement[bool]:
    """Whether an entry's words hold a term, or it is of an organisation in whose name the term stands."""
    if term not in named:
        return holds(_E.seq, term, dialect)
    return or_(holds_itself(_E.seq, term, dialect), _E.tenant.in_(named[term]))


def candidates_or_of(
    connection: Connection, terms: Sequence[str], named: Named
) -> list[int] | None:
    """The entries among which all are that hold the terms in either way; None where they are many."""
    found, own = candidates(connection, terms), list[int]()
    if found is None:
        return None  # fewer terms have no fewer
    if named:
        tenants = sorted({tenant for ids in named.values() for tenant in ids})
        own = list(connection.scalars(select(_E.seq).where(_E.tenant.in_(tenants)).limit(FEW + 1)))
    if len(own) <= FEW:
        return list({*found, *own})
    bare = [term for term in terms if term not in named]
    return candidates(connection, bare) if named and bare else None


def tenants_called(connection: Connection, organisation: str) -> list[str]:
    """The keys that a filter by an organisation means: the one given, and those of the organisations of that name."""
    called = select(_O.id).where(_O.name == organisation).limit(MOST_NAMED)
    return list(dict.fromkeys((organisation, *connection.scalars(called))))

"""Days that begin alike: the beginning is lived once, and every test goes on from it on a store of its own."""

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any

from bot.model.knowledge import Knowledge
from tests.store.databases import contents, fill

if TYPE_CHECKING:
    from tests.fakes import Day

Begin = Callable[["Day"], None]

_lived: dict[tuple[Begin, int], tuple[Knowledge, bytes, dict[str, Any]]] = {}
_REMEMBERED = ("now", "happened", "_ids", "_feeds", "_probes")  # what a day knows besides its store


def go_on(day: "Day", begin: Begin) -> None:
    """A day in memory becomes one that has lived ``begin`` and nothing else, as after a restart.

    ``begin`` is a function of a module: it is given a day that is not open, and lived once for each knowledge.
    """
    knowledge = day._knowledge
    if (begin, id(knowledge)) not in _lived:
        first = type(day)(knowledge)
        begin(first)
        knows = {name: copy(getattr(first, name)) for name in _REMEMBERED}
        _lived[begin, id(knowledge)] = knowledge, contents(first.store), knows  # type: ignore[arg-type]
        first.store.close()
    _, kept, knows = _lived[begin, id(knowledge)]
    fill(day.store, kept)  # type: ignore[arg-type]  # a store in memory
    vars(day).update((name, copy(value)) for name, value in knows.items())
    day.restarts()

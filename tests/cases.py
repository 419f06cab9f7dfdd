"""Many small cases of one claim as one test.

``pytest.mark.parametrize`` makes a test of every case. That is right where a case takes time or fixtures of its own;
a case of a few words takes longer to be collected, ordered and reported than to be tried.
"""

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Test = Callable[..., Any]


def each(
    names: str | Sequence[str], cases: Iterable[Any], ids: Any = None
) -> Callable[[Test], Test]:
    """Try every case, as parametrised tests would be; takes the same as ``pytest.mark.parametrize``.

    All are tried, also when some fail. Every failure says of which case it is. The cases of one
    test share its fixtures; the test may be asynchronous.
    """
    words = [n.strip() for n in names.split(",")] if isinstance(names, str) else list(names)
    rows = [_values(case, len(words)) for case in cases]
    called = _called(rows, ids)
    assert rows, "no case"

    def over(test: Test) -> Test:
        async def each_in_turn(given: dict[str, Any]) -> None:
            failed = []
            for name, values in zip(called, rows, strict=True):
                try:
                    answer = test(**given, **dict(zip(words, values, strict=True)))
                    if inspect.isawaitable(answer):
                        await answer
                except (Exception, AssertionError) as error:  # noqa: BLE001 - told below
                    error.add_note(f"in the case {name}")
                    failed.append(error)
            if len(failed) == 1:
                raise failed[0]
            if failed:
                raise ExceptionGroup(f"{len(failed)} of {len(rows)} cases", failed)

        @functools.wraps(test)
        async def awaited(**given: Any) -> None:
            await each_in_turn(given)

        @functools.wraps(test)
        def called_plainly(**given: Any) -> None:
            with contextlib.suppress(StopIteration):
                each_in_turn(given).send(None)

        tried: Test = awaited if inspect.iscoroutinefunction(test) else called_plainly
        rest = [p for name, p in inspect.signature(test).parameters.items() if name not in words]
        named = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in rest]
        vars(tried)["__signature__"] = inspect.Signature(named)  # the fixtures that are left
        return tried

    return over


def _values(case: Any, count: int) -> tuple[Any, ...]:
    given = getattr(case, "values", None)
    if isinstance(given, tuple):  # of pytest.param
        return given
    return (case,) if count == 1 else tuple(case)


def _called(rows: Sequence[tuple[Any, ...]], ids: Any) -> list[str]:
    if callable(ids):
        return ["-".join(str(ids(value)) for value in row) for row in rows]
    return [str(name) for name in ids] if ids else [repr(row)[:300] for row in rows]

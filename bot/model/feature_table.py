"""A row of bytes for each of very many features, without an object for any of them."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

_END = b"\xff"  # of a name; no byte of UTF-8


class FeatureTable(Mapping[str, bytes]):
    """The rows of names in two arrays, found by the hashes of the names; read only.

    A hundred thousand n-grams take some 6 MB, and 23 in a ``dict``. Names are told apart by 64 bits of
    their hash; that two of a million share one has a chance of one in thirty million.
    """

    def __init__(self, names: bytes, rows: bytes, width: int) -> None:
        """``names``, ``rows``: as another table has them. ``width``: bytes of a row.

        Raises ValueError where there is not one row for each name.
        """
        self.names, self.rows, self._width = names, rows, width
        hashes = _hashes(names.split(_END)[:-1])
        if names[-1:] not in (b"", _END) or len(rows) != len(hashes) * width:
            raise ValueError("not one row for each name: cut off")
        self._order = np.argsort(hashes)
        self._hashes = hashes[self._order]
        self._rows = np.frombuffer(rows, np.int8).reshape(len(hashes), width)  # as given: no copy

    @classmethod
    def of(cls, rows: Mapping[str, bytes]) -> "FeatureTable":
        """Rows of one length. The same rows give the same bytes."""
        told = sorted((_encoded(name), row) for name, row in rows.items())
        names = b"".join(name + _END for name, _ in told)
        return cls(names, b"".join(row for _, row in told), len(told[0][1]) if told else 0)

    def sums(self, names: Iterable[str]) -> list[int]:
        """The sums, column by column, of the rows of those names that are known, as signed bytes."""
        found: list[int] = self._rows[self._places(names)].sum(axis=0, dtype=np.int64).tolist()
        return found

    def _places(self, names: Iterable[str]) -> NDArray[np.intp]:
        """Where the rows of those names lie that are known."""
        sought = _hashes(map(_encoded, names))
        if not len(self._hashes):
            return np.zeros(0, np.intp)
        places = np.searchsorted(self._hashes, sought)
        places[places == len(self._hashes)] = 0
        known: NDArray[np.intp] = self._order[places[self._hashes[places] == sought]]
        return known

    def __getitem__(self, name: str) -> bytes:
        for place in self._places((name,)):
            return bytes(self._rows[place])
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        for name in self.names.split(_END)[:-1]:
            yield name.decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return len(self._hashes)


def _hashes(names: Iterable[bytes]) -> NDArray[np.int64]:
    return np.fromiter(map(hash, names), np.int64)


def _encoded(name: str) -> bytes:
    """A name in bytes; half characters too, which JSON can hold."""
    return name.encode("utf-8", "surrogatepass")

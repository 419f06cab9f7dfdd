"""A row of bytes for each of very many features, without an object for any of them."""

from array import array
from collections.abc import Iterable, Iterator, Mapping

_END = b"\xff"  # of a name; no byte of UTF-8


class FeatureTable(Mapping[str, bytes]):
    """A hash table with open addressing over one string of bytes; read only.

    A hundred thousand n-grams take 6 MB, and 23 in a ``dict``. A record is a name, its end and its
    row; a slot holds where a record begins, plus one, or nought.
    """

    def __init__(self, records: bytes, width: int) -> None:
        """``records``: what another table has; ``width``: of a row. ValueError for half a record."""
        self.records = records
        self._width = width
        # At least a slot and a half for each record, if all names were empty.
        most = len(records) // (len(_END) + width)
        self._slots = array("I", [0]) * (1 << (most * 3 // 2).bit_length())
        self._count = self._enter()

    @classmethod
    def of(cls, rows: Mapping[str, bytes]) -> "FeatureTable":
        """Rows of one length. The same rows give the same records."""
        told = sorted((_encoded(name), row) for name, row in rows.items())
        return cls(b"".join(part for pair in told for part in pair), len(told[0][1]) if told else 0)

    def rows(self, names: Iterable[str]) -> list[bytes]:
        """The rows of those names that are known."""
        slots, records, width, last = self._slots, self.records, self._width, len(self._slots) - 1
        found = []
        for name in names:
            sought = _encoded(name)
            slot = hash(sought) & last
            while held := slots[slot]:
                if records.startswith(sought, held - 1):
                    begin = held - 1 + len(sought)
                    found.append(records[begin : begin + width])
                    break
                slot = (slot + 1) & last
        return found

    def __getitem__(self, name: str) -> bytes:
        for row in self.rows((name,)):
            return row
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        for begin, end in self._names():
            yield self.records[begin : end - len(_END)].decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return self._count

    def _enter(self) -> int:
        """Give each record a slot; how many there are."""
        slots, records, last = self._slots, self.records, len(self._slots) - 1
        count = 0
        for begin, end in self._names():
            slot = hash(records[begin:end]) & last
            while slots[slot]:
                slot = (slot + 1) & last
            slots[slot] = begin + 1
            count += 1
        return count

    def _names(self) -> Iterator[tuple[int, int]]:
        """Where each record begins, and its row."""
        records, width = self.records, self._width
        begin = 0
        while begin < len(records):
            end = records.index(_END, begin) + len(_END)
            yield begin, end
            begin = end + width
        if begin > len(records):
            raise ValueError("the last row is cut off")


def _encoded(name: str) -> bytes:
    """A name and its end; half characters too, which JSON can hold."""
    return name.encode("utf-8", "surrogatepass") + _END

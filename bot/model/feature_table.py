"""A row of bytes for each of very many features, without an object for any of them."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

_END = b"\xff"  # of a name; no byte of UTF-8


class FeatureTable(Mapping[str, bytes]):
    """A hash table with open addressing over one string of bytes; read only.

    A hundred thousand n-grams take 6 MB, and 23 in a ``dict``. Rows are of one length; a record is
    a name, its end and its row. A slot holds where a record begins, or nought.
    """

    def __init__(self, names: Sequence[str], rows: bytes) -> None:
        self._count = len(names)
        self._width = len(rows) // (len(names) or 1)
        self._slots = array("I", [0]) * (1 << (2 * len(names)).bit_length())
        self._records = self._filled(names, rows)

    @classmethod
    def of(cls, rows: Mapping[str, bytes]) -> "FeatureTable":
        return cls(tuple(rows), b"".join(rows.values()))

    def rows(self, names: Iterable[str]) -> list[bytes]:
        """The rows of those names that are known."""
        slots, records, width, last = self._slots, self._records, self._width, len(self._slots) - 1
        found = []
        for name in names:
            slot = hash(name) & last
            if not slots[slot]:
                continue
            sought = _encoded(name)
            while begin := slots[slot]:
                if records.startswith(sought, begin):
                    begin += len(sought)
                    found.append(records[begin : begin + width])
                    break
                slot = (slot + 1) & last
        return found

    def __getitem__(self, name: str) -> bytes:
        for row in self.rows((name,)):
            return row
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        begin = len(_END)
        while begin < len(self._records):
            end = self._records.index(_END, begin)
            yield self._records[begin:end].decode("utf-8", "surrogatepass")
            begin = end + len(_END) + self._width

    def __len__(self) -> int:
        return self._count

    def _filled(self, names: Sequence[str], rows: bytes) -> bytes:
        """The records, after one byte by which none begins at nought; each in a slot."""
        slots, width, last = self._slots, self._width, len(self._slots) - 1
        records = bytearray(_END)
        for at, name in enumerate(names):
            slot = hash(name) & last
            while slots[slot]:
                slot = (slot + 1) & last
            slots[slot] = len(records)
            records += _encoded(name)
            records += rows[at * width : (at + 1) * width]
        return bytes(records)


def _encoded(name: str) -> bytes:
    """With half a character too, which JSON can hold."""
    return name.encode("utf-8", "surrogatepass") + _END

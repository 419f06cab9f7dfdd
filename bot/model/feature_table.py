"""A row of bytes for each of very many features, without an object for any of them."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO

_END = b"\xff"  # of a name; no byte of UTF-8


class FeatureTable(Mapping[str, bytes]):
    """A hash table with open addressing over one string of bytes; read only.

    A hundred thousand n-grams take 6 MB, and 23 in a ``dict``. Rows are of one length; a record is
    a name, its end and its row. A slot holds where a record begins, or nought.
    """

    def __init__(self, names: Sequence[str], rows: Iterable[bytes]) -> None:
        """Of ``rows`` only as many are taken as there are names. ValueError when there are fewer."""
        self._slots = array("I", [0]) * (1 << (2 * len(names)).bit_length())
        self._count = self._width = 0
        self._records = self._filled(zip(names, rows, strict=False))
        if self._count < len(names):
            raise ValueError("a row for each feature is needed")

    @classmethod
    def of(cls, rows: Mapping[str, bytes]) -> "FeatureTable":
        return cls(tuple(rows), rows.values())

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

    def _filled(self, features: Iterable[tuple[str, bytes]]) -> bytes:
        """The records, after one byte by which none begins at nought; each in a slot."""
        slots, last = self._slots, len(self._slots) - 1
        records = BytesIO()  # gives its bytes without a copy
        begin = records.write(_END)
        for name, row in features:
            slot = hash(name) & last
            while slots[slot]:
                slot = (slot + 1) & last
            slots[slot] = begin
            begin += records.write(_encoded(name)) + records.write(row)
            self._count, self._width = self._count + 1, len(row)
        return records.getvalue()


def _encoded(name: str) -> bytes:
    """With half a character too, which JSON can hold."""
    return name.encode("utf-8", "surrogatepass") + _END

"""Pictures in every store: claimed once their message comes, counted, moved with what was said, and gone with it."""

from datetime import timedelta

import pytest

from bot.desk import pictures
from bot.desk.pictures import A_DAY, PicturesKept, StoreShelf
from bot.desk.ports import Store
from bot.model.picture import PictureFile
from tests.store.builders import NOON

FILE = PictureFile(b"\0large\xff", b"\0small", 640, 480)


def test_a_picture_is_nobodys_until_it_is_claimed(store: Store) -> None:
    with store.work() as work:
        work.put_picture("p1", FILE, NOON)
        assert work.picture("C1", "p1", small=False) is None
        work.claim_picture("p1", "C1")
        work.claim_picture("unknown", "C1")
    with store.look() as work:
        assert work.picture("C1", "p1", small=False) == b"\0large\xff"
        assert work.picture("C1", "p1", small=True) == b"\0small"
        assert work.picture("C2", "p1", small=True) is None
        assert work.pictures_of("C1") == {"p1"}
        assert work.pictures_of("C2") == frozenset()


def test_they_are_counted_by_conversation_and_together(store: Store) -> None:
    with store.work() as work:
        for number in range(3):
            work.put_picture(f"p{number}", FILE, NOON + timedelta(hours=number))
        work.claim_picture("p1", "C1")
        assert work.pictures_since(NOON) == PicturesKept(3, 3 * FILE.size)
        assert work.pictures_since(NOON + timedelta(minutes=1)) == PicturesKept(2, 2 * FILE.size)
        assert work.pictures_since(NOON, "C1") == PicturesKept(1, FILE.size)
        assert work.pictures_since(NOON + timedelta(hours=2), "C1") == PicturesKept(0, 0)


def test_one_that_is_dropped_is_gone(store: Store) -> None:
    with store.work() as work:
        for ident in ("p1", "p2"):
            work.put_picture(ident, FILE, NOON)
            work.claim_picture(ident, "C1")
        work.drop_pictures(iter(["p1", "unknown"]))
        work.drop_pictures([])
        assert work.pictures_of("C1") == {"p2"}


def test_a_shelf_takes_no_more_than_so_much_a_day(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 2 * FILE.size)
    now = [NOON]
    shelf = StoreShelf(store.work, lambda: now[0])
    first, second = shelf.put(FILE), shelf.put(FILE)
    assert first != second
    assert shelf.put(FILE) is None
    now[0] += A_DAY + timedelta(seconds=1)
    assert shelf.put(FILE) is not None

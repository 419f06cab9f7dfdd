"""A screenshot belongs to the conversation of its message, within bounds, and follows what was said."""

from dataclasses import replace

import pytest

from bot.desk import pictures
from bot.desk.pictures import A_DAY, MOST_BYTES, MOST_BYTES_OF_ONE, MOST_OF_ONE, with_pictures
from bot.desk.ports import UnitOfWork
from bot.desk.uploads import MOST_PICTURES
from bot.model.case_events import CasesMerged, CaseSplit
from bot.model.conversation import Conversation
from bot.model.effect import Reply
from bot.model.event import MessageReceived
from bot.model.picture import Picture, PictureFile
from bot.model.upload import Sort, Upload, UploadProblem
from bot.texts.loader import say
from tests.builders import a_message, at
from tests.fakes import Day, reply_in

FILE = PictureFile(b"large", b"small", 64, 48)
TROUBLE = "一覧が真っ白で開きません"


def sends(desk: Day, text: str, *names: str, ident: str = "", lang: str = "ja") -> Reply:
    """A message with pictures, which were put on the shelf as they arrived."""
    came = tuple(Picture(name, f"{name}.png", 64, 48) for name in names)
    with desk.store.work() as work:
        for picture in came:
            work.put_picture(picture.id, FILE, desk.now)
    upload = Upload("a.png", Sort.PICTURE, problem=UploadProblem.PICTURE_KEPT, picture=came[0])
    return reply_in(desk.says("aoi", text, upload=upload, pictures=came, lang=lang, ident=ident))


def talk(desk: Day) -> Conversation:
    with desk.store.look() as work:
        found = work.latest_conversation("aoi")
    assert found is not None
    return found


def kept(desk: Day, conversation: str) -> set[str]:
    with desk.store.look() as work:
        return set(work.pictures_of(conversation))


def test_the_bounds() -> None:
    assert (MOST_OF_ONE, MOST_BYTES_OF_ONE, MOST_BYTES) == (20, 10_000_000, 1_000_000_000)
    assert (A_DAY.total_seconds(), MOST_PICTURES) == (86_400, 10)


def test_every_picture_of_a_message_is_claimed_and_stands_in_its_turn(desk: Day) -> None:
    sends(desk, TROUBLE, "p1", "p2")
    turn = talk(desk).turns[0]
    assert [picture.id for picture in turn.pictures] == ["p1", "p2"]
    assert kept(desk, talk(desk).id) == {"p1", "p2"}
    assert turn.attached.startswith("添付：a.png")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_who_sends_one_is_told_once_who_sees_it_and_what_we_cannot_do(desk: Day, lang: str) -> None:
    said = say(lang, "desk.picture.kept")
    trouble = TROUBLE if lang == "ja" else "The list is blank and does not open"
    assert sends(desk, trouble, "p1", lang=lang).text.endswith(f"\n\n{said}")
    desk.passes(2)
    assert said not in sends(desk, trouble, "p2", lang=lang).text


def test_a_picture_alone_asks_for_its_words(desk: Day) -> None:
    said = (say("ja", "desk.picture.kept"), say("ja", "desk.picture.words"))
    assert sends(desk, "", "p1").text == "\n\n".join(said)


def test_what_is_too_much_for_a_day_is_dropped_and_said(
    desk: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_OF_ONE", 2)
    sends(desk, TROUBLE, "p1")
    desk.passes(2)
    sends(desk, "もう1枚です", "p2", "p3")
    assert kept(desk, talk(desk).id) == {"p1", "p2"}
    assert [p.id for t in talk(desk).turns for p in t.pictures] == ["p1", "p2"]
    desk.passes(2)
    reply = sends(desk, "", "p4")
    assert reply.text == UploadProblem.PICTURES_FULL.sentence("ja")
    assert talk(desk).uploads[-1].picture is None
    with desk.store.look() as work:
        assert work.pictures_since(desk.now - A_DAY).number == 2


def test_what_is_too_large_for_a_day_is_dropped(desk: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES_OF_ONE", FILE.size)
    sends(desk, TROUBLE, "p1")
    desk.passes(2)
    sends(desk, "もう1枚です", "p2")
    assert kept(desk, talk(desk).id) == {"p1"}


def test_a_file_that_is_no_picture_is_read_though_a_picture_beside_it_is_too_much(
    work: UnitOfWork,
) -> None:
    came = tuple(Picture(f"p{n}", "a.png", 64, 48) for n in range(MOST_OF_ONE + 1))
    log = Upload("a.log", Sort.CONSOLE_TEXT)
    for upload, problem in (
        (log, None),
        (replace(log, picture=came[-1]), UploadProblem.PICTURES_FULL),
        (replace(log, picture=came[0]), None),
        (None, None),
    ):
        work.drop_pictures(p.id for p in came)
        for picture in came:
            work.put_picture(picture.id, FILE, at(0))
        taken = with_pictures(replace(a_message(), pictures=came, upload=upload), "C1", work)
        assert taken.pictures == came[:-1]
        assert (taken.upload.problem if taken.upload else None) is problem


def test_names_are_masked_and_bounded_before_anything_is_kept(desk: Day) -> None:
    name = "tanaka@aoi.example " + "x" * 400
    came = tuple(Picture(f"p{n}", name, -5, 10**12) for n in range(MOST_PICTURES + 2))
    upload = Upload("a.png", Sort.PICTURE, problem=UploadProblem.PICTURE_KEPT, picture=came[0])
    desk.says("aoi", TROUBLE, upload=upload, pictures=came)
    found = talk(desk).turns[0].pictures
    assert len(found) == MOST_PICTURES
    assert all("tanaka@" not in p.name and len(p.name) <= 120 for p in found)
    assert (found[0].width, found[0].height) == (0, 1_000_000_000)
    events = [e for _, e in desk.store.events() if isinstance(e, MessageReceived)]
    assert all("tanaka@" not in repr(event) for event in events)


def test_pictures_go_where_what_was_said_goes(desk: Day) -> None:
    sends(desk, f"{TROUBLE}。人と話したいです", "p1", ident="first")
    desk.claims("T1")
    desk.passes(1)
    pictured = Picture("p2", "b.png", 64, 48)
    with desk.store.work() as work:
        work.put_picture("p2", FILE, desk.now)
    upload = replace(Upload("b.png", Sort.PICTURE), picture=pictured)
    desk.says(
        "aoi", "請求書の宛名を変更したいです", ident="second", upload=upload, pictures=(pictured,)
    )
    whole = talk(desk).id
    desk._tell(CaseSplit(desk.now, "T1", "kato", "second"))
    part = talk(desk).id
    assert (kept(desk, whole), kept(desk, part)) == ({"p1"}, {"p2"})
    desk._tell(CasesMerged(desk.now, "T1", "kato", "T2"))
    assert (kept(desk, whole), kept(desk, part)) == (set(), {"p1", "p2"})

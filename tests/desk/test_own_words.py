"""A notice that says something else in one channel: each reader has it in the words of their own."""

from bot.model.broadcast import Steering
from bot.model.publication import Post
from tests.desk.announcing import AOI, CALM, OTHER_TEXT, TEXT, Announcing, somebody

MAIL, PAGE = "メールでの文面です。", "公開ページでの文面です。"


def known(announcing: Announcing) -> None:
    """One reader by mail, and one in the web chat."""
    announcing.knows(somebody(1))
    announcing.day.says(AOI, CALM, channel="web")
    announcing.proposes(AOI)


def posts(announcing: Announcing) -> list[Post]:
    with announcing.day.store.look() as work:
        return list(work.posts())


def test_a_channel_has_its_own_words_and_the_others_the_text(announcing: Announcing) -> None:
    known(announcing)
    announcing.approves(own={"mail": MAIL})
    announcing.delivers()
    announcing.delivers(channel="web")
    assert announcing.arrived == [(somebody(1).id, MAIL), (AOI, TEXT)]
    assert TEXT in announcing.shows()


def test_a_transcript_shows_the_words_of_its_channel(announcing: Announcing) -> None:
    known(announcing)
    announcing.approves(own={"web": OTHER_TEXT})
    announcing.delivers(channel="web")
    assert announcing.arrived == [(AOI, OTHER_TEXT)]
    assert OTHER_TEXT in announcing.shows()
    assert TEXT not in announcing.shows()


def test_a_correction_says_the_same_in_every_channel(announcing: Announcing) -> None:
    known(announcing)
    ident = announcing.approves(own={"mail": MAIL})
    announcing.delivers()
    announcing.steers(ident, Steering.CORRECT, OTHER_TEXT)
    announcing.day.passes(1)
    announcing.runs(*(b.id for b in announcing.all()))
    announcing.delivers()
    announcing.delivers(channel="web")
    first, corrected = announcing.got(somebody(1).id)
    assert (first, corrected.endswith(OTHER_TEXT)) == (MAIL, True)
    assert announcing.got(AOI) == [OTHER_TEXT]


def test_the_public_page_has_its_own_words(announcing: Announcing) -> None:
    known(announcing)
    ident = announcing.approves(own={"public": PAGE}, public=True)
    (post,) = posts(announcing)
    assert [u.texts for u in post.updates] == [{"ja": PAGE}]
    assert Steering.PUBLISH not in announcing.possible(ident)


def test_what_is_published_later_has_the_words_of_the_page(announcing: Announcing) -> None:
    known(announcing)
    ident = announcing.approves(own={"public": PAGE})
    assert posts(announcing) == []
    announcing.steers(ident, Steering.PUBLISH)
    assert [u.texts for p in posts(announcing) for u in p.updates] == [{"ja": PAGE}]

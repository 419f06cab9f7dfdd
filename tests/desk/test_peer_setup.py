"""What the operator may set up of another desk, by the command and at the console alike."""

from dataclasses import replace

import pytest

from bot.desk.peer_setup import PeerAsked, PeerSetup, PeerSetupError
from bot.desk.ports import UnitOfWork
from bot.model.peer import Peer, PeerRecord
from tests.cases import each

URL = "https://b.example/told"
SETUP = PeerSetup(
    own_keys=lambda reader: (f"whpk_{reader}",),
    is_key=lambda text: text.startswith("whpk_"),
    spelt=lambda url: url if url.startswith("https://") else None,
    base="https://desk.example",
    path="/api/peers/{peer}/sightings",
)


def test_what_is_exchanged_is_kept_as_it_is_asked_for(work: UnitOfWork) -> None:
    asked = PeerAsked("b-2", f"  B社の\n{'x' * 80}", ("whpk_1",) * 4, URL, early=True)
    expected = Peer("b-2", f"B社の {'x' * 76}", ("whpk_1",) * 4, URL, early=True)
    assert SETUP.keep(asked, work) == expected
    assert work.peers() == [expected]
    assert SETUP.keep(PeerAsked("a"), work) == Peer("a", "a")


@each(
    ("asked", "why"),
    [
        (PeerAsked(""), "name"),
        (PeerAsked("-b"), "name"),
        (PeerAsked("b" * 41), "name"),
        (PeerAsked("b", keys=("whpk_1", "whsec_1")), "key"),
        (PeerAsked("b", keys=("whpk_1",) * 5), "key"),
        (PeerAsked("b", url="http://b.example"), "url"),
        (PeerAsked("b", early=True), "early"),
    ],
)
def test_of_what_cannot_be_nothing_is_kept(work: UnitOfWork, asked: PeerAsked, why: str) -> None:
    with pytest.raises(PeerSetupError) as refused:
        SETUP.keep(asked, work)
    assert (refused.value.key, work.peers()) == (why, [])


def test_twenty_desks_are_known_and_each_of_them_can_be_changed(work: UnitOfWork) -> None:
    names = [f"{n:02}{'b' * 38}" for n in range(20)]
    for name in names:
        SETUP.keep(PeerAsked(name), work)
    with pytest.raises(PeerSetupError, match="many"):
        SETUP.keep(PeerAsked("one-more"), work)
    work.save_peer(replace(work.peers()[0], record=PeerRecord(5, 4)))
    changed = SETUP.keep(PeerAsked(names[0], "B"), work)
    assert changed == Peer(names[0], "B", record=PeerRecord(5, 4))
    assert [peer.id for peer in work.peers()] == names


def test_a_desk_is_told_where_to_tell_us_and_with_which_keys_we_sign() -> None:
    assert SETUP.address_for("b") == "https://desk.example/api/peers/b/sightings"
    assert SETUP.keys_for("b") == ("whpk_peer:b",)

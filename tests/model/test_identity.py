"""Whom a message speaks for: a key that nobody who is not verified can have."""

from hypothesis import given
from hypothesis import strategies as st

from bot.model.identity import (
    Identity,
    identity_behind,
    identity_of,
    is_verified,
    name_behind,
    organisation_key,
    witness_of,
)
from tests.cases import each

VERIFIED, CLAIMED, ANONYMOUS = Identity
NAMES = st.one_of(
    st.text(max_size=40),
    st.builds("".join, st.tuples(st.sampled_from(["~", "~claimed:", "~from:"]), st.text())),
)


@given(NAMES, NAMES, NAMES, st.sampled_from([CLAIMED, ANONYMOUS]))
def test_nobody_reaches_the_state_of_a_verified_organisation(
    verified: str, typed: str, origin: str, identity: Identity
) -> None:
    real = organisation_key(VERIFIED, verified, origin)
    other = organisation_key(identity, typed, origin)
    assert real != other
    assert is_verified(real)
    assert not is_verified(other)
    assert identity_behind(other) is identity


@given(NAMES, NAMES)
def test_two_verified_organisations_never_share_a_key(one: str, other: str) -> None:
    keys = {organisation_key(VERIFIED, name, "") for name in (one, other)}
    assert len(keys) == len({one, other})


@given(st.sampled_from(Identity), NAMES, NAMES)
def test_a_key_of_a_key_is_the_key(identity: Identity, name: str, origin: str) -> None:
    key = organisation_key(identity, name, origin)
    assert organisation_key(identity, key, origin) == key


def test_a_key_tells_the_name_that_was_given() -> None:
    assert organisation_key(VERIFIED, "acme", "net1") == "acme"
    assert name_behind(organisation_key(CLAIMED, "acme", "net1")) == "acme"
    assert name_behind(organisation_key(VERIFIED, "~acme", "net1")) == "~acme"
    assert name_behind(organisation_key(ANONYMOUS, "acme", "net1")) == ""


def test_a_claim_of_nothing_is_anonymous() -> None:
    assert identity_of(CLAIMED, "") is ANONYMOUS
    assert identity_of(CLAIMED, "acme") is CLAIMED
    assert identity_of(VERIFIED, "") is VERIFIED


@each("neighbour", [None, "~claimed:bolt"])
def test_a_verified_organisation_is_its_own_witness(neighbour: str | None) -> None:
    assert witness_of("acme", neighbour) == "acme"


def test_whoever_is_not_verified_counts_as_their_neighbour() -> None:
    key = organisation_key(CLAIMED, "acme", "net1")
    assert witness_of(key, None) == key
    assert witness_of(key, "~from:net1") == "~from:net1"

"""What a lead signs in with: long enough, and another than the staff's."""

import pytest

from bot.configuration.doors import lead_token_of
from bot.model.errors import JitabataError
from tests.cases import each

STAFF, LEAD = "JITABATA_STAFF_TOKEN", "JITABATA_LEAD_TOKEN"


def test_a_lead_token_stands_beside_a_staff_token() -> None:
    assert lead_token_of({STAFF: "s" * 16}) is None
    assert lead_token_of({STAFF: "s" * 16, LEAD: "l" * 16}) == "l" * 16


@each(
    "given",
    [{LEAD: "l" * 16}, {STAFF: "s" * 16, LEAD: "l" * 15}, {STAFF: "s" * 16, LEAD: "s" * 16}],
)
def test_one_that_opens_too_much_is_refused_and_not_repeated(given: dict[str, str]) -> None:
    with pytest.raises(JitabataError) as refused:
        lead_token_of(given)
    assert given[LEAD] not in str(refused.value)

"""Under which name customers know what is at fault."""

from bot.model.catalogue import Product
from bot.model.conversation import Complaint
from bot.triage.reply.subject import known_as
from tests.builders import HOSTING, PLATFORM, POPULAR, RARE, an_incident, some_facts
from tests.cases import each


@each(
    ("complaint", "suspects", "name"),
    [
        (Complaint(), (), HOSTING),
        (Complaint(products=(RARE.id,)), (), RARE),
        (Complaint(inventory=(POPULAR.id, RARE.id)), (), RARE),  # which alone stands on it
        (Complaint(products=(PLATFORM.id,)), (), HOSTING),
        (Complaint(), (HOSTING.cause, POPULAR.cause, RARE.cause), RARE),
        (Complaint(), (HOSTING.cause, POPULAR.cause), HOSTING),
    ],
)
def test_what_lies_below_a_plug_in_is_known_by_the_plug_in_that_stands_on_it(
    complaint: Complaint, suspects: tuple[str, ...], name: Product
) -> None:
    known = (an_incident(suspects=suspects),) if suspects else ()
    assert known_as(HOSTING.cause, some_facts(complaint, incidents=known)) == name


def test_what_customers_use_themselves_goes_by_its_own_name() -> None:
    facts = some_facts(Complaint(products=(RARE.id,)))
    assert known_as(POPULAR.cause, facts) == POPULAR
    assert known_as("customer:network", facts) is None

"""Following the public page for somebody: nobody is told anything before they confirm."""

import pytest

from bot.model.subscription import Confirmation, SubscriptionState
from tests.web.api.conftest import Programs, said

pytestmark = pytest.mark.anyio
MAIL = {"channel": "mail", "address": "sato@midori.example", "language": "en"}


async def test_the_address_is_asked_and_told_nothing_until_it_confirms(programs: Programs) -> None:
    body = MAIL | {"products": ["krewdata"]}
    answer = await programs.asks(programs.token(), "POST", "/subscriptions", body)
    assert answer.status_code == 202
    assert "sato" not in answer.text
    with programs.store.look() as work:
        ((_, found),) = work.subscriptions()
    assert (found.state, found.topics) == (SubscriptionState.REQUESTED, ("product:krewdata",))
    (waiting,) = programs.store.outgoing("mail")
    assert waiting.effect == Confirmation("en")


async def test_whether_an_address_follows_already_is_told_to_nobody(programs: Programs) -> None:
    token = programs.token()
    answers = [await programs.asks(token, "POST", "/subscriptions", MAIL) for _ in range(4)]
    assert {(a.status_code, a.text) for a in answers} == {(202, answers[0].text)}


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"address": "no address"}, "/address"),
        ({"products": ["nix"]}, "/products/0"),
        ({"components": ["nix"]}, "/components/0"),
        ({"channel": "slack"}, "/channel"),
    ],
)
async def test_what_cannot_be_followed_is_refused(
    programs: Programs, more: dict[str, object], pointer: str
) -> None:
    answer = await programs.asks(programs.token(), "POST", "/subscriptions", MAIL | more)
    assert said(answer) == "invalid"
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_way_that_the_operator_has_not_set_up_cannot_be_followed(
    programs: Programs,
) -> None:
    body = {"channel": "webhook", "address": "https://hooks.example.com/a"}
    assert said(await programs.asks(programs.token(), "POST", "/subscriptions", body)) == "conflict"


@pytest.mark.slow
async def test_one_token_has_no_more_than_some_addresses_asked(programs: Programs) -> None:
    token = programs.token()
    bodies = [MAIL | {"address": f"{number}@midori.example"} for number in range(31)]
    *asked, last = [await programs.asks(token, "POST", "/subscriptions", b) for b in bodies]
    assert {answer.status_code for answer in asked} == {202}
    assert (said(last), last.headers["retry-after"]) == ("too_fast", "300")

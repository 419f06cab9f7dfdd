"""A ticket is raised once; what staff hear of it later says what is new."""

from bot.model.effect import Effect, Reply, TicketNews, TicketRaised
from tests.builders import POPULAR
from tests.fakes import Day


def news(effects: tuple[Effect, ...]) -> list[tuple[str, TicketNews]]:
    return [(e.ticket, e.news) for e in effects if isinstance(e, TicketRaised)]


def test_a_ticket_is_raised_once_and_then_a_person_is_asked_for(desk: Day) -> None:
    desk.says("sato", "kintoneが開きません", uses=(POPULAR.id,))
    [(ticket, first)] = news(desk.says("sato", button="human", text="人に相談する"))
    again = news(desk.says("sato", button="human", text="人に相談する"))
    assert first is TicketNews.RAISED
    assert again == [(ticket, TicketNews.PERSON_ASKED)]


def test_a_person_is_offered_until_one_is_asked_for_and_again_when_the_case_is_closed(
    desk: Day,
) -> None:
    def offered(effects: tuple[Effect, ...]) -> list[bool]:
        return ["human" in e.buttons for e in effects if isinstance(e, Reply)]

    assert offered(desk.says("sato", "kintoneが開きません", uses=(POPULAR.id,))) == [True]
    asked = desk.says("sato", button="human", text="人に相談する")
    assert offered(asked) == [False]
    assert offered(desk.says("sato", "ほかの人も同じです")) == [False]
    [(ticket, _)] = news(asked)
    desk.closes(ticket)
    desk.passes(1)
    assert offered(desk.says("sato", "また開きません")) == [True]

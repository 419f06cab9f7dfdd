"""A room that follows the public page: by the slash command, where the app is, and told once."""

from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.api.workspaces import NoWorkspaceError, OneWorkspace
from bot.channels.slack.outgoing.send import SlackChannel, SubscriberContext
from bot.channels.slack.settings import SlackSettings
from bot.desk.ledger import Outgoing
from bot.desk.subscribing import OF_AN_ADDRESS
from bot.model.errors import DeliveryError
from bot.model.subscription import Subscription, SubscriptionState
from tests.channels.fakes import NOON
from tests.channels.slack.lobby import Lobby, nothing_wrong, visit
from tests.channels.slack.world.world import SIGNING_SECRET
from tests.subscribers import some_news


def kept(lobby: Lobby) -> list[Subscription]:
    with lobby.store.look() as work:
        return [one for _, one in work.subscriptions()]


class Nowhere:
    """No workspace has installed us any more."""

    async def client(self, team: str) -> AsyncWebClient:
        raise NoWorkspaceError(team)

    async def replaces(self, team: str, token: str) -> bool:
        return False


def channel_of(lobby: Lobby, gone: list[str], *, away: bool = False) -> SlackChannel:
    assert lobby.subscribing is not None
    token, url = lobby.world.teams["T1"].token, lobby.world.url
    settings = SlackSettings(bot_token=token, signing_secret=SIGNING_SECRET, api_url=url)

    async def is_gone(reader: str) -> None:
        gone.append(reader)

    subscribers = SubscriberContext(lobby.subscribing[1], is_gone)
    workspaces = Nowhere() if away else OneWorkspace(settings)
    return SlackChannel(workspaces, lobby.addresses, frozenset(), subscribers=subscribers)


def news_for(one: Subscription, **more: object) -> Outgoing:
    given = {"reader": one.id, "address": one.address, **more}
    return Outgoing(1, "notice:B1:room", "slack", some_news(), NOON, **given)  # type: ignore[arg-type]


def test_anybody_in_a_room_where_we_are_has_it_told_and_no_more() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.lets_rooms_subscribe()
        said = await lobby.types("/jitabata subscribe", "USATO")
        assert "unsubscribe" in said
        assert "<https://desk.example/subscription/" in said
        (one,) = kept(lobby)
        assert (one.address, one.lang, one.state) == ("T1/C1", "ja", SubscriptionState.ACTIVE)
        assert await lobby.types("/jitabata 購読", "UAGENT") == said  # it follows already
        (waiting,) = lobby.store.outgoing("slack")
        await channel_of(lobby, []).deliver(waiting)
        (post,) = [p for p in lobby.world.posts.values() if p.by_app]
        assert (post.room, post.thread) == ("C1", None)
        assert "停止しました" in await lobby.types("/jitabata unsubscribe", "USATO")
        assert kept(lobby) == []
        assert "お送りしていません" in await lobby.types("/jitabata unsubscribe", "USATO")

    assert nothing_wrong(visit(scenario))


def test_a_room_where_we_are_not_cannot_follow() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.lets_rooms_subscribe()
        assert "追加してから" in await lobby.types("/jitabata subscribe", "USATO", room="C3")
        assert "お送りできません" in await lobby.types("/jitabata subscribe", "USATO", room="D7X")
        assert kept(lobby) == []

    visit(scenario)


def test_a_room_hears_so_often_that_it_follows() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.lets_rooms_subscribe()
        for _ in range(OF_AN_ADDRESS.burst + 2):
            await lobby.types("/jitabata unsubscribe", "USATO")
            await lobby.types("/jitabata subscribe", "USATO")
        with lobby.store._beside(writes=False) as connection:
            found = connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar_one()
        assert found == OF_AN_ADDRESS.burst

    visit(scenario)


def test_where_nobody_can_follow_the_command_does_not_offer_it() -> None:
    async def scenario(lobby: Lobby) -> None:
        assert "subscribe" not in await lobby.types("/jitabata help", "UAGENT")
        assert "担当者用" in await lobby.types("/jitabata subscribe", "USATO")
        lobby.lets_rooms_subscribe()
        assert "subscribe" in await lobby.types("/jitabata help", "UAGENT")
        assert "subscribe" in await lobby.types("/jitabata", "USATO")

    visit(scenario)


def test_an_update_is_posted_once_and_mentions_nobody() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.lets_rooms_subscribe()
        await lobby.types("/jitabata subscribe", "USATO")
        (one,) = kept(lobby)
        channel = channel_of(lobby, [])
        first = await channel.deliver(news_for(one))
        again = await channel.deliver(news_for(one, attempts=1, may_be_there=True))
        assert first == again
        (post,) = [p for p in lobby.world.posts.values() if p.by_app]
        assert "フォームが開かない不具合" in post.text
        assert "&lt;b&gt;" in str(post.blocks)
        assert "/status/incidents/k3x9q2m7w1ab?lang=ja|" in str(post.blocks)
        hostile = some_news(title="<!channel> " + "長" * 300, text="<!here> " * 2_000)
        await channel.deliver(replace(news_for(one), key="other", effect=hostile))

    assert nothing_wrong(visit(scenario))


def test_a_room_that_we_are_not_in_any_more_follows_no_more() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.lets_rooms_subscribe()
        await lobby.types("/jitabata subscribe", "USATO")
        (one,) = kept(lobby)
        lobby.world.rooms["C1"].bot_is_member = False
        gone: list[str] = []
        with pytest.raises(DeliveryError) as caught:
            await channel_of(lobby, gone).deliver(news_for(one))
        assert caught.value.permanent
        assert gone == [one.id]

    visit(scenario)


def test_nor_does_one_of_a_workspace_that_has_removed_us() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.lets_rooms_subscribe()
        await lobby.types("/jitabata subscribe", "USATO")
        (one,) = kept(lobby)
        gone: list[str] = []
        channel = channel_of(lobby, gone, away=True)
        with pytest.raises(DeliveryError) as caught:
            await channel.deliver(news_for(one))
        assert caught.value.permanent
        assert gone == [one.id]

    visit(scenario)

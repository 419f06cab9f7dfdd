"""Posts for a whole room that follows the public page, each once."""

import hashlib
from dataclasses import dataclass

from bot.channels.slack.api.blocks import Message, context, header
from bot.channels.slack.api.calls import Calls
from bot.channels.slack.api.keys import keyed
from bot.channels.slack.api.manifest import COMMAND
from bot.channels.slack.api.mrkdwn import escape
from bot.channels.slack.api.pace import Call, CallLane
from bot.channels.slack.api.places import RoomAddress, ThreadAddress
from bot.channels.slack.outgoing.render import message, pieces_of
from bot.channels.slack.outgoing.threads import METADATA, Threads, said_somehow
from bot.desk.ledger import Outgoing
from bot.desk.subscriber_links import SubscriberLinks
from bot.model.publication import PostNews
from bot.model.subscription import Confirmation
from bot.texts.loader import say


@dataclass(frozen=True, slots=True)
class Rooms:
    """Posts into rooms in the open. Nothing of it is interpreted, and nobody is mentioned."""

    calls: Calls
    threads: Threads
    links: SubscriberLinks

    async def post(self, outgoing: Outgoing, said: PostNews | Confirmation) -> str:
        """Say it in the room, unless an earlier attempt did; answers the ``ts``. Raises DeliveryError."""
        room = RoomAddress.of(outgoing.address)
        key = hashlib.sha256(outgoing.key.encode()).hexdigest()[:32]
        if outgoing.may_be_there:
            place = ThreadAddress(room.team, room.room, "")
            if found := await self.threads.find_in_room(place, key, outgoing.decided_at):
                return found
        manage = self.links.of(outgoing.reader)
        if isinstance(said, PostNews):
            shown = news_message(said, self.links.post(said.post, said.lang), manage)
        else:
            shown = begun_message(said, manage)
        call = Call(room.team, "chat.postMessage", room.room, ticket=key)
        place_of = {"channel": room.room, "metadata": keyed(METADATA, key)}
        answer = await said_somehow(
            shown,
            lambda one: self.calls.ask(
                call,
                lambda client: client.chat_postMessage(**{**one, **place_of}),
                lane=CallLane.NOTICE,
            ),
        )
        return str(answer.get("ts"))


def news_message(news: PostNews, page: str, manage: str) -> Message:
    """One update of a post, in the language of the room."""
    lang = news.lang
    status = say(lang, f"public.status.{news.status}")
    kind = say(lang, f"subscriptions.mail.kind.{news.kind}", status=status)
    links = [
        f"<{page}|{escape(say(lang, 'subscriptions.mail.page'))}>",
        f"<{manage}|{escape(say(lang, 'subscriptions.mail.manage'))}>",
    ]
    first = [*escape(f"{kind} {news.title}"), "\n\n"]
    head = [header(news.title), context([escape(kind)])]
    return message(head, pieces_of(news.text, frozenset(), lang), [context(links)], lang, first)


def begun_message(begun: Confirmation, manage: str) -> Message:
    """For the room to know that it is told from now on, and how that ends."""
    lang = begun.lang
    said = say(lang, "slack.subscribe.begun", command=COMMAND)
    link = f"<{manage}|{escape(say(lang, 'subscriptions.mail.manage'))}>"
    return message([], pieces_of(said, frozenset(), lang), [context([link])], lang)

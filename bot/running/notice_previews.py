"""How the channels would hand a notice over, made by the code with which they do. It sends nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from bot.channels.slack.outgoing.render import render
from bot.channels.webhook.payload import body_of
from bot.desk.ledger import Outgoing
from bot.desk.prose import status_hosts
from bot.model.catalogue import Catalogue
from bot.model.effect import Notice
from bot.web.channel_previews import ChannelMessages


def channel_messages(catalogue: Catalogue) -> ChannelMessages:
    """What Slack, which links to the status pages of a catalogue, and webhooks make of a notice."""
    return ChannelMessages(partial(_blocks, status_hosts(catalogue)), _body)


def _blocks(hosts: frozenset[str], notice: Notice) -> Sequence[Mapping[str, Any]]:
    """As a message of its own, which is how an update is said in a thread."""
    blocks: list[dict[str, Any]] = render(notice, hosts, notice.lang)["blocks"]
    return blocks


def _body(notice: Notice, at: datetime) -> bytes:
    return body_of(Outgoing(0, "", "webhook", notice, at))

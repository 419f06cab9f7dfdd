"""The process under measurement: our whole way from event to answer, and an app that does nothing."""

import asyncio
import socket
from datetime import UTC, datetime

import uvicorn
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import Clock
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.slack.api.workspaces import OneWorkspace
from bot.channels.slack.incoming.app import slack_routes
from bot.channels.slack.outgoing.addresses import AddressBook
from bot.channels.slack.outgoing.send import SlackChannel
from bot.channels.slack.reception import Reception
from bot.channels.slack.settings import SlackSettings
from bot.delivery.console import ConsoleChannel
from bot.delivery.dispatch import Dispatch
from bot.delivery.pump import Outlet
from bot.desk.desk import Desk
from bot.desk.door import DeskDoor
from bot.jobs.embedded import EmbeddedJobs
from bot.knowledge.load import load
from bot.model.event import Opened
from bot.running.tasks import DELIVER, LOOK, SLACK_INBOX, Prompter
from bot.store.sql import SqlStore
from tests.benchmarks.slack.sending import ROOMS
from tests.channels.slack.world.world import SIGNING_SECRET

OURS, EMPTY = "/slack/events", "/empty/events"
TOKEN = "xoxb-T1-token"


def now() -> datetime:
    return datetime.fromtimestamp(Clock().now(), UTC)


def empty_app() -> AsyncApp:
    """A Bolt app that checks signatures and has one listener, which does nothing."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=TOKEN)

    async def nothing() -> None:
        pass

    app = AsyncApp(
        signing_secret=SIGNING_SECRET,
        authorize=authorize,
        process_before_response=True,
        ignoring_self_events_enabled=False,
    )
    app.event("message")(nothing)
    return app


def empty_route(app: AsyncApp) -> Route:
    async def events(request: Request) -> Response:
        body = await request.body()
        answer = await app.async_dispatch(to_async_bolt_request(request, body))
        return to_starlette_response(answer)

    return Route(EMPTY, events, methods=["POST"])


async def serve_both(slack: str, database: str, listening: socket.socket, *, durable: bool) -> None:
    """Serve until told to stop. The parts are put together as ``bot/running/serving.py`` does it."""
    store, knowledge = SqlStore.open(f"sqlite:///{database}", durable=durable), load()
    await DeskDoor(Desk(store, knowledge)).handle(Opened(now()))
    settings = SlackSettings(
        bot_token=TOKEN,
        signing_secret=SIGNING_SECRET,
        api_url=slack,
        channels=tuple(f"C{number}" for number in range(ROOMS)),
    )
    addresses, workspaces = AddressBook(store), OneWorkspace(settings)
    jobs = EmbeddedJobs()
    prompter = Prompter(store, jobs, now)
    door = DeskDoor(Desk(store, knowledge), lambda _: prompter.nudge())
    ours, worker = Reception(
        settings,
        store,
        door,
        addresses,
        workspaces,
        knowledge,
        now,
        nudge=lambda: prompter.nudge(SLACK_INBOX),
    ).open()
    channel = SlackChannel(workspaces, addresses, frozenset())
    staff = ConsoleChannel("staff", lambda _: None)
    outlets = {"slack": Outlet("slack", channel), "staff": Outlet("staff", staff)}
    dispatch = Dispatch(store.ledger, outlets, "benchmark", now, asyncio.sleep)

    async def inbox(_: str) -> None:
        await worker.drain()

    async def deliver(name: str) -> None:
        await dispatch.deliver(name)

    for task, run in ((SLACK_INBOX, inbox), (DELIVER, deliver), (LOOK, prompter.look)):
        jobs.take(task, run)
    app = Starlette(routes=[*slack_routes(ours, SIGNING_SECRET), empty_route(empty_app())])
    config = uvicorn.Config(app, log_level="warning", timeout_keep_alive=600)
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(t)
            for t in (jobs.run(), prompter.run(), worker.run_background_tasks())
        ]
        await uvicorn.Server(config).serve([listening])
        for running in tasks:
            running.cancel()
    store.close()

"""``url_private``: with a good token the file, else a redirect to a page that says 200."""

from collections.abc import Callable

from aiohttp import web

from tests.channels.slack.world.world import World

LOGIN = "<!DOCTYPE html><html><title>Slack</title><form>Sign in to your workspace</form></html>"


class FileDoor:
    """Serves files of the world that is there now."""

    def __init__(self, world: Callable[[], World]) -> None:
        self._world = world

    async def file(self, request: web.Request) -> web.StreamResponse:
        world = self._world()
        found = world.files.get(request.match_info["file"])
        token = world.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if "token" in request.query:
            world.findings.add("token-in-query", "files")
        if token is None or token.state != "good" or "files:read" not in token.scopes:
            raise web.HTTPFound("/login")
        if found is None or not any(world.rooms[r].team == token.team for r in found.rooms):
            raise web.HTTPNotFound
        return web.Response(body=found.content, content_type=found.mimetype)

    async def login(self, request: web.Request) -> web.Response:
        """The page to sign in; a token that arrives here went across a redirect."""
        if "Authorization" in request.headers:
            self._world().findings.add("token-across-redirect", "files", request.host)
        return web.Response(text=LOGIN, content_type="text/html")


class OtherHost:
    """A host that is not Slack's; a token that arrives here is lost."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def anything(self, request: web.Request) -> web.Response:
        if "Authorization" in request.headers:
            self._world.findings.add("token-at-other-host", "files", request.host)
        return web.Response(text=LOGIN, content_type="text/html")

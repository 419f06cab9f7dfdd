"""Scripts, styles and pictures of the pages."""

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class FreshFiles(StaticFiles):
    """Static files that browsers ask about again each time (answered by 304), so none is stale."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response

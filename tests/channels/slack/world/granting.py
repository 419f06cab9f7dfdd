"""``oauth.v2.access``, ``auth.*`` and who may call what."""

import base64

from tests.channels.slack.world.findings import Refused
from tests.channels.slack.world.methods import Method
from tests.channels.slack.world.state import Json, Team, Token
from tests.channels.slack.world.world import APP, CLIENT_ID, CLIENT_SECRET, World

KINDS = {"channel": "channels", "group": "groups", "im": "im"}


def caller(world: World, name: str, method: Method, header: str, asked: Json) -> Team:
    """The workspace whose token a call bears. Raises ``Refused``."""
    token = world.tokens.get(header.removeprefix("Bearer "))
    if not header:
        raise Refused("not_authed")
    if token is None:
        world.findings.add("bad-token", name, "invalid_auth")
        raise Refused("invalid_auth")
    if token.expires_at is not None and world.now >= token.expires_at:
        raise Refused("token_expired")
    if token.state != "good":
        raise Refused(token.state)
    if token.kind != method.bearer:
        raise Refused("not_allowed_token_type")
    if token.kind == "app":
        return Team("", "", "", token.value)
    needed = _scope(world, method, asked)
    if needed and needed not in token.scopes:
        provided = ",".join(sorted(token.scopes))
        world.findings.add("missing-scope", name, needed)
        raise Refused("missing_scope", needed=needed, provided=provided)
    return world.teams[token.team]


def _scope(world: World, method: Method, asked: Json) -> str:
    """The scope that a method needs; of reading, the one of the room's kind."""
    if not method.scope.startswith("*"):
        return method.scope
    room = world.rooms.get(str(asked.get("channel")))
    return method.scope.replace("*", KINDS[room.kind if room else "channel"])


def access(world: World, header: str, asked: Json) -> Json:
    """Exchange a code, or a refresh token; each is good once."""
    _check_client(header, asked)
    if asked.get("grant_type") == "refresh_token":
        team = world.grant.refreshing.pop(str(asked.get("refresh_token")), None)
        if team is None:
            world.findings.add("refresh-token-used-twice", "oauth.v2.access")
            raise Refused("invalid_refresh_token")
    else:
        team = world.grant.codes.pop(str(asked.get("code")), None)
        if team is None:
            raise Refused("invalid_code")
        if team not in world.teams:
            world.installed(team)
    return _hand_out(world, world.teams[team])


def _check_client(header: str, asked: Json) -> None:
    if header.startswith("Basic "):
        ident, _, secret = base64.b64decode(header[6:]).decode().partition(":")
    else:
        ident, secret = str(asked.get("client_id")), str(asked.get("client_secret"))
    if ident != CLIENT_ID:
        raise Refused("invalid_client_id")
    if secret != CLIENT_SECRET:
        raise Refused("bad_client_secret")


def _hand_out(world: World, team: Team) -> Json:
    """A fresh token; with rotation the one before it lives on until it expires."""
    world.grant.given += 1
    value = f"xoxb-{team.id}-{world.grant.given}"
    expires = world.now + world.grant.lives if world.grant.rotates else None
    world.tokens[value] = Token(value, team.id, scopes=team.scopes, expires_at=expires)
    team.token = value
    told: Json = {
        "access_token": value,
        "token_type": "bot",
        "scope": ",".join(sorted(team.scopes)),
        "bot_user_id": team.bot,
        "app_id": APP,
        "team": {"id": team.id, "name": team.id},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "UADMIN"},
    }
    if world.grant.rotates:
        refresh = f"xoxe-1-{team.id}-{world.grant.given}"
        world.grant.refreshing[refresh] = team.id
        told |= {"refresh_token": refresh, "expires_in": int(world.grant.lives)}
    return told


def consents(world: World, team: str) -> str:
    """An administrator allows the app; the code that comes back to it."""
    code = f"code-{world.number('code')}"
    world.grant.codes[code] = team
    return code


def expire(world: World, team: str) -> None:
    """All tokens of a workspace expire at this moment."""
    for token in _of(world, team):
        token.expires_at = world.now


def refuse(world: World, team: str, word: str) -> None:
    """All tokens of a workspace are refused with a word: token_revoked, account_inactive …"""
    for token in _of(world, team):
        token.state = word


def restore(world: World, team: str) -> None:
    for token in _of(world, team):
        token.state, token.expires_at = "good", None


def _of(world: World, team: str) -> list[Token]:
    return [t for t in world.tokens.values() if t.team == team]


def test_token(world: World, team: Team, asked: Json) -> Json:
    told = {"url": "https://desk.slack.example/", "team": team.id, "team_id": team.id}
    return {**told, "user": "desk", "user_id": team.bot, "bot_id": team.bot_id}


def revoke(world: World, team: Team, asked: Json) -> Json:
    if asked.get("test"):
        return {"revoked": False}
    world.tokens[team.token].state = "token_revoked"
    return {"revoked": True}

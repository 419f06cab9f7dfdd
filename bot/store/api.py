"""The port ``ApiStore`` over the tables of the API."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from bot.desk.api_tokens import KEYS_LAST, KeptAnswer, KeyState
from bot.model.api_token import ApiToken, Scope
from bot.store import rows
from bot.store.connect import hold, insert_into
from bot.store.ledger.sql import Transactions
from bot.store.tables import api_keys, api_tokens

_T, _K = api_tokens.c, api_keys.c


@dataclass(frozen=True, slots=True)
class SqlApi:
    """Tokens and idempotency keys in rows; one transaction a call."""

    transactions: Transactions
    dialect: str

    def tokens(self) -> list[ApiToken]:
        query = select(api_tokens).order_by(_T.made_at.desc(), _T.id)
        with self.transactions(writes=False) as connection:
            return [_token_of(row) for row in connection.execute(query)]

    def token(self, digest: str) -> ApiToken | None:
        with self.transactions(writes=False) as connection:
            found = connection.execute(select(api_tokens).where(_T.digest == digest)).first()
        return None if found is None else _token_of(found)

    def add_token(self, token: ApiToken, most_live: int) -> bool:
        live = and_(_T.revoked_at.is_(None), _T.expires_at > token.made_at)
        with self.transactions(writes=True) as connection:
            hold(connection, "api")
            counted = select(func.count()).select_from(api_tokens).where(live)
            if int(connection.scalar(counted) or 0) >= most_live:
                return False
            scopes = " ".join(sorted(token.scopes))
            connection.execute(insert(api_tokens), rows.flat_row(token, api_tokens, scopes=scopes))
        return True

    def revoke_token(self, ident: str, at: datetime) -> ApiToken | None:
        live = and_(_T.id == ident, _T.revoked_at.is_(None), _T.expires_at > at)
        change = update(api_tokens).where(live).values(revoked_at=at).returning(*api_tokens.c)
        with self.transactions(writes=True) as connection:
            found = connection.execute(change).first()
        return None if found is None else _token_of(found)

    def use_token(self, ident: str, at: datetime) -> None:
        earlier = and_(_T.id == ident, or_(_T.used_at.is_(None), _T.used_at < at))
        with self.transactions(writes=True) as connection:
            connection.execute(update(api_tokens).where(earlier).values(used_at=at))

    def take_key(
        self, key: str, fingerprint: str, now: datetime, again_after: timedelta | None
    ) -> KeptAnswer:
        row = {"fingerprint": fingerprint, "taken_at": now, "status": 0, "body": ""}
        adding = insert_into(api_keys, self.dialect).on_conflict_do_nothing()
        with self.transactions(writes=True) as connection:
            old = and_(_K.key == key, _K.taken_at <= now - KEYS_LAST)
            connection.execute(delete(api_keys).where(old))
            if connection.execute(adding.returning(_K.key), {"key": key, **row}).first():
                return KeptAnswer(KeyState.FRESH)
            found = connection.execute(select(api_keys).where(_K.key == key)).first()
            if found is None:  # it was released this very moment
                return KeptAnswer(KeyState.RUNNING)
            if found.fingerprint != fingerprint:
                return KeptAnswer(KeyState.OTHER)
            if found.status:
                return KeptAnswer(KeyState.DONE, found.status, found.body)
            if again_after is None:
                return KeptAnswer(KeyState.RUNNING)
            left = and_(_K.key == key, _K.status == 0, _K.taken_at <= now - again_after)
            taken = connection.execute(update(api_keys).where(left).values(taken_at=now))
            return KeptAnswer(KeyState.FRESH if taken.rowcount else KeyState.RUNNING)

    def keep_answer(self, key: str, status: int, body: str) -> None:
        change = update(api_keys).where(_K.key == key).values(status=status, body=body)
        with self.transactions(writes=True) as connection:
            connection.execute(change)

    def release_key(self, key: str) -> None:
        with self.transactions(writes=True) as connection:
            connection.execute(delete(api_keys).where(_K.key == key, _K.status == 0))


def _token_of(row: Any) -> ApiToken:
    # A scope that this version does not know any more opens nothing.
    scopes = frozenset(Scope(s) for s in row.scopes.split() if s in set(Scope))
    return rows.flat_value(ApiToken, row, scopes=scopes)

"""Who is told nothing any more: asked by whatever looks at deliveries in the database."""

from typing import Any

from sqlalchemy import ColumnElement, exists

from bot.model.recipient import RecipientState
from bot.store.tables import recipients

_R = recipients.c
IS_ACTIVE = _R.state == RecipientState.ACTIVE.value


def has_stopped(reader: Any) -> ColumnElement[bool]:
    """Whether a delivery's reader is a recipient who wants no more, or cannot be reached."""
    return exists().where(_R.id == reader, ~IS_ACTIVE)

"""Renews tokens that expire: twelve hours each, and a refresh token that works once.

docs.slack.dev/authentication/using-token-rotation. Two who renew at once would spend the same
refresh token, and the second would lose the installation, so one renews at a time; everybody else
goes on with the old token, which works until it expires.
"""

import asyncio
import http.client
import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.slack.api.calls import word_of
from bot.channels.slack.api.workspaces import NoWorkspaceError
from bot.channels.slack.oauth.encryption import EncryptionError
from bot.channels.slack.oauth.exchange import Exchange, TooSoonError
from bot.channels.slack.oauth.installations import Installations, Installed, Renewed
from bot.channels.slack.settings import SlackSettings
from bot.model.errors import DeliveryError

EARLY = timedelta(hours=2)  # before a token expires it is renewed
MARGIN = timedelta(minutes=1)  # a token that expires so soon is not used any more
PAUSE = timedelta(minutes=1)  # after a renewal that failed while the old token still works
SPENT = frozenset({"invalid_refresh_token", "token_revoked", "token_expired", "account_inactive"})

logger = logging.getLogger(__name__)

Turn = Callable[[str], AbstractContextManager[bool]]  # as ``bot.store.locks.Locks.take``


@dataclass(slots=True)
class _Trial:
    """What became of the last renewal of one installation in this process."""

    lock: threading.Lock
    not_before: datetime | None = None
    # For which refresh token, and what it gave, when the database failed us then.
    unsaved: tuple[str, Renewed] | None = field(default=None, repr=False)


class Rotation:
    """Answers installations whose token is good now."""

    def __init__(
        self,
        settings: SlackSettings,
        installations: Installations,
        turn: Turn,
        clock: Callable[[], datetime],
        exchange: Exchange | None = None,
    ) -> None:
        """``exchange`` None: one that shares its limit with nobody."""
        self._settings = settings
        self._exchange = exchange if exchange is not None else Exchange(settings, clock)
        self._installations = installations
        self._turn = turn
        self._clock = clock
        self._trials: dict[str, _Trial] = {}
        self._refused: dict[str, str] = {}  # the token of a place that Slack says has expired

    async def fresh(self, installed: Installed) -> Installed:
        """The installation, renewed when it is time.

        DeliveryError when the token has expired and cannot be renewed now; NoWorkspaceError when
        the installation is gone. A caller that is cancelled does not stop a renewal under way: its
        answer holds the only tokens there are.
        """
        if not self._is_due(installed):
            return installed
        return await asyncio.to_thread(self._fresh, installed)

    def refuse(self, installed: Installed) -> bool:
        """Slack says that its token has expired, whatever the date: whether it can be renewed."""
        if installed.expires_at is None or not installed.refresh_token:
            return False
        self._refused[installed.place] = installed.token
        return True

    def _is_refused(self, installed: Installed) -> bool:
        return self._refused.get(installed.place) == installed.token

    def _is_due(self, installed: Installed) -> bool:
        if self._is_refused(installed):
            return True
        return installed.expires_at is not None and installed.expires_at - self._clock() < EARLY

    def _works(self, installed: Installed) -> bool:
        if self._is_refused(installed):
            return False
        return installed.expires_at is None or installed.expires_at - self._clock() > MARGIN

    def _fresh(self, installed: Installed) -> Installed:
        trial = self._trials.setdefault(installed.place, _Trial(threading.Lock()))
        works = self._works(installed)
        if works and trial.not_before is not None and self._clock() < trial.not_before:
            return installed
        if not trial.lock.acquire(blocking=not works):
            return installed
        try:
            renewed = self._in_turn(installed, trial)
        except NoWorkspaceError:
            raise
        except (DeliveryError, EncryptionError, SQLAlchemyError) as caught:
            error = _as_delivery(installed.place, caught)
            trial.not_before = self._clock() + PAUSE
            if not works:
                raise error from None
            logger.warning("%s; its old token works until %s", error, installed.expires_at)
            return installed
        finally:
            trial.lock.release()
        trial.not_before = None
        return renewed

    def _in_turn(self, installed: Installed, trial: _Trial) -> Installed:
        """Renew unless another process has, or is about to.

        What Slack gave is not asked for again when it could not be saved: there is no second time.
        """
        with self._turn(f"slack-{installed.place}") as mine:
            if not mine:
                raise DeliveryError(f"{installed.place} is being renewed elsewhere", retry_after=1)
            latest = self._installations.at(installed.place)
            if latest is None:
                raise NoWorkspaceError(installed.place)
            if not self._is_due(latest):
                return latest
            spent = latest.refresh_token
            if trial.unsaved is None or trial.unsaved[0] != spent:
                trial.unsaved = (spent, self._ask(latest))
            self._installations.renew(latest, trial.unsaved[1])
            trial.unsaved = None
        found = self._installations.at(installed.place)  # it may be gone, or installed anew
        if found is None:
            raise NoWorkspaceError(installed.place)
        return found

    def _ask(self, installed: Installed) -> Renewed:
        """One exchange of a refresh token. DeliveryError, which repeats no token."""
        place, before = installed.place, self._clock()
        try:
            answer = self._renewed(installed.refresh_token)
            return Renewed(
                token=str(answer["access_token"]),
                refresh_token=str(answer["refresh_token"]),
                expires_at=before + timedelta(seconds=int(answer["expires_in"])),
            )
        except TooSoonError as error:
            said = f"{place}: the token cannot be renewed: {error}"
            raise DeliveryError(said, retry_after=error.seconds) from None
        except SlackApiError as error:
            raise _in_our_words(place, error) from None
        except (SlackClientError, http.client.HTTPException, OSError):
            raise DeliveryError(f"{place}: it is unknown whether Slack renewed the token") from None
        except (KeyError, TypeError, ValueError):
            raise DeliveryError(f"{place}: Slack renewed the token and did not tell it") from None

    def _renewed(self, refresh_token: str) -> dict[str, Any]:
        """The SDK's own rotator would not know ``api_url``."""
        answer = self._exchange.oauth_v2_access(
            client_id=self._settings.client_id,
            client_secret=self._settings.client_secret,
            grant_type="refresh_token",
            refresh_token=refresh_token,
        )
        return answer.data if isinstance(answer.data, dict) else {}


def _as_delivery(place: str, error: Exception) -> DeliveryError:
    """An error of the database names no value, see ``hide_parameters``."""
    if isinstance(error, DeliveryError):
        return error
    said = str(error) if isinstance(error, EncryptionError) else "the database fails"
    return DeliveryError(f"{place}: the token cannot be renewed: {said}")


def _in_our_words(place: str, error: SlackApiError) -> DeliveryError:
    """What an answer of Slack means. A spent refresh token is an answer that was lost before."""
    word = word_of(error)
    if not word:
        return DeliveryError(f"{place}: it is unknown whether Slack renewed the token")
    if word in SPENT:
        return DeliveryError(f"{place} must install Jitabata again: Slack says {word}")
    return DeliveryError(f"{place}: the token cannot be renewed: Slack says {word}")

"""The card of a case: the desk's first message in a thread, kept up to date in place. Pure.

It says what the case is about, how it stands and what was heard last. An edit notifies nobody, so
what somebody must act on is a message of its own.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.model.effect import Checked, Notice, Reply, StaffReply

# Kinds of advice that switch something off for now (knowledge/remedies).
SWITCHES_OFF = frozenset(
    {"disable_plugin", "disable_own_js", "disable_extension", "isolate_by_disabling_plugins"}
)
# Reasons of notices after which there is nothing to do for the reader but to know.
FOR_INFORMATION = frozenset({"first", "update"})
# Kinds of advice that ask nothing of the reader.
ASKS_NOTHING = frozenset(
    {"monitor", "no_action_needed", "point_to_status_page", "wait_for_platform", "wait_for_vendor"}
)


class CaseState(StrEnum):
    """How a case stands, as its reader sees it."""

    ANSWERED = "answered"  # no trouble: a question that was answered
    LOOKING = "looking"
    STAFF = "staff"  # a person has it
    AROUND = "around"  # there is a way round
    OVER = "over"
    WITHDRAWN = "withdrawn"  # what was told turned out not to apply


# States with which what was said before is out of date; a message of its own below says what holds.
OUTDATING = frozenset({CaseState.AROUND, CaseState.OVER, CaseState.WITHDRAWN})


class ThreadWay(StrEnum):
    """How something is said in a thread."""

    CARD = "card"  # the first message of the case: it becomes its card
    MESSAGE = "message"  # a new message: the reader waits for it or must act
    EDIT = "edit"  # on the card, silently: good to know


@dataclass(frozen=True, slots=True)
class CaseCard:
    """What stands on a card. ``key`` and ``ts`` are those of its post.

    ``switched_off``: whether a switch-off was advised. ``news``: what was heard last without having
    to act. ``changed_at`` None: as it was posted. ``outdated_at``: since when ``text``, and news from
    before then, hold no longer. ``files``: what became of files that came with the question.
    ``shown``: a digest of what Slack shows of it. ``check``: the link to the check from the browser.
    """

    key: str
    ts: str
    text: str
    lang: str
    about: str  # the message or incident that it answers, for its buttons
    state: CaseState
    is_notice: bool = False
    is_report: bool = False
    switched_off: bool = False
    buttons: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    checked: tuple[Checked, ...] = ()
    news: str = ""
    news_at: datetime | None = None
    news_number: int = 0  # the later of two that were decided at the same moment
    changed_at: datetime | None = None
    outdated_at: datetime | None = None
    files: tuple[str, ...] = ()
    shown: str = ""
    check: str = ""

    @property
    def has_news(self) -> bool:
        """Whether there is news that holds still."""
        if not self.news or self.outdated_at is None:
            return bool(self.news)
        return self.news_at is not None and self.news_at > self.outdated_at

    @classmethod
    def of(
        cls, effect: Reply | Notice, key: str, files: tuple[str, ...] = (), check: str = ""
    ) -> "CaseCard":
        """The card that an effect opens; it has no ``ts`` yet."""
        if isinstance(effect, Notice):
            state = _told(effect, None)
            about = f"notice:{effect.incident}"
            return cls(
                key,
                "",
                effect.text,
                effect.lang,
                about,
                state,
                is_notice=True,
                switched_off=advises_switching_off(effect.advice),
                buttons=("worked", "failed") if can_be_tried(effect) else (),
            )
        return cls(
            key,
            "",
            effect.whole,
            effect.lang,
            effect.in_reply_to,
            _answered(effect, CaseState.LOOKING if effect.is_report else CaseState.ANSWERED),
            is_report=effect.is_report,
            switched_off=advises_switching_off(effect.advice),
            buttons=effect.buttons,
            choices=effect.choices,
            checked=effect.checked,
            files=files,
            check=check,
        )

    def after(
        self,
        effect: Reply | Notice | StaffReply,
        at: datetime,
        *,
        withdrawn: bool = False,
        helped: bool = False,
    ) -> "CaseCard":
        """The card after a message of its own was posted below it, decided ``at``.

        What the effect does not tell: ``withdrawn``, its incident turned out to be nothing;
        ``helped``, something that was advised helped its reader.
        """
        state = self.state
        match effect:
            case Reply():
                again = effect.is_report and state in (
                    CaseState.OVER,
                    CaseState.ANSWERED,
                    CaseState.WITHDRAWN,
                )
                state = _answered(effect, CaseState.LOOKING if again else state)
                if helped and state is CaseState.LOOKING:
                    state = CaseState.AROUND
            case Notice():
                state = CaseState.WITHDRAWN if withdrawn else _told(effect, state)
            case StaffReply():
                stays = state is CaseState.OVER or effect.buttons
                state = state if stays else CaseState.STAFF
        reported = self.is_report or (isinstance(effect, Reply) and effect.is_report)
        if state is self.state:
            return replace(self, is_report=reported)
        outdated_at = at if state in OUTDATING else self.outdated_at
        return replace(
            self, state=state, is_report=reported, changed_at=at, outdated_at=outdated_at
        )

    def with_news(self, notice: Notice, at: datetime, number: int = 0) -> "CaseCard":
        """The card with what is good to know, decided ``at``; ``number`` as the outbox counts.

        What it says already, or what is older than that, changes nothing.
        """
        is_older = self.news_at is not None and (self.news_at, self.news_number) > (at, number)
        if is_older or notice.text == self.news:
            return self
        state = CaseState.LOOKING if self.state is CaseState.ANSWERED else self.state
        return replace(
            self, news=notice.text, news_at=at, news_number=number, changed_at=at, state=state
        )

    def dump(self) -> str:
        """The card as text, for the store."""
        return json.dumps(asdict(self), ensure_ascii=False, default=datetime.isoformat)

    @classmethod
    def load(cls, text: str | None) -> "CaseCard | None":
        """What ``dump`` wrote; None when there is none, or none that can be read any more."""
        if not text:
            return None
        try:
            row = json.loads(text)
            row["state"] = CaseState(row["state"])
            row["buttons"] = tuple(row["buttons"])
            row["choices"] = tuple(row.get("choices", ()))
            row["checked"] = tuple(_checked(c) for c in row["checked"])
            row["news_at"] = _moment(row["news_at"])
            row["changed_at"] = _moment(row["changed_at"])
            row["outdated_at"] = _moment(row.get("outdated_at"))
            row["files"] = tuple(row.get("files", ()))
            return cls(**row)
        except (ValueError, KeyError, TypeError):
            return None


def way(
    effect: Reply | Notice | StaffReply, card: CaseCard | None, *, must_be_seen: bool = False
) -> ThreadWay:
    """How an effect is said in a thread with this card, or with none.

    ``must_be_seen``: a notice that asks something or takes something back, which its reason does
    not tell.
    """
    if card is None:
        return ThreadWay.MESSAGE if isinstance(effect, StaffReply) else ThreadWay.CARD
    if not isinstance(effect, Notice) or must_be_seen:
        return ThreadWay.MESSAGE
    kinds = _kinds(effect.advice)
    if effect.reason not in FOR_INFORMATION or not kinds <= ASKS_NOTHING:
        return ThreadWay.MESSAGE
    # News of a trouble that is over, or that the reader never had, is no news of their case.
    is_running = card.state in (CaseState.LOOKING, CaseState.STAFF, CaseState.AROUND)
    return (
        ThreadWay.EDIT if is_running and (card.is_report or card.is_notice) else ThreadWay.MESSAGE
    )


def advises_switching_off(advice: tuple[str, ...]) -> bool:
    """Whether something is to be switched off for now."""
    return bool(_kinds(advice) & SWITCHES_OFF)


def can_be_tried(notice: Notice) -> bool:
    """Whether a notice advises something whose outcome its reader can tell."""
    return notice.reason == "workaround" and not _kinds(notice.advice) <= ASKS_NOTHING


def _kinds(advice: tuple[str, ...]) -> set[str]:
    return {a.partition(":")[0] for a in advice}


def _answered(reply: Reply, state: CaseState) -> CaseState:
    """How a case stands after a reply."""
    kinds = _kinds(reply.advice)
    if "handoff_to_human" in kinds:
        return CaseState.STAFF
    if "keep_disabled" in kinds:
        return CaseState.AROUND
    if kinds & {"no_action_needed", "reenable_plugin"}:
        return CaseState.OVER
    return state


def _told(notice: Notice, state: CaseState | None) -> CaseState:
    """How a case stands after a notice."""
    if notice.reason in {"recovered", "reenable"}:
        return CaseState.OVER
    if notice.reason == "workaround":
        return CaseState.AROUND
    if state is None or state in (CaseState.OVER, CaseState.ANSWERED):  # it is back, or has begun
        return CaseState.LOOKING
    return state


def _checked(row: dict[str, Any]) -> Checked:
    return Checked(**{**row, "at": datetime.fromisoformat(row["at"])})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

"""The labels of a message: what its sender wants, suffers, reaches, and how urgently."""

from enum import StrEnum


class Kind(StrEnum):
    """What the sender wants done now."""

    OUTAGE_REPORT = "outage_report"
    DEGRADED_REPORT = "degraded_report"
    FUNCTION_REPORT = "function_report"
    HOWTO = "howto"
    CONFIG_REQUEST = "config_request"
    BILLING = "billing"
    STATUS_QUERY = "status_query"
    WORKAROUND_WORKED = "workaround_worked"
    WORKAROUND_FAILED = "workaround_failed"
    RECOVERED_REPORT = "recovered_report"
    CHITCHAT = "chitchat"
    HUMAN_PLEASE = "human_please"
    SECURITY_OR_ABUSE = "security_or_abuse"

    @property
    def is_report(self) -> bool:
        """Whether a message of this kind tells of trouble."""
        return self in REPORTS


REPORTS = frozenset({Kind.OUTAGE_REPORT, Kind.DEGRADED_REPORT, Kind.FUNCTION_REPORT})
NO_REPORT = frozenset(
    {Kind.HOWTO, Kind.CONFIG_REQUEST, Kind.BILLING, Kind.STATUS_QUERY, Kind.CHITCHAT}
)
"""Kinds that tell of no trouble of the sender's own; taken for a report they would raise alarms."""


class Symptom(StrEnum):
    """What the reporter experiences at the time of writing."""

    WONT_OPEN = "wont_open"
    SLOW = "slow"
    BLANK_SCREEN = "blank_screen"
    STUCK_LOADING = "stuck_loading"
    ERROR_MESSAGE = "error_message"
    SAVE_FAILS = "save_fails"
    LOGIN_FAILS = "login_fails"
    FEATURE_MISSING = "feature_missing"
    NOT_SYNCING = "not_syncing"
    NOTIFICATION_MISSING = "notification_missing"
    FILE_PROBLEM = "file_problem"
    PRINT_PROBLEM = "print_problem"
    MOBILE_ONLY = "mobile_only"
    DISPLAY_BROKEN = "display_broken"


HOW_IT_FAILS = frozenset({Symptom.ERROR_MESSAGE, Symptom.SLOW})
"""Symptoms that say how something fails, not what."""
OF_A_FUNCTION = frozenset(
    {
        Symptom.FEATURE_MISSING,
        Symptom.PRINT_PROBLEM,
        Symptom.FILE_PROBLEM,
        Symptom.NOT_SYNCING,
        Symptom.NOTIFICATION_MISSING,
    }
)
"""Symptoms that say which function fails."""


class Scope(StrEnum):
    """Who is affected, and where; UNKNOWN stands alone."""

    ONE_USER = "one_user"
    SEVERAL_USERS = "several_users"
    EVERYONE = "everyone"
    ONE_APP = "one_app"
    SEVERAL_APPS = "several_apps"
    ALL_APPS = "all_apps"
    UNKNOWN = "unknown"


class Urgency(StrEnum):
    """How urgent a message is; the most urgent first."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


def most_urgent(*urgencies: Urgency) -> Urgency:
    """The highest of these urgencies."""
    return min(urgencies, key=list(Urgency).index)

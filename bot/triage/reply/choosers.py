"""Which function picks the text of an answer, and all states that it may pick."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.model.answer import DEFAULT
from bot.triage.reply import about_desk, lost, outages
from bot.triage.reply import answers as choose
from bot.triage.reply import how_to_look as looking
from bot.triage.reply.planned import maintenance_when
from bot.triage.reply.scene import Scene, SceneText


@dataclass(frozen=True, slots=True)
class Chooser:
    """The function that picks the state of one answer, and all states that it may pick."""

    choose: Callable[[Scene], SceneText | None]
    states: frozenset[str]


CHOOSERS: Mapping[str, Chooser] = {
    "data_loss": Chooser(lost.data_loss, frozenset({DEFAULT, "app", "import", "records"})),
    "no_admin": Chooser(lost.no_admin, frozenset({DEFAULT, "rights"})),
    "only_us": Chooser(choose.only_us, frozenset({"named", "none", "others"})),
    "own_change": Chooser(choose.own_change, frozenset({"alone", "others"})),
    "which_companies": Chooser(choose.which_companies, frozenset({DEFAULT, "others"})),
    "when_fixed": Chooser(
        choose.when_fixed, frozenset({DEFAULT, "maintenance", "over", "published", "untold"})
    ),
    "vendor_fault": Chooser(
        choose.vendor_fault,
        frozenset(
            {"confirmed", "home", "likely", "nobody", "open", "unwatched", "possible", "published"}
        ),
    ),
    "service_ok": Chooser(
        choose.service_ok,
        frozenset({"alike", "quiet", "reports", "trouble", "unnamed", "unread", "unwatched"}),
    ),
    "outage_now": Chooser(
        outages.outage_now,
        frozenset(
            {
                "confirmed",
                "likely",
                "maintenance",
                "own_first",
                "own_known",
                "own_likely",
                "own_open",
                "over",
                "published",
                "quiet",
                "suspected",
                "unread",
                "unwatched",
            }
        ),
    ),
    "cause": Chooser(choose.cause, frozenset({"likely", "open", "possible", "published"})),
    "why_believe": Chooser(choose.why_believe, frozenset({"open", "reasons"})),
    "affected_scope": Chooser(
        outages.affected_scope, frozenset({"companies", "open", "phone", "plugin"})
    ),
    "notice_match": Chooser(
        choose.notice_match,
        frozenset({"maintenance", "open", "published", "shared", "unread"}),
    ),
    "summary": Chooser(choose.summary, frozenset({"known", "open"})),
    "data_safe": Chooser(choose.data_safe, frozenset({"disable", "display"})),
    "reenable_when": Chooser(choose.reenable_when, frozenset({"over", "wait"})),
    "login_back": Chooser(choose.login_back, frozenset({"over", "wait"})),
    "rerun": Chooser(choose.rerun, frozenset({"over", "wait"})),
    "maintenance_when": Chooser(
        maintenance_when, frozenset({"none", "planned", "running", "unread"})
    ),
    "side_effect": Chooser(choose.side_effect, frozenset({"disable", "light"})),
    "how_disable": Chooser(choose.how_disable, frozenset({DEFAULT})),
    "switch_off_too": Chooser(choose.switch_off_too, frozenset({DEFAULT, "named"})),
    "workaround": Chooser(choose.workaround, frozenset({"known", "none", "said"})),
    "restart_helps": Chooser(choose.restart_helps, frozenset({"own", "shared"})),
    "continue_ok": Chooser(choose.continue_ok, frozenset({"open", "plugin"})),
    "next_step": Chooser(
        choose.next_step,
        frozenset({"asked", "off", "open", "over", "person", "ticket", "try", "wait"}),
    ),
    "when_contact": Chooser(about_desk.when_contact, frozenset({"hours", "none", "now", "ticket"})),
    "ticket_number": Chooser(about_desk.ticket_number, frozenset({"known", "none"})),
    "hours": Chooser(about_desk.hours, frozenset({"known", "open", "phone"})),
    "who_can": Chooser(choose.who_can, frozenset({"anyone", "app_admin", "own_it"})),
    "ask_admin": Chooser(choose.ask_admin, frozenset({DEFAULT, "nothing", "text"})),
    "received": Chooser(about_desk.received, frozenset({DEFAULT, "picture"})),
    "how_to_look": Chooser(looking.how_to_look, looking.STATES),
    "as_of": Chooser(outages.as_of, frozenset({"read", "unread"})),
    "erase": Chooser(about_desk.data_kept, frozenset({DEFAULT})),
    "data_kept": Chooser(about_desk.data_kept, frozenset({DEFAULT})),
}


def states() -> Mapping[str, frozenset[str]]:
    """The texts that each answer needs which depends on what is known, by its id."""
    return {ident: chooser.states for ident, chooser in CHOOSERS.items()}

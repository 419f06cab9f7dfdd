"""What staff do at the console and in Slack alike, and the least role for each: one table for both. Pure.

What is done in one of the two alone stands in the table of that one.
"""

from collections.abc import Mapping

from bot.model.staff import Role, Rule

LEAST: Mapping[str, Role] = {
    "case.claim": Role.AGENT,
    "case.answer": Role.AGENT,
    "case.close": Role.AGENT,
    "case.assign": Role.AGENT,
    "case.link": Role.AGENT,
    "case.rule_out": Role.AGENT,
    "notice.decide": Role.LEAD,
    "incident.end": Role.LEAD,
    "incident.name": Role.LEAD,
}
"""By what the audit log calls it."""


def shared(act: str) -> Rule:
    """The rule of an act, wherever it is done. Raises KeyError for one that is not done in both."""
    return Rule(LEAST[act], act)

"""Who is affected and where, as far as the text says."""

from bot.model.understanding import REPORTS, Kind, Scope
from bot.triage.understand.lexicon import MeaningPattern

_WHO = {
    Scope.EVERYONE: MeaningPattern("<reach.who.everyone>"),
    Scope.SEVERAL_USERS: MeaningPattern("<reach.who.several_users>"),
    Scope.ONE_USER: MeaningPattern("<reach.who.one_user>"),
}
_WHERE = {
    Scope.ALL_APPS: MeaningPattern("<reach.where.all_apps>"),
    Scope.SEVERAL_APPS: MeaningPattern("<reach.where.several_apps>"),
    Scope.ONE_APP: MeaningPattern("<reach.where.one_app>"),
}
WHO = tuple(_WHO)
WHERE = tuple(_WHERE)
TELLING = REPORTS | {Kind.WORKAROUND_FAILED, Kind.HUMAN_PLEASE, Kind.CONFIG_REQUEST}
"""Kinds of messages whose reach counts: only these tell of trouble or of who wants something."""


def stated_scope(text: str, *, app_named: bool = False) -> frozenset[Scope]:
    """Whatever reach a plain text states, the widest of each sort; empty when none."""
    found = set()
    for group in (_WHO, _WHERE):
        widest = next((scope for scope, words in group.items() if words.search(text)), None)
        if widest:
            found.add(widest)
    if app_named and not found & set(_WHERE):
        found.add(Scope.ONE_APP)
    return frozenset(found)

"""What the words of an answer say to one question: first by themselves, then the short forms that only make sense as an answer."""

from collections.abc import Callable, Mapping

from bot.model.question import Question
from bot.triage.understand.answers import readers_others as others
from bot.triage.understand.answers import readers_told as told
from bot.triage.understand.answers.heard import SAID, Answer, HeardAnswer, agrees
from bot.triage.understand.answers.readers_works import works

_READERS: Mapping[str, Callable[[HeardAnswer], Answer]] = {
    "plugins_used": told.plugins,
    "tried_disabling": told.tried_off,
    "other_apps_ok": others.other_apps,
    "other_users": others.other_users,
    "console_error": told.console,
    "error_text": told.error_shown,
    "recent_change": told.change,
    "started_at": told.started,
    "is_admin": others.role,
    "url": told.url,
    "browser": told.browser,
    "extensions": told.extension,
    "isp": told.isp,
    "location": told.location,
    "mobile_or_pc": others.mobile_or_pc,
    "guest_space": others.guest_space,
    "login_method": others.login_method,
    "own_symptom": others.own_symptom,
    "new_menu": others.new_menu,
    "own_js": others.own_js,
}


def by_words(heard: HeardAnswer, key: str, question: Question | None) -> Answer:
    """The facts of an answer by its words alone; None where they are none."""
    heard_as = question.heard_as if question else frozenset()
    if heard.alone and "looked_up" not in heard_as and SAID.untested.search(heard.plain):
        return {}
    answer = _by_its_reader(heard, key, question)
    if answer is not None or not heard.alone:
        return answer
    bare = _bare(heard, question)
    if bare and heard.clauses and agrees(heard.clauses[0]):
        return bare
    unable = "may_be_unable" in heard_as and SAID.unable.search(heard.plain)
    if SAID.unsure.search(heard.plain) or unable:
        return {}
    return {} if bare is None and "told" in heard_as and heard.tells else bare


def _by_its_reader(heard: HeardAnswer, key: str, question: Question | None) -> Answer:
    if reader := _READERS.get(key):
        return reader(heard)
    if question is None or not question.states:
        return None
    if "line" in question.heard_as:
        return told.line_about(heard, question.states)
    return works(heard, key, question.states, same_is_bad="same_fails" in question.heard_as)


def _bare(heard: HeardAnswer, question: Question | None) -> Answer:
    """The facts of a bare yes or no."""
    if question is None or not heard.clauses:
        return None
    said = agrees(heard.clauses[0])
    if said is None:
        return None
    return dict(question.yes if said else question.no) or None

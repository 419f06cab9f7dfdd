"""Whether the trouble of one customer is over, by what they say: the end, a way round it, or no end at all."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.model.acts import Asks, CustomerQuestion, Result, SaysOver, TellsResult
from bot.model.conversation import Conversation, Done
from bot.model.understanding import Kind, Understanding
from bot.triage.pending_advice import ways_in
from bot.triage.understand.facts.results import CURES, Sign, ToldResults, told_in
from bot.triage.understand.wording import MessageWording

GOOD = frozenset({Kind.WORKAROUND_WORKED, Kind.RECOVERED_REPORT})
UNSURE_GOOD = 0.5  # good news less certain than this is overruled by bad words
SURE = 0.9  # nothing but good words overrule a report that is less certain than this
# How long ago who switched something off must have told that it helps, so that "it works" is news of more.
HELPED_FOR = timedelta(minutes=45)
# Facts that tell of a place where it works, beside one where it does not.
_APART = ("other_users_ok", "other_apps_ok", "other_browser_ok", "other_network_ok", "mobile_ok")


def is_contrast(told: ToldResults) -> bool:
    """Whether both sides are told: one thing failed and another worked, with it and without it."""
    return told.undone or Sign.FAILED in told.results


def is_well_again(
    heard: Understanding, told: ToldResults, conversation: Conversation, waiting: tuple[str, ...]
) -> bool:
    """Whether "it opened" after a report is the end of the trouble, as nothing else can have helped.

    What they have switched off on our advice still helps. A way that is named may be one round it.
    """
    mended = told.of_the_end and was_asked_last(
        conversation
    )  # "the line is mended" names no other line
    tried = ways_in(heard) or told.measures or (told.elsewhere and not mended) or heard.products
    if tried or told.round_it or tells_apart(heard, everybody=told.everybody):
        return False
    certain = told.verdict is Sign.WORKED or heard.certainty >= UNSURE_GOOD
    idle = not waiting and certain and not is_contrast(told)
    of_trouble = conversation.is_troubled and not conversation.switched_off()
    return idle and of_trouble and heard.kind is not Kind.HUMAN_PLEASE


def works_of_itself(
    heard: Understanding, told: ToldResults, conversation: Conversation, waiting: tuple[str, ...]
) -> bool:
    """Whether the very product that they were to switch off works: then it is on, and the trouble is over."""
    reading, done = heard.result, told.measures or told.switched_off or ways_in(heard)
    if reading is None or not reading.of_itself or done or told.round_it:
        return False
    meant = {advice.partition(":")[2] for advice in waiting} & {*heard.products}
    return bool(meant.difference(conversation.switched_off())) and conversation.is_troubled


def is_word_of_the_end(heard: Understanding, told: ToldResults, conversation: Conversation) -> bool:
    """Whether what reads as small talk or an answer says that it is over, or answers whether it is."""
    over = any(isinstance(act, SaysOver) for act in heard.acts) and not told.again
    meant = told.of_the_end or was_asked_last(conversation) or over
    good = {*told.results} == {Sign.WORKED} or (over and not told.results)
    only_good = good and not told.vetoes - {Sign.ASKS, Sign.WISHES}
    idle = heard.kind in (Kind.CHITCHAT, Kind.STATUS_QUERY) and not heard.symptoms
    # "Search works again. What about the doubles?" reads as the trouble that it names the end of.
    same = heard.kind.is_report and heard.symptoms <= conversation.complaint.symptoms
    idle = idle or (over and same and told.rest is None and conversation.is_troubled)
    return meant and only_good and idle and is_well_again(heard, told, conversation, ())


def tells_apart(heard: Understanding, *, everybody: bool = False) -> bool:
    """Whether a place where it works is told of, beside one where it does not; "all can" (``everybody``) leaves none."""
    apart = (fact for fact in _APART if heard.facts.get(fact))
    return any(fact != "other_users_ok" or not everybody for fact in apart)


def was_asked_last(conversation: Conversation) -> bool:
    """Whether "does it go on?" is the last that we wanted to know: then "it works" answers that."""
    asked = conversation.asked_if_over
    return asked is not None and all(a.at <= asked for a in conversation.advised)


def is_still_off(heard: Understanding, told: ToldResults, conversation: Conversation) -> bool:
    """Whether "it works" is said while something is switched off, and is not sure to mean the end."""
    off = told.switched_off or bool(conversation.switched_off() and not told.of_the_end)
    unsure = heard.kind in GOOD and heard.certainty < SURE
    at_work = heard.kind is Kind.CONFIG_REQUEST and told.switched_off  # no request after all
    return off and conversation.is_troubled and (unsure or at_work)


def is_over_while_off(
    heard: Understanding, told: ToldResults, conversation: Conversation, at: datetime
) -> bool:
    """Whether "it works" ends trouble although something is switched off: that this helps was told long ago.

    Soon after that it may be the same result once more, unless they were asked whether it goes on;
    and it may be another way round the trouble.
    """
    since = _helped_since(conversation)
    if since is None or not conversation.is_troubled or told.again:
        return False
    if at - since < HELPED_FOR and not was_asked_last(conversation):
        return False
    over = any(isinstance(act, SaysOver) for act in heard.acts)
    good = {*told.results} == {Sign.WORKED} or (over and not told.results)
    asks = Sign.ASKS in told.vetoes  # "may I switch it on?" tells of nothing that was done now
    on = told.switched_on and not only_asks_to_enable(heard)
    done = on or (bool(told.measures) and not asks)
    apart = told.round_it or tells_apart(heard, everybody=told.everybody) or bool(ways_in(heard))
    return heard.kind in GOOD and good and not done and not (apart or _works_off(heard))


def _works_off(heard: Understanding) -> bool:
    """Whether one sentence says that it works and that something is off: "we manage with it disabled"."""
    parts = (told for told, _ in _by_sentence(heard))
    return any(part.switched_off and Sign.WORKED in part.results for part in parts)


def only_asks_to_enable(heard: Understanding) -> bool:
    """Whether switching on again is spoken of in a question alone: "it works with it off. May I switch it on?"."""
    spoken_of = [asks for told, asks in _by_sentence(heard) if told.switched_on]
    return bool(spoken_of) and all(spoken_of)


def is_on_again(heard: Understanding, signatures: tuple[str, ...]) -> bool:
    """Whether a message tells that something was switched on again, by its signature, and does not merely ask."""
    return "switched-on-again" in signatures and not only_asks_to_enable(heard)


def _by_sentence(heard: Understanding) -> Iterator[tuple[ToldResults, bool]]:
    """What each sentence of a message tells, and whether it asks."""
    wording = MessageWording.of(heard.redacted)
    for sentence in wording.sentences:
        yield told_in(wording.written[sentence.start : sentence.end]), sentence.asks


def _helped_since(conversation: Conversation) -> datetime | None:
    """When they last told that something is switched off or helps so; None where nothing is off."""
    off = conversation.switched_off()
    changes = [c.at for c in conversation.changes if c.what is Done.OFF and c.of in off]
    trials = [t.at for t in conversation.trials if t.advice.partition(":")[2] in off]
    return max((*changes, *trials), default=None)


def is_round(heard: Understanding, told: ToldResults, conversation: Conversation) -> bool:
    """Whether what reads as the end of the trouble tells of nothing but a way round it."""
    apart = told.round_it or tells_apart(heard, everybody=told.everybody)
    part = told.verdict is Sign.HALF and Sign.WORKED in told.results
    whole = not part and not told.measures and not ways_in(heard)
    unsure = heard.kind in GOOD and heard.certainty < SURE
    return apart and whole and unsure and conversation.is_troubled


def is_beside(heard: Understanding, told: ToldResults) -> bool:
    """Whether something is told to work beside something that does not, in one place and for one person."""
    return told.rest is not None and not (
        heard.answered or tells_apart(heard, everybody=told.everybody)
    )


def asks_when(heard: Understanding) -> bool:
    """Whether it is asked when the trouble ends: for whoever asks that, it has not."""
    asked = (act.question for act in heard.acts if isinstance(act, Asks))
    return any(question == CustomerQuestion.WHEN_FIXED for question in asked)


def is_own_change(heard: Understanding) -> bool:
    """Whether somebody only tells what they changed: "put in a translator on Saturday" is no result."""
    changed = heard.facts.get("recent_change") not in (None, "none")
    ends = any(isinstance(act, SaysOver | TellsResult) for act in heard.acts)
    return changed and heard.kind is Kind.CHITCHAT and bool(heard.acts) and not ends


def is_put_back(heard: Understanding, told: ToldResults) -> bool:
    """Whether something was tried in vain and put back: a result of the trying, not of the putting back."""
    tried = bool(heard.facts.get("already_tried"))
    return tried and heard.kind is Kind.WORKAROUND_FAILED and told.verdict is Sign.FAILED


def is_cured(heard: Understanding, told: ToldResults, conversation: Conversation) -> bool:
    """Whether it works since something was done that leaves nothing to be undone."""
    ways = {*ways_in(heard)} - {"reload", "relogin"}
    by_them = bool(told.measures) and told.measures <= CURES and not ways and not told.round_it
    return conversation.is_troubled and by_them and told.verdict is Sign.WORKED


def goes_on(
    heard: Understanding, told: ToldResults, conversation: Conversation, waiting: tuple[str, ...]
) -> bool:
    """Whether who has told of trouble says that they still have it, or have it again.

    It is no result when it is set against somebody's word of an end, when it had been over, or when nothing
    waits for one. A question behind it changes nothing.
    """
    known = conversation.reported_at is not None and not heard.answered and not told.measures
    limit = SURE if told.again and not told.results else UNSURE_GOOD
    if not known or (heard.kind in GOOD and heard.certainty >= limit):
        return False
    bad = bool(told.results) and told.results[-1] in (Sign.FAILED, Sign.WEAK)
    if Sign.WORKED in told.results:  # it worked in part, or for a moment
        bad = False
    over = conversation.recovered_at is not None
    again = told.again and told.verdict is not Sign.WORKED
    return (bad and (told.said_over or over)) or (again and (told.said_over or over or not waiting))


def is_partial(heard: Understanding) -> bool:
    """Whether something works again and something does not."""
    return any(isinstance(a, TellsResult) and a.result is Result.PARTLY for a in heard.acts)

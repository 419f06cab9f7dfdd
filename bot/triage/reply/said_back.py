"""What a customer has just told or asked, said back in one sentence, so that they see it was read.

It repeats what was surely read and adds nothing: no cause, no judgement. Each function takes ``say``,
which gives one of the desk's own sentences by its key, and returns "" where too little was read.
"""

from collections.abc import Callable, Mapping

from bot.lexicon.meanings import Meanings
from bot.masking.sensitive import MASKS
from bot.model.acts import (
    Accuses,
    Asks,
    Result,
    SaysOver,
    TellsResult,
)
from bot.model.conversation import Complaint
from bot.model.facts import Facts
from bot.model.understanding import FactValue, Kind, Symptom, Understanding
from bot.text.normalise import fold, nfkc, plain
from bot.triage.opening import opens
from bot.triage.reply.hearing import is_upset, says_urgent
from bot.triage.reply.quoting import (
    LONGEST_WORDS,
    UNFIT,
    is_curt,
    is_fit,
    own_words,
    parts_named,
    sentences_of,
    tells_what_fails,
    wider,
    written,
)
from bot.triage.understand.answers.readers_works import is_mistake as tells_of_mistake
from bot.triage.understand.wording import is_question

LONGEST_ERROR, LONGEST_TIME = 45, 22  # characters that are said back
NO_STEP = frozenset({"handoff_to_human", "status_answer"})  # advice that nobody can try
SHORTEST_QUESTION = 16  # that says by itself what it is about
_HOW_IT_FAILS = frozenset({Symptom.ERROR_MESSAGE, Symptom.WONT_OPEN, Symptom.FEATURE_MISSING})
# Of these the label says less than the customer's own words.
_VAGUE = frozenset({Symptom.ERROR_MESSAGE, Symptom.FEATURE_MISSING, Symptom.FILE_PROBLEM})
_KNOWN = frozenset({"ja", "en"})  # languages in which it is known how customers say a symptom
# A time that reads well by itself, as "翌日突然" or "for a minute" does not.
_SAID = Meanings("told", "time since moment console turn wish as.")

Say = Callable[..., str]


def trouble_said_back(
    facts: Facts, heard: Understanding, say: Say, topic: str = "", *, particular: bool = False
) -> str:
    """Regret about the trouble, naming it as it was first told; "" where it cannot be named.

    ``topic``: the title of the function that was named, which says more than a symptom does. ``particular``:
    only where an error, a place, a time or a hurry was told, as beside what is known of such trouble.
    """
    complaint = facts.conversation.complaint
    if is_good_news(heard):
        return ""
    plainly = plain_symptoms(complaint)
    quoted = own_words(heard, facts)
    tells = bool(complaint.symptoms) or tells_what_fails(plain(nfkc(quoted)))
    words = quoted if tells or is_curt(heard) else ""
    error = "" if is_aside(facts, heard) else error_in(complaint.facts)
    if error:
        of_code = say("told.code", error=error) if "error_text" not in complaint.facts else ""
        what = of_code or say("told.error", error=error)
    elif (
        not particular
        and words
        and (complaint.topics or is_curt(heard) or not _is_ours(plainly, heard))
    ):
        return _quoted(words, heard, say)
    elif not particular and topic and (on_topic := say("told.topic", topic=topic)):
        return on_topic
    else:
        what = _told(plainly, say) if _may_be_said(plainly, heard) else ""
    if not what:
        return ""
    # YAML keeps no space at the beginning of what stands between the parts of a sentence
    space = "" if facts.conversation.lang in ("ja", "zh") else " "
    parts = (("where", _where(facts, heard, say)), ("since", _since(complaint, what, say)))
    beside = {name: space + text if text else "" for name, text in parts}
    if particular and not (any(beside.values()) or error or says_urgent(heard)):
        return ""
    key = "told.urgent" if says_urgent(heard) else "told"
    upset = say("told.upset", what=what, **beside) if is_upset(heard.redacted) else ""
    return upset or say(key, what=what, **beside)


def _quoted(words: str, heard: Understanding, say: Say) -> str:
    """Regret about the trouble, in the words in which it was told."""
    upset = say("told.words.upset", words=words) if is_upset(heard.redacted) else ""
    urgent = say("told.words.urgent", words=words) if says_urgent(heard) else ""
    return upset or urgent or say("told.words", words=words)


def _is_as_told(symptoms: list[Symptom], heard: Understanding) -> bool:
    """Whether our words for each of these symptoms are the customer's own."""
    said, ours = plain(nfkc(heard.redacted)), _SAID.group("as")
    return all(s in ours and ours[s].search(said) is not None for s in symptoms)


def _is_ours(symptoms: list[Symptom], heard: Understanding) -> bool:
    """Whether our words for the one symptom that was told are as good as the customer's own."""
    of_one = len(symptoms) == 1 and symptoms[0] not in _VAGUE
    turns = _SAID.turn.search(plain(nfkc(heard.redacted)))  # "it was slow, but today it is blank"
    return of_one and not turns and heard.lang in _KNOWN and _is_as_told(symptoms, heard)


def _may_be_said(symptoms: list[Symptom], heard: Understanding) -> bool:
    """Whether our words for symptoms may stand for what was told; in other languages than these nobody can tell."""
    return heard.lang not in _KNOWN or _is_as_told(symptoms, heard)


def is_aside(facts: Facts, heard: Understanding, *, of_a_console: bool = False) -> bool:
    """Whether an error only stands beside the trouble that can be quoted: a bare code, or a line of a console.

    ``of_a_console``: only the latter counts.
    """
    error, words = error_in(facts.conversation.complaint.facts), own_words(heard, facts)
    tells = bool(error) and tells_what_fails(plain(nfkc(words)))
    is_code = "error_text" not in heard.facts and not of_a_console
    of_console = _SAID.console.search(plain(nfkc(heard.redacted)))
    return tells and error not in words and (is_code or bool(of_console))


def question_said_back(heard: Understanding, say: Say) -> str:
    """The question or request that is passed on, in the sender's words.

    Where none says by itself what it is about, as "how can we resolve this" does not, the first sentence stands for it.
    """
    asks = [_unopened(a.clause).strip(f"{UNFIT} 。.") for a in heard.acts if isinstance(a, Asks)]
    words = max((c for c in asks if is_fit(c) and _says_enough(c)), key=len, default="")
    if words:
        if heard.kind is Kind.CONFIG_REQUEST:
            return say("told.requested", words=words)
        said = plain(nfkc(words))
        wishes = _SAID.wish.search(said) is not None or not is_question(said)
        passed = heard.kind is Kind.BILLING and wishes
        return say("told.passed" if passed else "told.asked", words=words)
    first = next(iter(sentences_of(heard)), "").strip(f"{UNFIT} 。.")
    return say("told.passed", words=first) if is_fit(first) else ""


def _unopened(clause: str) -> str:
    """A clause without the words that only open it, as "Excuse me, " does."""
    first, comma, rest = clause.strip().partition("、" if "、" in clause else ",")
    return rest.strip() if comma and opens(first) else clause


def _says_enough(question: str) -> bool:
    return len(question) >= SHORTEST_QUESTION * wider(question)


def is_mistake(heard: Understanding) -> bool:
    """Whether what was told turned out to be the customer's own mistake."""
    return not heard.kind.is_report and tells_of_mistake(plain(nfkc(heard.redacted)))


def is_good_news(heard: Understanding) -> bool:
    """Whether something is told to work and nothing fails, so that regret would be out of place."""
    return not heard.kind.is_report and any(
        isinstance(act, SaysOver) or (isinstance(act, TellsResult) and act.result is Result.WORKED)
        for act in heard.acts
    )


def symptoms_told(complaint: Complaint, say: Say) -> str:
    """What was told to fail, one symptom or two in words; "" for none or more."""
    return _told(plain_symptoms(complaint), say)


def plain_symptoms(complaint: Complaint) -> list[Symptom]:
    """The symptoms that say what fails, in the order of our words; the others where there are none."""
    plainly = complaint.symptoms - _HOW_IT_FAILS - {Symptom.MOBILE_ONLY}
    found = plainly or complaint.symptoms - {Symptom.ERROR_MESSAGE} or complaint.symptoms
    return [s for s in Symptom if s in found]


def _told(symptoms: list[Symptom], say: Say) -> str:
    """One symptom or two in words, the plainest; "" for more, of which a sentence would be a list."""
    plainest = [s for s in symptoms if s not in _VAGUE] or symptoms
    named = [say(f"told.{s}") for s in plainest]
    if len(named) == 2 and all(named):
        return say("told.both", one=named[0], other=named[1])
    return named[0] if len(named) == 1 else ""


def error_in(facts: Mapping[str, FactValue]) -> str:
    """The message on the screen, or its code; "" where none was read or it is too long."""
    found = (str(facts.get(key, "")) for key in ("error_text", "error_code"))
    error = next((e for e in found if e), "").strip(f"{UNFIT} ")
    fits = len(error) <= LONGEST_ERROR * wider(error)
    return error if fits and not MASKS.search(error) else ""


def _since(complaint: Complaint, what: str, say: Say) -> str:
    newcomers = "new-account" in complaint.signatures  # the time is theirs, not the trouble's
    at = "" if newcomers else str(complaint.facts.get("started_at", ""))
    said = nfkc(at).casefold()
    fits = not _SAID.moment.search(plain(said)) and len(at) <= LONGEST_TIME * wider(at)
    reads_well = fits and (_SAID.time.search(said) or _SAID.since.search(plain(said)))
    if reads_well and (_SAID.since.match(said) or not at.isascii()):
        at = at[:1].lower() + at[1:] if at[1:2].islower() else at  # it began a sentence
    return say("told.since", at=at) if reads_well and at not in what else ""


def _where(facts: Facts, heard: Understanding, say: Say) -> str:
    """The app, and the one product that was named as used."""
    complaint = facts.conversation.complaint
    parts = list(parts_named(complaint.products, facts))
    accuses = any(isinstance(a, Accuses) for a in heard.acts)
    product = written(parts[0], heard.redacted) if len(parts) == 1 and not accuses else ""
    app = str(complaint.facts.get("app_name", ""))
    is_product = any(fold(app) == fold(name) for p in parts for name in (p.name, *p.names))
    if is_product or len(app) > LONGEST_WORDS or MASKS.search(app):
        app = ""
    device = str(complaint.facts.get("device", ""))
    other = plain_symptoms(complaint) != [Symptom.MOBILE_ONLY]  # else it is said already
    on_phone = Symptom.MOBILE_ONLY in complaint.symptoms and other
    if not (app or product) and on_phone and _is_device(device):
        return say("told.device", device=device)
    key = "told.app_with" if app and product else "told.app" if app else "told.product"
    return say(key, app=app, product=product) if app or product else ""


def _is_device(name: str) -> bool:
    """Whether this is the name of a device, as "iPhone", and no sentence."""
    return bool(name) and len(name) <= LONGEST_TIME and not MASKS.search(name)

"""What a customer has just told or asked, said back in one sentence, so that they see it was read.

It repeats what was surely read and adds nothing: no cause, no judgement. Each function takes ``say``,
which gives one of the desk's own sentences by its key, and returns "" where too little was read.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from bot.masking.sensitive import MASKS
from bot.model.acts import (
    Accuses,
    Asks,
    Courtesy,
    Reports,
    Result,
    SaysOver,
    TellsResult,
)
from bot.model.catalogue import INFRASTRUCTURE, Product, ProductKind
from bot.model.conversation import Complaint
from bot.model.facts import Facts
from bot.model.understanding import FactValue, Kind, Symptom, Understanding
from bot.text.normalise import fold, nfkc
from bot.triage.reply.hearing import has_time, is_upset, says_urgent
from bot.triage.understand.answers.readers_works import is_mistake as tells_of_mistake
from bot.triage.understand.facts.verdict import says_that_it_fails
from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import is_question, plain

LONGEST_ERROR, LONGEST_WORDS, LONGEST_TIME = 45, 50, 22  # characters that are said back
IN_LATIN = 2  # how many times as many letters a sentence has in a script of letters
SHORTEST_WORDS = 8
NO_STEP = frozenset({"handoff_to_human", "status_answer"})  # advice that nobody can try
SHORTEST_QUESTION = 16  # that says by itself what it is about
SHORTEST_SAID = 4  # of a message that is nothing else
_HOW_IT_FAILS = frozenset({Symptom.ERROR_MESSAGE, Symptom.WONT_OPEN, Symptom.FEATURE_MISSING})
# Of these the label says less than the customer's own words.
_VAGUE = frozenset({Symptom.ERROR_MESSAGE, Symptom.FEATURE_MISSING, Symptom.FILE_PROBLEM})
# Everybody uses the platform, and nobody sees what the others are.
UNSEEN = frozenset({ProductKind.PLATFORM, *INFRASTRUCTURE})
_SENTENCE = re.compile(r"(?:[^。！？!?.]|\.(?!\s|$))+(?:[。！？!?]+|\.+(?=\s|$))?")
# A time that reads well by itself, as "翌日突然" or "for a minute" does not.
_SAID = Meanings("told", "time since moment leading trailing")
_CHANGE = Meanings("change", "unchanged")
_CLAUSE = re.compile(r"(?<=[、,])\s*")  # where one clause of a sentence ends and the next begins
_HALF_WIDTH = re.compile("[ｦ-ﾟ]")
_UNFIT = '「」『』“”"?？\n'
_LAST_OF_LETTERS = "\u2e7f"  # what comes after it are signs for syllables and words

Say = Callable[..., str]


def trouble_said_back(facts: Facts, heard: Understanding, say: Say, topic: str = "") -> str:
    """Regret about the trouble, naming it as it was first told; "" where it cannot be named.

    ``topic``: the title of the function that was named, which says more than a symptom does.
    """
    complaint = facts.conversation.complaint
    if is_good_news(heard):
        return ""
    plainly = plain_symptoms(complaint)
    symptom = plainly[0] if len(plainly) == 1 else None
    words = own_words(heard, facts)
    if error := error_in(complaint.facts):
        what = say("told.error", error=error)
    elif words and (symptom is None or symptom in _VAGUE or complaint.topics or _is_curt(heard)):
        return say("told.words", words=words)
    elif topic and (on_topic := say("told.topic", topic=topic)):
        return on_topic
    else:
        what = _told(plainly, say)
    if not what:
        return ""
    # YAML keeps no space at the beginning of what stands between the parts of a sentence
    space = "" if facts.conversation.lang in ("ja", "zh") else " "
    parts = (("where", _where(facts, heard, say)), ("since", _since(complaint, what, say)))
    beside = {name: space + text if text else "" for name, text in parts}
    key = "told.urgent" if says_urgent(heard) else "told"
    upset = say("told.upset", what=what, **beside) if is_upset(heard.redacted) else ""
    return upset or say(key, what=what, **beside)


def question_said_back(heard: Understanding, say: Say) -> str:
    """The question or request that is passed on, in the sender's words.

    Where none says by itself what it is about, as "how can we resolve this" does not, the first sentence stands for it.
    """
    greets = say("invite.openers").split("|")
    asks = [
        _ungreeted(a.clause, greets).strip(f"{_UNFIT} 。.")
        for a in heard.acts
        if isinstance(a, Asks)
    ]
    words = max((c for c in asks if _is_fit(c) and _says_enough(c)), key=len, default="")
    if words:
        if heard.kind is Kind.CONFIG_REQUEST:
            return say("told.requested", words=words)
        wishes = heard.kind is Kind.BILLING and not is_question(plain(nfkc(words)))
        return say("told.passed" if wishes else "told.asked", words=words)
    first = next(iter(_sentences(heard)), "").strip(f"{_UNFIT} 。.")
    return say("told.passed", words=first) if _is_fit(first) else ""


def _ungreeted(clause: str, greets: Iterable[str]) -> str:
    """A clause without the words that only open it, as "Excuse me, " does."""
    first, comma, rest = clause.strip().partition("、" if "、" in clause else ",")
    return rest.strip() if comma and plain(nfkc(first)).strip() in map(plain, greets) else clause


def _says_enough(question: str) -> bool:
    return len(question) >= SHORTEST_QUESTION * _wider(question)


def _sentences(heard: Understanding) -> list[str]:
    """The sentences of substance of a message."""
    polite = "\n".join(a.clause for a in heard.acts if isinstance(a, Courtesy))
    sentences = (s.strip() for s in _SENTENCE.findall(heard.redacted))
    return [s for s in sentences if len(s) >= SHORTEST_WORDS and nfkc(s) not in polite]


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
    error = next((e for e in found if e), "").strip(f"{_UNFIT} ")
    fits = len(error) <= LONGEST_ERROR * _wider(error)
    return error if fits and not MASKS.search(error) else ""


def own_words(heard: Understanding, facts: Facts) -> str:
    """What is quoted of a message: the first sentence that says what fails, else the first calm one of substance, where it is short and accuses no product."""
    told = _sentences(heard)
    reported = [a.clause for a in heard.acts if isinstance(a, Reports) and a.symptoms]
    told.sort(key=lambda s: not any(clause in nfkc(s) for clause in reported))
    calmly = [s for s in told if not (is_upset(s) or has_time(s))]
    failing = (s for s in (*calmly, *told) if _tells_what_fails(plain(nfkc(s))))
    calm = next(iter(calmly), "")
    words = _failing_part(_told_part(next(failing, calm)).rstrip("。.、,"))
    words = _as_quoted(words)
    if _is_curt(heard) and not is_upset(heard.redacted):
        words = _curt(heard)
    named = (facts.catalogue.get(i) for i in (*heard.products, *heard.denied))
    spoken_of = [p for p in named if p and written(p, words)]
    uses_it = len(spoken_of) == 1 and [*_parts(heard.products, facts)] == spoken_of
    accuses = any(isinstance(a, Accuses) for a in heard.acts)
    fits = _is_fit(words) and (not spoken_of or (uses_it and not accuses))
    return words if fits else ""


def _tells_what_fails(said: str) -> bool:
    """Whether a plain sentence says what fails, and not just that nothing was changed."""
    return says_that_it_fails(said) and not _CHANGE.unchanged.search(said)


def _as_quoted(words: str) -> str:
    """Words without the "but" that begins or leaves open their sentence, and with katakana of full width."""
    said = nfkc(words) if _HALF_WIDTH.search(words) else words
    trail = _SAID.trailing.search(plain(said))
    said = said[: trail.start()] if trail and trail.end() == len(said) else said
    lead = _SAID.leading.match(plain(said))
    return said[lead.end() :] if lead else said


def _wider(text: str) -> int:
    """By how much longer a text may be than in Japanese, Chinese or Korean script."""
    return 1 if any(sign > _LAST_OF_LETTERS for sign in text) else IN_LATIN


def _curt(heard: Understanding) -> str:
    return heard.redacted.strip(f"{_UNFIT} 。.!！")


def _is_curt(heard: Understanding) -> bool:
    """Whether a message is so short that it says best itself what it tells."""
    return SHORTEST_SAID <= len(_curt(heard)) < SHORTEST_WORDS and not _curt(heard).isascii()


def _failing_part(sentence: str) -> str:
    """What is left of a sentence from the clause that says what fails; all of it where that is too little."""
    starts = [0, *(m.end() for m in _CLAUSE.finditer(sentence)), len(sentence)]
    clauses = [(begin, sentence[begin:end]) for begin, end in pairwise(starts)]
    at = next((begin for begin, c in clauses if says_that_it_fails(plain(nfkc(c)))), 0)
    part = sentence[at:]
    return part if len(part) >= SHORTEST_WORDS else sentence


def _told_part(sentence: str) -> str:
    """What a sentence tells before it asks: all but its last clause, where it ends with a question mark."""
    *told, _ = _CLAUSE.split(sentence) if sentence.rstrip().endswith(("?", "？")) else [sentence]
    part = "".join(told).rstrip("、, ")
    return part if says_that_it_fails(plain(nfkc(part))) else sentence


def _is_fit(words: str) -> bool:
    """Whether words can be quoted as they are."""
    is_short = SHORTEST_SAID <= len(words) <= LONGEST_WORDS * _wider(words)
    return is_short and not any(c in words for c in _UNFIT) and not MASKS.search(words)


def written(product: Product, text: str) -> str:
    """The longest name of a product that a text holds, as the catalogue spells it in letters of full width."""
    said = plain(nfkc(text))
    names = (n for n in (product.name, *product.names) if plain(nfkc(n)) in said)
    return nfkc(max(names, key=len, default=""))


def _since(complaint: Complaint, what: str, say: Say) -> str:
    newcomers = "new-account" in complaint.signatures  # the time is theirs, not the trouble's
    at = "" if newcomers else str(complaint.facts.get("started_at", ""))
    said = nfkc(at).casefold()
    fits = not _SAID.moment.search(plain(said)) and len(at) <= LONGEST_TIME * _wider(at)
    reads_well = fits and (_SAID.time.search(said) or _SAID.since.search(plain(said)))
    if reads_well and (_SAID.since.match(said) or not at.isascii()):
        at = at[:1].lower() + at[1:] if at[1:2].islower() else at  # it began a sentence
    return say("told.since", at=at) if reads_well and at not in what else ""


def _where(facts: Facts, heard: Understanding, say: Say) -> str:
    """The app, and the one product that was named as used."""
    complaint = facts.conversation.complaint
    parts = list(_parts(complaint.products, facts))
    accuses = any(isinstance(a, Accuses) for a in heard.acts)
    product = written(parts[0], heard.redacted) if len(parts) == 1 and not accuses else ""
    app = str(complaint.facts.get("app_name", ""))
    is_product = any(fold(app) == fold(name) for p in parts for name in (p.name, *p.names))
    if is_product or len(app) > LONGEST_WORDS or MASKS.search(app):
        app = ""
    device = str(complaint.facts.get("device", ""))
    if not (app or product) and Symptom.MOBILE_ONLY in complaint.symptoms and _is_device(device):
        return say("told.device", device=device)
    key = "told.app_with" if app and product else "told.app" if app else "told.product"
    return say(key, app=app, product=product) if app or product else ""


def _is_device(name: str) -> bool:
    """Whether this is the name of a device, as "iPhone", and no sentence."""
    return bool(name) and len(name) <= LONGEST_TIME and not MASKS.search(name)


def _parts(products: Iterable[str], facts: Facts) -> Iterator[Product]:
    """What people see of it beside the platform, which everybody uses."""
    for product in map(facts.catalogue.get, products):
        if product and product.kind not in UNSEEN:
            yield product

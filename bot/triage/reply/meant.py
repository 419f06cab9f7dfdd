"""Which answer a question means in its conversation, where its words alone would say another one, and of what."""

from collections.abc import Callable, Mapping

from bot.lexicon.meanings import Meanings
from bot.masking.sensitive import holds_a_key
from bot.model.acts import Asks
from bot.model.status import Shows
from bot.text.normalise import nfkc, plain
from bot.triage.own_words import written_in
from bot.triage.reply.answers import spoken_of
from bot.triage.reply.hearing import unanswered_questions
from bot.triage.reply.questions import SECRET_PASTED, WANTS_A_PERSON
from bot.triage.reply.scene import Scene
from bot.triage.reply.subject import asked_name, asked_product, is_named

STILL_MEANT = 2  # messages of the customer before this one in which a secret is still spoken of
_SUBJECT = Meanings("subject", "desk bare_when")


def meant(scene: Scene) -> tuple[str, ...]:
    """The answers that a message asks for, as its conversation lets them be understood, each once.

    What is asked right after a secret was written, in whatever words, is about that.
    """
    asked = scene.heard.asked
    if not asked and unanswered_questions(scene.heard) and _after_a_secret(scene):
        asked = (SECRET_PASTED,)
    return tuple(dict.fromkeys(_in_context(ident, scene) for ident in asked))


def subject_of(scene: Scene) -> str:
    """The name of what a message is about: the product asked about or suspected, or one that was named; "" for none."""
    facts = scene.facts
    named = [facts.catalogue.get(i) for i in facts.conversation.complaint.products]
    found = [asked_product(scene.heard, facts), scene.named, *named]
    return next((p.name for p in found if p is not None), "")


def _in_context(ident: str, scene: Scene) -> str:
    return next((other for holds, other in _MEANS.get(ident, ()) if holds(scene)), ident)


def _after_a_secret(scene: Scene) -> bool:
    """Whether one of the customer's last messages before this one held a password or a key."""
    return any(map(holds_a_key, written_in(scene.conversation)[-1 - STILL_MEANT : -1]))


def _until_when(scene: Scene) -> bool:
    """Whether "until what time?" asks for the end of trouble or maintenance, and not for the hours of the desk."""
    if _SUBJECT.desk.search(scene.words):
        return False
    return any(scene.page(p) in ("trouble", "maintenance") for p in spoken_of(scene))


def _of_a_person(scene: Scene) -> bool:
    """Whether who wants a person only asks "when?", or who waits for one has told of nothing else that may end."""
    conversation = scene.conversation
    if conversation.person_wanted and conversation.reported_at is None:
        return conversation.incident is None
    asking = [plain(nfkc(a.clause)) for a in scene.heard.acts if isinstance(a, Asks)]
    wanted = WANTS_A_PERSON in scene.heard.asked
    return wanted and bool(asking) and all(_SUBJECT.bare_when.search(clause) for clause in asking)


def _of_the_announced(scene: Scene) -> bool:
    """Whether who has told of no trouble can only mean the end of the work that a page announces."""
    told = scene.conversation.reported_at is not None or scene.heard.kind.is_report
    pages = (scene.facts.feed_of(product) for product in spoken_of(scene))
    now = scene.facts.now
    return not told and any(p and p.says(now) is Shows.MAINTENANCE_SCHEDULED for p in pages)


def _of_the_login(scene: Scene) -> bool:
    """Whether what may be as before is the way to sign in, since nothing else was changed."""
    conversation = scene.conversation
    other_way = any(a.advice == "saml_off_url" for a in conversation.advised)
    return other_way and not (conversation.advised_off() or conversation.switched_off())


def _of_another(scene: Scene) -> bool:
    """Whether a question names nothing but products of which nobody has spoken: "and Slack, is that hit too?"."""
    asking = (i for a in scene.heard.acts if isinstance(a, Asks) for i in a.about)
    found = [p for p in map(scene.facts.catalogue.get, asking) if p is not None]
    before = "\n".join(turn.text for turn in scene.conversation.turns[:-1])
    return bool(found) and scene.named not in found and not any(is_named(p, before) for p in found)


def _of_the_same(scene: Scene) -> bool:
    """Whether a question after "that service" names none, in a conversation about one."""
    if scene.heard.products or asked_name(scene.heard):
        return False
    return scene.named is not None or bool(scene.conversation.complaint.products)


# For the id of an answer: when another one is meant, and which; the first that holds.
_MEANS: Mapping[str, tuple[tuple[Callable[[Scene], bool], str], ...]] = {
    **dict.fromkeys(
        ("continue_ok", "hacked", "next_step", "own_change"), ((_after_a_secret, SECRET_PASTED),)
    ),
    "hours": ((_until_when, "when_fixed"),),
    "when_fixed": ((_of_a_person, "when_contact"), (_of_the_announced, "maintenance_when")),
    "reenable_when": ((_of_the_login, "login_back"),),
    "affected_scope": ((_of_another, "service_ok"),),
    "service_ok": ((_of_the_same, "outage_now"),),
}

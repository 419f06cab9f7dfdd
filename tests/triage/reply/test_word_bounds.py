"""How much a reply says, quotes and repeats: each bound from both sides."""

from typing import Any

from bot.model.acts import Courtesy
from bot.model.conversation import Complaint, Speaker, Turn
from bot.model.understanding import Kind, Scope, Symptom, Understanding
from bot.triage.reply.draft import ReplyDraft, unsaid, was_just_said
from bot.triage.reply.hearing import is_courtesy
from bot.triage.reply.noticed import clues_said_back, tried_said_back
from bot.triage.reply.quoting import is_curt, is_fit
from bot.triage.reply.rewording import WordLists, says_the_same
from tests import shipped
from tests.builders import a_conversation, at, some_facts
from tests.cases import each

KNOWN = shipped.knowledge()
NOTHING = WordLists("ja", ("\0",), ("\0",))


def say(key: str, **values: object) -> str:
    return KNOWN.say("ja", key, **values)


def heard(text: str, **said: Any) -> Understanding:
    return Understanding(said.pop("kind", Kind.FUNCTION_REPORT), "ja", text, **said)


def having_read(text: str, lang: str = "ja") -> Any:
    return a_conversation(turns=(Turn(at(0), Speaker.DESK, text),), lang=lang)


@each(
    ("words", "fits"),
    [
        ("あ" * 50, True),
        ("あ" * 51, False),
        ("a" * 100, True),  # a script of letters takes twice as many
        ("a" * 101, False),
        ("あああ", False),
        ("ああああ", True),
        ("「あああ」", False),
        ("あああ？", False),
        ("『あああ』あ", True),
    ],
)
def test_what_can_be_quoted_as_it_is(words: str, *, fits: bool) -> None:
    assert is_fit(words) is fits


@each(
    ("text", "curt"),
    [("開かない", True), ("開かん", False), ("開かないです！", True), ("一覧が開かない。", True),
     ("一覧が開かないよ。", False), ("blank", False)],
)  # fmt: skip
def test_what_says_best_itself_what_it_tells(text: str, *, curt: bool) -> None:
    """Of four to seven letters, in a script that says a lot in so few."""
    assert is_curt(heard(text)) is curt


@each(
    ("paragraph", "lang", "repeats"),
    [
        ("あ" * 23, "ja", True),
        ("あ" * 24, "ja", False),
        ("a" * 47, "en", True),
        ("a" * 48, "en", False),
    ],
)
def test_a_line_so_short_disturbs_nobody_twice(paragraph: str, lang: str, *, repeats: bool) -> None:
    before = having_read(paragraph, lang)
    draft = ReplyDraft(paragraphs=[paragraph])
    assert (draft.composed(before, ("…",)).text == paragraph) is repeats
    assert (unsaid([paragraph], before) == [paragraph]) is repeats
    assert was_just_said([paragraph], before) is not repeats


@each(("changed", "known"), [(3, True), (4, False)])
def test_a_paragraph_is_the_same_from_nine_letters_in_ten(changed: int, *, known: bool) -> None:
    said = "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやま"
    before = having_read(said)
    paragraph = "*" * changed + said[changed:]
    assert len(said) == 30
    assert was_just_said([paragraph], before) is known


@each(
    ("lang", "letters", "kept"),
    [("ja", 1400, True), ("ja", 1401, False), ("en", 2800, True), ("en", 2801, False)],
)
def test_how_much_stands_behind_the_fold(lang: str, letters: int, *, kept: bool) -> None:
    first = "い" * 400 if lang == "ja" else "b" * 800
    rest = "あ" * (letters - len(first)) if lang == "ja" else "a" * (letters - len(first))
    draft = ReplyDraft(answers=["はい。"], details=[first, rest])
    details = draft.composed(a_conversation(lang=lang), ()).details
    assert details == (f"{first}\n\n{rest}" if kept else first)


@each(("confidence", "courteous"), [(0.55, True), (0.54, False)])
def test_how_sure_it_must_be_that_somebody_only_greets(
    confidence: float, *, courteous: bool
) -> None:
    said = heard("こんにちは", acts=(Courtesy("こんにちは", confidence),))
    assert is_courtesy(said) is courteous


TEXT = "いろはにほへとちりぬるを"


@each(("length", "taken"), [(5, False), (6, True), (14, True), (15, False)])
def test_other_words_have_half_to_six_fifths_of_the_length(length: int, *, taken: bool) -> None:
    assert len(TEXT) == 12
    assert says_the_same(TEXT, "い" * length, NOTHING, ()) is taken


WAYS = ("reload", "clear_cache", "incognito", "other_browser", "restart_pc")


def test_of_what_was_tried_four_ways_are_said_back() -> None:
    facts = some_facts(Complaint(symptoms=frozenset({Symptom.SLOW})))
    tried = heard("だめです", facts={"already_tried": WAYS})
    said = tried_said_back(facts, tried, say)
    told = [say(f"tried.{way}") for way in WAYS]
    assert [way in said for way in told] == [True, True, True, True, False]
    assert tried_said_back(facts, heard("だめです"), say) == ""


@each(
    ("said", "key"),
    [
        ({"facts": {"affected_count": 2}, "scope": frozenset({Scope.EVERYONE})}, "clue.count"),
        ({"facts": {"affected_count": 1}, "scope": frozenset({Scope.EVERYONE})}, "clue.everyone"),
        ({"facts": {"affected_count": 2}}, None),  # which may be of anything
        ({"scope": frozenset({Scope.SEVERAL_USERS})}, None),
        ({"facts": {"hosts": ("a.example",)}}, "clue.host"),
        ({"facts": {"hosts": ("b.example",)}}, None),  # that stands in no word of theirs
        ({"facts": {"hosts": ("a.example", "c.example")}}, None),
        ({"facts": {"portal_ok": True}}, "clue.portal_ok.yes"),
        ({"facts": {"portal_ok": False}}, "clue.portal_ok.no"),
        ({"facts": {"portal_ok": "maybe"}}, None),
    ],
)
def test_which_clue_is_taken_up(said: dict[str, Any], key: str | None) -> None:
    told = heard("a.exampleが開きません", **said)
    found = clues_said_back(some_facts(), told, say, "", side=False)
    clue = say(key, count=2, host="a.example") if key else ""
    assert found == (say("clues", clues=clue) if clue else "")


def test_what_stands_in_a_longer_paragraph_was_just_said_as_well() -> None:
    said = "担当者に渡っています。順に確認してこの会話でご連絡しますが、時刻はお約束できません。"
    before = having_read(said + "お待たせしており、申し訳ありません。")
    assert was_just_said([said], before)
    assert not was_just_said(
        [said, "ほかにはまだ何も言われていない段落です、これはとても長い。"], before
    )

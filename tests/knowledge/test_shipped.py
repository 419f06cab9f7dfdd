"""The knowledge that ships with the desk."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

import bot.feeds.detect  # noqa: F401 - it asks for what notices say
from bot.knowledge.check import check
from bot.knowledge.examples import Example
from bot.knowledge.load import shipped as shipped_folder
from bot.knowledge.messages import LabelledMessage
from bot.knowledge.problem import Problem
from bot.knowledge.schema import (
    LANGUAGES,
    AnswerRow,
    CauseFile,
    FeedRow,
    KnowledgeEntry,
    ProductRow,
    QuestionRow,
    RemedyFile,
    SignatureFile,
    SymptomFile,
)
from bot.knowledge.yaml_text import parse
from bot.model.knowledge import CauseEntry, Remedy
from bot.triage.moves import PLAIN
from bot.triage.reply.choosers import states
from bot.triage.run_examples import advised, rehearsal, rehearse
from tests.builders import MORNING
from tests.shipped import knowledge as shipped

SHARED = Path(__file__).parents[3] / "shared"
PROMISE = re.compile(
    r"まもなく|間もなく|もうすぐ|\d+(分|時間)(で|以内)|shortly|\bsoon\b|within \d|in \d+ (min|hour)",
    re.I,
)
REASSURANCE = re.compile(
    r"問題(は|が)?(あり|ござい)ません|no problem|nothing is wrong|ご安心", re.I
)
ELSEWHERE = re.compile(r"\d{2,4}-\d{2,4}-\d{3,4}|https?://(?!（サブドメイン）|\(subdomain\))")
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")


def lines(remedy: Remedy) -> Iterator[str]:
    for text in (remedy.say, remedy.side_effects, remedy.way_back, remedy.second_route):
        yield from text.values()
    for steps in remedy.steps.values():
        yield from steps


@cache
def problems() -> tuple[Problem, ...]:
    """All problems of the shipped folder, every example put through the real triage."""
    triage = rehearsal(shipped())
    return tuple(
        check(
            shipped(),
            triage.read,
            lambda example: rehearse(triage, example.text, example.given, MORNING),
            lambda example: advised(triage, example.text, example.given, MORNING),
            states(),
        )
    )


@pytest.mark.slow
def test_nothing_is_dangling_and_every_example_holds_in_the_real_triage() -> None:
    assert [str(p) for p in problems() if not p.warning] == []


def test_every_cause_has_two_examples_and_two_counter_examples_in_two_languages() -> None:
    for cause in shipped().causes.values():
        assert len(cause.examples) >= 2, cause.id
        assert len(cause.not_examples) >= 2, cause.id
        texts = [Example.of(e).text for e in (*cause.examples, *cause.not_examples)]
        japanese = [any("\u3040" <= c <= "\u30ff" for c in text) for text in texts]
        assert set(japanese) == {True, False}, cause.id


def test_no_example_of_a_cause_or_remedy_names_a_vendor_s_product() -> None:
    platform = shipped().catalogue.platform
    names = {
        n.casefold()
        for p in shipped().catalogue.products.values()
        if p is not platform
        for n in (p.name, *p.names)
        if len(n) > 3 and n.casefold() != "kintone"
    }
    entries: list[CauseEntry | Remedy] = [*shipped().causes.values(), *shipped().remedies.values()]
    texts = [Example.of(e).text for x in entries for e in (*x.examples, *x.not_examples)]
    for text in texts:
        found = {n for n in names if n in text.casefold()}
        assert found <= {"polyfill", "polyfill.io"}, text  # a hijacked host, no vendor


def test_all_advice_that_a_plain_move_gives_has_examples_of_both_sorts() -> None:
    given = {a for advice, _ in PLAIN.values() for a in advice}
    assert {"status_answer", "decline_and_warn", "no_action_needed"} <= given
    for advice in given - {"rate_limit"}:  # answers a flood, which no single message is
        assert shipped().remedies[advice].examples, advice
        assert shipped().remedies[advice].not_examples, advice


@pytest.mark.slow
def test_the_advice_that_nothing_gives_is_known() -> None:
    unused = {Path(p.where).stem for p in problems() if "gives this advice" in p.what}
    assert unused == {
        "apologise",  # said in words with every reply
        "ask_question",  # what a reply with a question does anyway
        "change_password_now",  # the move does not hear of masked passwords
        "rate_limit",  # given by the desk, over several messages
        "reenable_when_stable",  # ``keep_disabled`` says it too, and is no word of switching on
        "reenable_with_caution",
        "rerun_job_after_check",  # only who has seen the log can say it
        "update_plugin_version",  # says that a corrected version is out: staff know, feeds do not
    }


def test_the_first_platform_is_the_one_customers_mean() -> None:
    platform = shipped().catalogue.platform
    assert platform is not None
    assert "キントーン" in platform.names


def test_no_product_shares_a_name_with_another() -> None:
    seen: dict[str, str] = {}
    for product in shipped().catalogue.products.values():
        for name in {n.casefold() for n in (product.name, *product.names)}:
            assert seen.setdefault(name, product.id) == product.id, name


def test_remedies_promise_nothing_ask_nothing_and_send_nobody_elsewhere() -> None:
    for remedy in shipped().remedies.values():
        for line in lines(remedy):
            assert "?" not in line, remedy.id
            assert "？" not in line, remedy.id
            assert not PROMISE.search(line), (remedy.id, line)
            assert not REASSURANCE.search(line), (remedy.id, line)
            assert not ELSEWHERE.search(line), (remedy.id, line)


def test_what_changes_an_app_says_its_side_effects_or_its_way_back() -> None:
    changing = [r for r in shipped().remedies.values() if r.harm >= 3]
    assert changing
    bare = [r.id for r in changing if not r.side_effects and not r.way_back]
    assert bare == ["rerun_job_after_check"]  # it has no way back, and says so in its sentence


def test_a_plugin_is_disabled_and_not_deleted() -> None:
    remedy = shipped().remedies["disable_plugin"]
    assert "削除はしない" in remedy.say["ja"]
    assert "設定は残り" in remedy.say["ja"]
    assert "do not delete" in remedy.say["en"]
    assert remedy.reversible_by == "reenable_plugin"


def test_every_question_has_one_question_mark_in_every_language() -> None:
    for question in shipped().questions.values():
        for lang, line in question.text.items():
            assert len(re.findall("[?？]", line)) == 1, (question.id, lang)


def test_a_colleague_with_the_same_trouble_means_that_others_are_not_fine() -> None:
    assert shipped().questions["other_users"].yes == {"other_users_ok": False}
    assert shipped().questions["incognito"].yes == {"incognito_ok": False}


@needs_shared
def test_every_product_of_the_reference_is_present() -> None:
    text = (SHARED / "reference" / "catalogue.yaml").read_text(encoding="utf-8")
    wanted = {row["id"] for row in yaml.load(text, yaml.CSafeLoader)}
    assert len(wanted) >= 139
    assert wanted - shipped().catalogue.products.keys() == set()


@needs_shared
def test_every_question_and_every_harmless_advice_of_the_vocabulary_is_worded() -> None:
    words = json.loads((SHARED / "judge" / "vocabulary.json").read_text(encoding="utf-8"))
    assert words["questions"].keys() == shipped().questions.keys()
    advice = {i for i, row in words["advice"].items() if not row.get("harmful")}
    assert shipped().remedies.keys() == advice


def test_every_advice_has_a_sentence_in_every_language() -> None:
    for remedy in shipped().remedies.values():
        assert remedy.say.keys() == set(LANGUAGES), remedy.id


def test_the_examples_of_the_guide_can_be_copied() -> None:
    guide = (shipped_folder() / "README.md").read_text(encoding="utf-8")
    blocks = [parse(text) for text in re.findall(r"```yaml\n(.*?)```", guide, re.S)]
    messages = next(b for b in blocks if isinstance(b, list) and "text" in b[0] and "lang" in b[0])
    blocks.remove(messages)
    assert all(LabelledMessage.model_validate({"kind": "howto", **row}) for row in messages)
    shapes: tuple[type[KnowledgeEntry], ...] = (
        ProductRow,
        FeedRow,
        QuestionRow,
        SymptomFile,
        SignatureFile,
        CauseFile,
        RemedyFile,
        AnswerRow,
    )
    assert len(blocks) == len(shapes)
    for shape, block in zip(shapes, blocks, strict=True):
        assert shape.model_validate(block[0] if isinstance(block, list) else block).value()


def test_a_feed_counts_as_recorded_exactly_where_its_format_was_proven_on_recordings() -> None:
    recorded = {
        "aws-health", "azure-rss", "gcp", "heroku-v4", "salesforce-trust", "slack",
        "statuspage-feed", "statuspage-v2",
    }  # fmt: skip
    marked = {f.id for f in shipped().feeds.values() if f.recorded}
    assert marked == {f.id for f in shipped().feeds.values() if f.format in recorded}

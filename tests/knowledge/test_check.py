from dataclasses import replace

from bot.knowledge.check import CONDITIONS, check
from bot.knowledge.examples import Example
from bot.knowledge.load import shipped
from bot.knowledge.problem import Problem
from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.evidence import EvidenceKind
from bot.model.knowledge import CauseEntry, Clue, Knowledge, Remedy, SymptomEntry
from bot.model.signature import Signature
from bot.model.topic import Topic
from bot.model.understanding import Kind, Symptom, Understanding

TEXT = {"ja": "文", "en": "text"}


BARE = ("there is no example", "there is no counter-example")


def whats(problems: list[Problem]) -> list[str]:
    """What is wrong, apart from entries that are bare for the sake of a short test."""
    return [p.what for p in problems if not p.warning and p.what not in BARE]


def test_ids_that_lead_nowhere_are_found() -> None:
    product = Product("a", "A", ProductKind.PLUGIN, depends_on=("gone",), status_feed="lost")
    clue = Clue({"signature": ("nothing",), "wish": (1,)}, 3, EvidenceKind.WORDS, TEXT)
    cause = CauseEntry("plugin", TEXT, -10, (clue,), remedies=("cure",), questions=("why",))
    remedy = Remedy("wait", TEXT, TEXT, reversible_by="unwait")
    knowledge = Knowledge(
        Catalogue.of([product]), causes={"plugin": cause}, remedies={"wait": remedy}
    )
    assert whats(check(knowledge)) == [
        "depends_on: gone does not exist",
        "status_feed: lost does not exist",
        "reversible_by: unwait does not exist",
        "the remedy cure does not exist",
        "the question why does not exist",
        "the signature nothing does not exist",
        "the condition wish does not exist",
    ]


def test_a_topic_that_says_nothing_is_found() -> None:
    topic = Topic("stamp", TEXT, {"ja": ("スタンプ",)})
    found = check(Knowledge(Catalogue(), topics={"stamp": topic}))
    assert whats(found) == ["it says nothing: usual or answer is needed"]
    says = replace(topic, answer=TEXT)
    assert whats(check(Knowledge(Catalogue(), topics={"stamp": says}))) == []


def test_a_placeholder_that_nobody_fills_is_found() -> None:
    remedy = Remedy("wait", TEXT, {"ja": "{product}と{vendor}", "en": "{product}"})
    found = check(Knowledge(Catalogue(), remedies={"wait": remedy}))
    assert whats(found) == ["nobody fills the placeholder {vendor}"]


def test_an_error_that_misses_its_examples_is_found() -> None:
    error = Signature("gone", TEXT, "404", examples=("四〇四",), not_examples=("4040円",))
    found = check(Knowledge(Catalogue(), signatures={"gone": error}))
    assert whats(found) == [
        "the example is not recognised: 四〇四",
        "the counter-example is recognised: 4040円",
    ]


def test_examples_of_symptoms_go_through_the_reader_that_is_given() -> None:
    def read(text: str) -> Understanding:
        slow = frozenset({Symptom.SLOW}) if "重い" in text else frozenset[Symptom]()
        return Understanding(Kind.DEGRADED_REPORT, "ja", text, symptoms=slow)

    entry = SymptomEntry("slow", TEXT, {}, examples=("重いです", "遅いです"))
    found = check(Knowledge(Catalogue(), symptoms={"slow": entry}), read)
    assert whats(found) == ["the example is not recognised: 遅いです"]


def test_examples_of_causes_go_through_the_diagnosis_that_is_given() -> None:
    def diagnose(example: Example) -> list[str]:
        return ["unknown", "plugin:sheet" if example.given.get("uses") else "platform:kintone"]

    entry = CauseEntry("plugin", TEXT, 0, (), examples=('{"text": "a", "uses": ["sheet"]}', "b"))
    found = check(Knowledge(Catalogue(), causes={"plugin": entry}), None, diagnose)
    assert whats(found) == ["the example is not recognised: b"]


def test_a_wrong_example_is_reported_with_the_file_that_holds_it() -> None:
    entry = CauseEntry("customer:own_js", TEXT, 0, (), examples=("a",), not_examples=("b",))
    remedy = Remedy("wait", TEXT, TEXT, examples=("c",), not_examples=("d",))
    found = check(
        Knowledge(Catalogue(), causes={entry.id: entry}, remedies={"wait": remedy}),
        diagnose=lambda example: ["customer:own_js"] if example.text == "b" else ["plugin:x"],
        advise=lambda example: {"wait"} if example.text == "d" else set[str](),
    )
    assert [str(p) for p in found] == [
        "knowledge/causes/customer-own_js.yaml: the example is not recognised: a",
        "knowledge/causes/customer-own_js.yaml: the counter-example is recognised: b",
        "knowledge/remedies/wait.yaml: the example is not recognised: c",
        "knowledge/remedies/wait.yaml: the counter-example is recognised: d",
    ]


def test_an_example_that_cannot_be_played_is_a_problem_and_no_crash() -> None:
    def diagnose(example: Example) -> list[str]:
        raise ValueError("the catalogue has no product any_plugin")

    entry = CauseEntry("plugin", TEXT, 0, (), examples=("{any_plugin}",), not_examples=())
    [problem] = [
        p
        for p in check(Knowledge(Catalogue(), causes={"plugin": entry}), None, diagnose)
        if p.what not in BARE
    ]
    assert problem.where == "knowledge/causes/plugin.yaml"
    assert "no product any_plugin" in problem.what


def test_what_recognises_something_needs_both_sorts_of_examples() -> None:
    error = Signature("gone", TEXT, "404", examples=("404",))
    cause = CauseEntry("plugin", TEXT, 0, (), not_examples=("b",))
    found = check(Knowledge(Catalogue(), signatures={"gone": error}, causes={"plugin": cause}))
    assert [str(p) for p in found if not p.warning] == [
        "knowledge/errors/gone.yaml: there is no counter-example",
        "knowledge/causes/plugin.yaml: there is no example",
    ]


def test_a_remedy_that_is_given_needs_examples_and_one_that_is_not_is_warned_of() -> None:
    remedies = {i: Remedy(i, TEXT, TEXT) for i in ("wait", "stop", "dream")}
    remedies["look"] = Remedy("look", TEXT, TEXT, after_recovery=True)
    cause = CauseEntry(
        "plugin", TEXT, 0, (), ("wait",), ("stop",), examples=("a",), not_examples=("b",)
    )
    found = check(Knowledge(Catalogue(), causes={"plugin": cause}, remedies=remedies))
    bare = {p.where.rpartition("/")[2] for p in found if p.what in BARE}
    assert bare == {"wait.yaml", "stop.yaml", "look.yaml"}
    assert [str(p) for p in found if p.warning] == [
        "knowledge/remedies/dream.yaml: warning: no cause gives this advice"
    ]


def test_a_sentence_that_serves_several_remedies_is_tried_once() -> None:
    tried: list[str] = []

    def advise(example: Example) -> set[str]:
        tried.append(example.text)
        return {"wait"}

    remedies = {
        "wait": Remedy("wait", TEXT, TEXT, examples=("a",)),
        "stop": Remedy("stop", TEXT, TEXT, not_examples=("a",)),
    }
    assert whats(check(Knowledge(Catalogue(), remedies=remedies), advise=advise)) == []
    assert tried == ["a"]


def test_an_example_may_begin_with_a_placeholder() -> None:
    assert Example.of("{any_plugin}が開きません") == Example("{any_plugin}が開きません")
    assert Example.of('{"text": "a", "uses": ["b"]}') == Example("a", {"uses": ["b"]})


def test_a_value_that_no_condition_can_take_is_found() -> None:
    clue = Clue({"feed": ("green",), "fact.x": ("y",)}, 3, EvidenceKind.FEED, TEXT)
    cause = CauseEntry("plugin", TEXT, -10, (clue,))
    found = check(Knowledge(Catalogue(), causes={"plugin": cause}))
    assert whats(found) == ["the feed green does not exist"]


def test_the_guide_lists_every_condition_that_a_clue_may_use() -> None:
    guide = (shipped() / "README.md").read_text(encoding="utf-8")
    missing = [c for c in CONDITIONS if f"`{c}`" not in guide]
    assert missing == []

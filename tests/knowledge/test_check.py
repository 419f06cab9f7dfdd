from bot.knowledge.check import Example, Problem, check
from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.evidence import EvidenceKind
from bot.model.knowledge import CauseEntry, Clue, Knowledge, Remedy, Signature, SymptomEntry
from bot.model.understanding import Kind, Symptom, Understanding

TEXT = {"ja": "文", "en": "text"}


def whats(problems: list[Problem]) -> list[str]:
    return [p.what for p in problems if not p.warning]


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
        "the condition wish does not exist",
        "the signature nothing does not exist",
    ]


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

"""The rules of masking: what they find wherever they begin, what is wrong with them, and who says them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge.check_masking import check_masking
from bot.knowledge.load import load, load_masking, shipped
from bot.masking.redact import furnish, redact, without_secrets
from bot.model.errors import KnowledgeError
from bot.model.masking import MaskedColumn, Masking, MaskRule, TokenShape
from tests.cases import each

SHIPPED = load_masking()
RULE = MaskRule("r", "<animal>(?P<phone>x)", examples=("cat⟦x⟧",), not_examples=("dog",))
WORDS = {**SHIPPED.words, "animal": ("cat", "dog")}


@pytest.fixture
def shipped_again() -> Iterator[None]:
    yield
    furnish(load_masking)


def test_what_is_shipped_has_no_problem() -> None:
    assert list(check_masking(SHIPPED)) == []


@each(
    ("masking", "said"),
    [
        (Masking(WORDS, (RULE,)), []),
        (Masking(WORDS, (replace(RULE, pattern="<bird>"),)), ["bird is not in words.yaml"]),
        (Masking(WORDS, (replace(RULE, pattern="(?P<phone>x"),)), ["not a regular expression"]),
        (Masking(WORDS, (replace(RULE, checks=("odd",)),)), ["unknown check odd"]),
        (
            Masking(WORDS, (replace(RULE, pattern="catx", not_examples=()),)),
            ["no group", "nothing"],
        ),
        (Masking(WORDS, (replace(RULE, not_examples=("catx",)),)), ["masked: ['x']"]),
        (Masking(WORDS, (), (TokenShape("v", "v_[a-z]{16,}", (), ("v_a",)),)), ["nothing"]),
        (Masking(WORDS, (), (TokenShape("v", "("),)), ["not a regular expression"]),
        (Masking(WORDS, (), (TokenShape("v", "x", ("odd",)),)), ["unknown check odd"]),
        (Masking(WORDS, (), (), (MaskedColumn("odd", "a", "b"),)), ["unknown kind odd"]),
        (Masking({}), ["the word"]),
    ],
)
def test_each_mistake_is_named(masking: Masking, said: list[str]) -> None:
    found = [str(problem) for problem in check_masking(masking)]
    assert len(found) == len(said)
    assert all(part in problem for part, problem in zip(said, found, strict=True))


def own(folder: Path, rules: str) -> Path:
    files = {"words.yaml": "a: [b]\n", "tokens.yaml": "[]\n", "columns.yaml": "[]\n"}
    (folder / "masking" / "rules").mkdir(parents=True)
    for name, text in (*files.items(), ("rules/own.yaml", rules)):
        (folder / "masking" / name).write_text(text, "utf-8")
    return folder


def test_a_file_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    folder = own(tmp_path, "- id: r\n  patern: x\n  examples: [x]\n  not_examples: [y]\n")
    with pytest.raises(KnowledgeError, match=r"own\.yaml:"):
        load(folder)


@pytest.mark.usefixtures("shipped_again")
def test_a_folder_with_masking_of_its_own_is_masked_by_it(tmp_path: Path) -> None:
    words = (shipped() / "masking" / "words.yaml").read_text("utf-8")
    folder = own(
        tmp_path,
        "- {id: r, pattern: 'badge (?P<contact_id>k\\w+)', examples: [x], not_examples: [y]}\n",
    )
    (folder / "masking" / "words.yaml").write_text(words, "utf-8")
    load(folder)
    assert redact("badge kx12, kita@mori.example").found == ("contact_id",)


def test_a_folder_without_masking_is_masked_as_shipped(tmp_path: Path) -> None:
    load(tmp_path)
    assert redact("badge kx12, PW: hana_3355").found == ("password",)


def test_logs_lose_secrets_and_mail_addresses_and_keep_the_rest() -> None:
    said = without_secrets("PW: hana_3355, kita@mori.example, tel 090-0000-1234")
    assert said == "PW: [password], [email], tel 090-0000-1234"

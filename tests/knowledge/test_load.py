from pathlib import Path

import pytest

from bot.knowledge.load import load
from bot.model.errors import KnowledgeError

REMEDY = """id: wait
title: {ja: 待つ, en: Wait}
say: {ja: お待ちください。, en: Please wait.}
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "knowledge" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder / "knowledge"


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return caught.value.problems


def test_a_missing_folder_is_simply_empty(tmp_path: Path) -> None:
    knowledge = load(tmp_path)
    assert not knowledge.remedies
    assert not knowledge.catalogue.products


def test_an_unknown_key_names_file_and_line(tmp_path: Path) -> None:
    folder = write(tmp_path, "remedies/wait.yaml", REMEDY + "harmm: 2\n")
    assert problems_of(folder) == [
        "knowledge/remedies/wait.yaml:4: harmm: this key is not known here"
    ]


def test_a_wrong_value_deep_inside_names_its_own_line(tmp_path: Path) -> None:
    text = """id: plugin
title: {ja: プラグイン, en: plug-in}
prior: -10
clues:
  - when: {symptom: slow}
    weight: 3
    kind: words
    says: {ja: 遅い, en: slow}
  - when: {symptom: slow}
    weight: heavy
    kind: words
    says: {ja: 遅い, en: slow}
"""
    (problem,) = problems_of(write(tmp_path, "causes/plugin.yaml", text))
    assert problem.startswith("knowledge/causes/plugin.yaml:10: clues.1.weight")


def test_broken_yaml_names_its_line(tmp_path: Path) -> None:
    (problem,) = problems_of(write(tmp_path, "remedies/wait.yaml", REMEDY + "steps: [a, b\n"))
    assert problem.startswith("knowledge/remedies/wait.yaml:")


def test_a_key_given_twice_is_an_error(tmp_path: Path) -> None:
    (problem,) = problems_of(write(tmp_path, "remedies/wait.yaml", REMEDY + "id: wait\n"))
    assert problem == "knowledge/remedies/wait.yaml:4: the key 'id' stands here twice"


def test_the_file_is_named_after_its_entry(tmp_path: Path) -> None:
    (problem,) = problems_of(write(tmp_path, "remedies/other.yaml", REMEDY))
    assert problem == "knowledge/remedies/other.yaml:1: the id wait belongs into wait.yaml"


def test_an_id_used_twice_is_an_error(tmp_path: Path) -> None:
    row = "- {id: a, name: A, kind: plugin, runs: browser, blocks_opening: no, why: none known}\n"
    (problem,) = problems_of(write(tmp_path, "products/plugins.yaml", row + row))
    assert problem == "knowledge/products/plugins.yaml:2: the id a is used twice"


def test_a_text_must_be_there_in_japanese_and_english(tmp_path: Path) -> None:
    text = REMEDY.replace(", en: Please wait.", "")
    (problem,) = problems_of(write(tmp_path, "remedies/wait.yaml", text))
    assert problem == "knowledge/remedies/wait.yaml:3: say: the text is missing in en"


def test_problems_of_all_files_are_told_together(tmp_path: Path) -> None:
    write(tmp_path, "remedies/wait.yaml", REMEDY + "harm: 9\n")
    folder = write(tmp_path, "errors/bad.yaml", "id: bad\ntitle: {ja: 誤, en: bad}\npattern: '('\n")
    assert len(problems_of(folder)) == 2


def test_yes_and_no_stay_words_and_a_single_value_becomes_a_tuple(tmp_path: Path) -> None:
    text = """id: plugin
title: {ja: プラグイン, en: plug-in}
prior: -10
clues:
  - {when: {use: no, fact.portal_ok: true}, weight: 3, kind: words, says: {ja: 有, en: there}}
"""
    knowledge = load(write(tmp_path, "causes/plugin.yaml", text))
    when = knowledge.causes["plugin"].clues[0].when
    assert when == {"use": ("no",), "fact.portal_ok": (True,)}
    assert when["fact.portal_ok"][0] is True


def test_a_file_that_is_not_text_is_reported(tmp_path: Path) -> None:
    folder = write(tmp_path, "remedies/wait.yaml", REMEDY)
    (folder / "remedies" / "wait.yaml").write_bytes(b"\xff\xfe\x00")
    (problem,) = problems_of(folder)
    assert "not UTF-8" in problem


def test_hosts_become_names_and_the_reason_comes_before_the_note(tmp_path: Path) -> None:
    text = """- id: sheet
  name: Sheet
  kind: plugin
  hosts: [{host: "*.example.com", role: script}]
  runs: browser
  blocks_opening: partial
  why: It runs in the page.
  note: Ask which edition.
"""
    product = load(write(tmp_path, "products/plugins.yaml", text)).catalogue.products["sheet"]
    assert product.hosts == ("*.example.com",)
    assert product.note == "It runs in the page. Ask which edition."

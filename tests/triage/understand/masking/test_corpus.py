"""The corpus beside this file: what is marked goes, what is not stays, whatever its language."""

import re
import time
from pathlib import Path

import pytest
import yaml

from bot.triage.understand.masking.redact import redact

HERE = Path(__file__).parent
MARK = re.compile("⟦(.*?)⟧", re.DOTALL)


def marked() -> list[str]:
    """Every message of the corpus with its marks."""
    files = [HERE / f"corpus_{name}.yaml" for name in ("ja", "en", "other", "loose")]
    groups = [yaml.safe_load(file.read_text("utf-8")) for file in files]
    return [row for group in groups for rows in group.values() for row in rows]


def plain() -> list[str]:
    """Every message in which nothing is to be masked."""
    groups = yaml.safe_load((HERE / "corpus_stays.yaml").read_text("utf-8"))
    return [row for rows in groups.values() for row in rows]


def stays_in_order(pieces: list[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        at = text.find(piece, at) + len(piece)
        if at < len(piece):
            return False
    return True


@pytest.mark.parametrize("row", marked())
def test_what_is_marked_goes_and_the_rest_stays(row: str) -> None:
    around = MARK.split(row)[0::2]
    out = redact(MARK.sub(r"\1", row)).text
    leaked = [v for v in MARK.findall(row) if out.count(v) > sum(a.count(v) for a in around)]
    assert leaked == []
    assert stays_in_order(around, out)
    assert redact(out).text == out


@pytest.mark.parametrize("text", plain())
def test_a_report_without_personal_data_stays_to_the_letter(text: str) -> None:
    assert redact(text).text == text


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(marked()) >= 300
    assert len(plain()) >= 150


def test_an_ordinary_message_is_masked_at_once() -> None:
    rows = [row for row in plain() if 40 <= len(row) <= 90]
    began = time.perf_counter()
    for row in rows:
        redact(row)
    assert (time.perf_counter() - began) / len(rows) < 0.003

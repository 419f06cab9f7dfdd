"""The corpus beside this file: what is marked goes, what is not stays, whatever its language."""

import re
from pathlib import Path

import pytest
import yaml

from bot.masking.redact import redact
from tests.cases import each
from tests.effort import takes_at_most

HERE = Path(__file__).parent
MARK = re.compile("⟦(.*?)⟧", re.DOTALL)


CORPORA = ("ja", "en", "other", "loose", "sorts")
STAYS = ("stays", "sorts_stay")


def rows_of(name: str) -> list[str]:
    """Every message of one file of the corpus, with its marks."""
    groups = yaml.safe_load((HERE / f"corpus_{name}.yaml").read_text("utf-8"))
    return [row for rows in groups.values() for row in rows]


def stays_in_order(pieces: list[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        at = text.find(piece, at) + len(piece)
        if at < len(piece):
            return False
    return True


def is_masked_rightly(row: str) -> bool:
    """Whether what is marked goes, the rest stays, and a second masking changes nothing."""
    around = MARK.split(row)[0::2]
    out = redact(MARK.sub(r"\1", row)).text
    leaked = [v for v in MARK.findall(row) if out.count(v) > sum(a.count(v) for a in around)]
    return not leaked and stays_in_order(around, out) and redact(out).text == out


@pytest.mark.slow
@each("name", CORPORA)
def test_what_is_marked_goes_and_the_rest_stays(name: str) -> None:
    assert [row for row in rows_of(name) if not is_masked_rightly(row)] == []


def test_a_report_without_personal_data_stays_to_the_letter() -> None:
    rows = [text for name in STAYS for text in rows_of(name)]
    assert [text for text in rows if redact(text).text != text] == []


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert sum(len(rows_of(name)) for name in CORPORA) >= 800
    assert sum(len(rows_of(name)) for name in STAYS) >= 400


def test_an_ordinary_message_is_masked_at_once() -> None:
    rows = [row for row in rows_of("stays") if 40 <= len(row) <= 90]
    assert takes_at_most(0.003 * len(rows), lambda: [redact(row) for row in rows])

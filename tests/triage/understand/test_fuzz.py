"""Two thousand inputs that nobody would write: none raises, none takes long."""

import random
import time
from collections.abc import Iterator

import pytest

from bot.knowledge.load import shipped as shipped_folder
from bot.knowledge.messages import training_messages
from bot.triage.understand.reader import LONGEST_READ, MessageReader
from tests import shipped

INPUTS = 2_000
TIMES = 6  # no input takes more than so many times what real messages of the same length take; the worst took 1.9 times
LETTERS = [
    *map(chr, range(32, 127)), *"ぁあいうんーゖァアンヴ々〆漢字龍。、「」（）！？", *"ｱｲｳﾟﾞｯ０９ＡｚＺ",
    *"안녕하세요 ไม่ได้ không ção ß İ ﬁ 𠮷 👨‍👩‍👧 \u200b\u202e\ufeff\x00\t\n\r",
]  # fmt: skip
REPEATED = (
    "あ", "!", "(", "「", "http://", "a.", "@", "1 ", "田中", "様", "0", "%E3", "=", "\n", "/k/", "{",
    "CB_", "から", "13時", "の", "-", "eyJ", "kintone ", "ない", "、", "x" * 40, "password: ", "だけ",
)  # fmt: skip


def inputs(lots: random.Random) -> Iterator[str]:
    """Noise, repeated pieces, and real messages cut, doubled, joined and with letters changed."""
    known = [m.text for m in training_messages(shipped_folder())]
    for number in range(INPUTS):
        match number % 5:
            case 0:
                yield "".join(lots.choices(LETTERS, k=lots.randrange(300)))
            case 1:
                yield lots.choice(REPEATED) * lots.randrange(1, 600)
            case 2:
                letters = list(lots.choice(known))
                for _ in range(lots.randrange(1, 8)):
                    letters[lots.randrange(len(letters))] = lots.choice(LETTERS)
                yield "".join(letters)
            case 3:
                text = lots.choice(known)
                cut = lots.randrange(len(text))
                yield text[cut:] + text[:cut]
            case _:
                yield "\n".join(lots.choices(known, k=lots.randrange(1, 40)))


def seconds_of(reader: MessageReader, text: str) -> float:
    start = time.thread_time()
    reader.read(text)
    return time.thread_time() - start


def test_of_a_long_text_only_so_much_is_searched_for_meaning() -> None:
    reader = MessageReader(shipped.knowledge())
    for lines in (
        ["kintoneが開きません。"] * 2_000,
        [f"{n} at f (https://a.example/b.js:{n}:1)" for n in range(500)],
    ):
        assert len(reader._prepared("\n".join(lines), None).wording.plain) <= LONGEST_READ


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_thousand_odd_inputs_neither_raise_nor_take_long() -> None:
    reader = MessageReader(shipped.knowledge())
    everything = [text[:4_000] for text in inputs(random.Random(20210414))]  # noqa: S311 - a fixed seed, no secret
    for text in everything[:500]:  # patterns are compiled when they are first needed
        reader.read(text)
    usual = "\n".join(m.text for m in training_messages(shipped_folder())[:400])[:4_000]
    allowed = TIMES * min(seconds_of(reader, usual) for _ in range(5))
    for text in everything:
        if (
            seconds_of(reader, text) > allowed
        ):  # a collection of garbage, or a busy machine, is not the input's fault
            ratio = min(seconds_of(reader, text) / seconds_of(reader, usual) for _ in range(5))
            assert ratio < TIMES, f"{ratio:.1f} times the usual for {text[:200]!r}"

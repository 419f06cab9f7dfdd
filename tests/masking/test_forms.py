"""A value goes in whatever form it is written: full-width, spaced, hyphenated, encoded."""

import base64
import string
import unicodedata
import urllib.parse

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.masking.redact import redact
from tests.effort import grows_at_most
from tests.examples import often

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
DIGITS = st.text(string.digits, min_size=4, max_size=4)
WORD = st.text(string.ascii_lowercase, min_size=3, max_size=8)

PHONES = st.builds("0{}0-{}-{}".format, st.sampled_from("789"), DIGITS, DIGITS)
MAILS = st.builds("{}.{}@ex-{}.example".format, WORD, WORD, WORD)
PASSWORDS = st.builds("{}{}{}".format, WORD.map(str.title), st.sampled_from("!#_-"), DIGITS)
TOKENS = st.text(string.ascii_letters + string.digits, min_size=40, max_size=40).filter(
    lambda t: any(c.isdigit() for c in t) and any(c.isalpha() for c in t)
)
LABELLED = (
    PHONES.map(lambda v: ("電話", v))
    | MAILS.map(lambda v: ("メール", v))
    | PASSWORDS.map(lambda v: ("パスワード", v))
    | TOKENS.map(lambda v: ("APIトークン", v))
)


def squeezed(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return plain.translate(dict.fromkeys(map(ord, " -ー−‐\u3000\n"))).casefold()


def forms(value: str) -> list[str]:
    encoded = base64.b64encode(value.encode()).decode()
    return [
        value,
        value.translate(FULL_WIDTH),
        urllib.parse.quote(value, safe=""),
        urllib.parse.quote(urllib.parse.quote(value, safe=""), safe=""),
        encoded,
        encoded.rstrip("="),
        base64.urlsafe_b64encode(value.encode()).decode(),
    ]


@pytest.mark.slow
@given(LABELLED)
@settings(max_examples=often(120), deadline=None)
def test_a_labelled_value_goes_in_every_form(labelled: tuple[str, str]) -> None:
    label, value = labelled
    for form in forms(value)[:4]:
        assert squeezed(value) not in squeezed(redact(f"{label}：{form} です。アプリ31").text)
        assert form not in redact(f"{label}：{form} です。アプリ31").text


@pytest.mark.slow
@given(LABELLED)
@settings(max_examples=often(120), deadline=None)
def test_a_value_that_is_said_plainly_goes_in_every_other_form_as_well(
    labelled: tuple[str, str],
) -> None:
    label, value = labelled
    for form in forms(value):
        text = redact(f"{label}：{value} です。\nログ: x={form} と出ます").text
        assert form not in text
        assert squeezed(value) not in squeezed(text)


@given(PHONES | MAILS | TOKENS)
@settings(max_examples=often(80), deadline=None)
def test_what_shows_by_its_shape_goes_without_a_label_also_when_encoded(value: str) -> None:
    for form in forms(value):
        assert form not in redact(f"内容は {form} です").text


@given(PHONES, st.sampled_from([" ", " - ", "-", "　", "－", "ー", ""]))
@settings(max_examples=often(80), deadline=None)
def test_a_phone_number_goes_however_it_is_divided(phone: str, between: str) -> None:
    said = phone.replace("-", between)
    assert said not in redact(f"電話は{said}です").text


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [
        "password: ",
        "id pass ",
        "token ",
        "090-",
        "user:pass@",
        "様さん",
        "a@",
        "[",
        "LINE ",
        "住所は",
        "田中様、",
    ],
)
def test_a_word_said_a_thousand_times_is_read_once_a_place(said: str) -> None:
    short, long = ((said * length)[:length] for length in (2_500, 20_000))
    assert grows_at_most(40, lambda: redact(short), lambda: redact(long), besides=0.05)

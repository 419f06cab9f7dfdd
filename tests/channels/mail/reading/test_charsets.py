"""Bytes of mails to text."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.mail.reading.charsets import text_of
from tests.cases import each
from tests.channels.mail.mails import jis

PROSE = "㈱東京商会です。kintoneが①回も開きません。ｶﾀｶﾅも使います。よろしくお願いします。"
PLAIN = "東京商会です。kintoneが一回も開きません。よろしくお願いします。"
ACCENTS = "Não consigo abrir o kintone; já tentei. É urgente, a operação está parada."


@each(
    "said",
    [
        "iso-2022-jp",
        "ISO-2022-JP-MS",
        "cp50221",
        "CSISO2022JP",
        "",
        "us-ascii",
        "utf-8",
        "x-unknown",
    ],
)
def test_iso_2022_jp_as_windows_writes_it(said: str) -> None:
    assert text_of(jis(PROSE), said) == PROSE


@each("said", ["shift_jis", "Windows-31J", "x-sjis", "cp932", "", "us-ascii"])
def test_shift_jis(said: str) -> None:
    assert text_of(PROSE.encode("cp932"), said) == PROSE


@each("written", ["cp932", "euc-jp", "utf-8", "iso-2022-jp"])
@each("said", ["shift_jis", "euc-jp", "utf-8", "iso-2022-jp", "iso-8859-1", "us-ascii", "", "?!"])
def test_japanese_under_any_wrong_name(written: str, said: str) -> None:
    assert text_of(PLAIN.encode(written), said) == PLAIN


@each("written", ["latin-1", "utf-8"])
@each("said", ["iso-8859-1", "windows-1252", "utf-8", "us-ascii", ""])
def test_portuguese_under_any_name(written: str, said: str) -> None:
    assert text_of(ACCENTS.encode(written), said) == ACCENTS


def test_euc_with_the_rows_that_nec_added() -> None:
    octets = "東京の".encode("euc-jp") + b"\xad\xa1" + "が開きません".encode("euc-jp")
    assert text_of(octets, "euc-jp") == "東京の①が開きません"


def test_jis_x_0212_and_kana_by_shift_out() -> None:
    assert text_of(b"\x1b$(D\x30\x21\x1b(B.", "iso-2022-jp") == "丂."
    assert text_of(b"a\x0e6E\x0fb", "iso-2022-jp") == "aｶﾅb"


def test_other_languages_by_their_names() -> None:
    assert text_of("打不开".encode("gbk"), "GB2312") == "打不开"
    assert text_of("안 열려요".encode("cp949"), "euc-kr") == "안 열려요"
    assert text_of("не работает".encode("koi8-r"), "koi8-r") == "не работает"
    assert text_of("ğ".encode("iso8859-9"), "iso-8859-9") == "ğ"


@each("said", ["idna", "punycode", "unicode_escape", "rot13", "zlib", "base64", "mbcs"])
def test_names_of_python_that_are_no_charsets_mean_nothing(said: str) -> None:
    assert text_of(b"plain \\u0041", said) == "plain \\u0041"


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "utf-8", "iso-2022-jp", "euc-jp", "sjis", "utf-16"]),
)
def test_nothing_raises_and_no_half_characters_come_out(octets: bytes, said: str) -> None:
    text_of(octets, said).encode()

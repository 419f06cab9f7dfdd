"""Phrases and patterns of knowledge."""

from bot.lexicon.phrases import PhraseBook, PhraseMatch, pattern

BOOK = PhraseBook(
    {"blank": {"ja": ["真っ白", "re:何も(?:出|映ら)"], "en": ["blank"]}, "slow": {"ja": ["重い"]}},
    {"blank": {"ja": ["用紙が真っ白"]}},
)


def test_the_first_phrase_of_each_subject_counts() -> None:
    assert BOOK.find("画面が真っ白で重い", ["ja"]) == {
        "blank": PhraseMatch(3, 6),
        "slow": PhraseMatch(7, 9),
    }


def test_what_only_looks_like_a_phrase_is_said_to_and_taken_out() -> None:
    assert BOOK.find("用紙が真っ白", ["ja"]) == {"blank": None}
    assert BOOK.find("用紙が真っ白、画面も真っ白", ["ja"]) == {"blank": PhraseMatch(10, 13)}


def test_only_the_languages_of_a_text_are_looked_for_in_their_order() -> None:
    assert BOOK.find("blank", ["ja"]) == {}
    assert BOOK.find("真っ白 blank", ["en", "ja"]) == {"blank": PhraseMatch(4, 9)}


def test_a_pattern_is_spelt_as_texts_are() -> None:
    assert pattern("สำ").search("สํา")  # one letter to the eye, two in compatibility form
    assert pattern("アプリ").search("あぷり")


def test_a_phrase_may_be_built_of_meanings() -> None:
    assert pattern("動か<ない>").search("動かへん")
    assert pattern("そう(?:<asking.before_ka>)か").search("そうでしょうか")
    assert not pattern("動か<unheard.of>").search("動かへん")

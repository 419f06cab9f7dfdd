"""Circumstances in words that no pattern holds, and where the trained reader keeps out."""

from dataclasses import replace

from bot.model.weights import UNASKED
from bot.triage.evidence.signatures import Signatures
from bot.triage.understand.meaning.signature_model import (
    LANGUAGES,
    NO_SIGNATURE,
    SHORTEST,
    TOLD,
    TOLD_ALONE,
    SignatureModel,
)
from bot.triage.understand.reader import MessageReader
from tests import shipped
from tests.cases import each

READER = MessageReader(shipped.knowledge())
KNOWN = shipped.knowledge().signatures
FOUND = Signatures(KNOWN, shipped.knowledge().signature_weights)
PATTERNS = Signatures(KNOWN)


def found(text: str, signatures: Signatures = FOUND) -> tuple[str, ...]:
    return signatures.find(text, READER.without_names(text)[0])


@each(
    ("text", "shown"),
    [
        ("水曜に光回線の業者を乗り換えて、それからずっと不安定です", "change-network"),
        ("The router was swapped on Tuesday and since then it crawls", "change-network"),
        ("機種変したらアプリに入れなくなりました", "change-phone"),
        ("日曜に広告を消す拡張を入れたのが関係ありますか", "change-extension"),
        ("福岡営業所だけつながらず、本社は平気です", "one-site-only"),
        ("在宅でVPN越しの人だけ開けません", "vpn-only"),
        ("Only people who come in through the VPN are stuck", "vpn-only"),
    ],
)
def test_a_circumstance_is_found_in_words_that_no_pattern_holds(text: str, shown: str) -> None:
    assert shown in found(text)
    assert shown not in found(text, PATTERNS)


@each(
    "text",
    [
        "先週までは何ともありませんでした",
        "VPNは使っていません",
        "来週ルーターを入れ替える予定です",
        "How do I change the network settings of the app?",
        "申込書が表示されました",
        "一覧が開きません",
        "",
    ],
)
def test_what_only_uses_the_words_tells_of_no_circumstance(text: str) -> None:
    assert found(text) == found(text, PATTERNS)


def test_patterns_alone_are_found_where_nothing_was_learned_or_nothing_is_to_be_read() -> None:
    text = "今月のアップデートの後からタブが消えました"
    assert found(text, PATTERNS) == FOUND.find(text) == ("after-update",)
    assert SignatureModel(UNASKED).find(text) == frozenset()


def test_it_finds_what_it_is_trained_on_and_nothing_else() -> None:
    weights = shipped.knowledge().signature_weights
    labels = {label.partition(":")[2] for label in weights.labels}
    assert labels - {NO_SIGNATURE} <= KNOWN.keys()
    assert NO_SIGNATURE in labels
    assert frozenset({"ja", "en"}) == LANGUAGES
    assert (
        TOLD == 0.5
    )  # below, more are wrong than one in ten, and a wrong one acquits what is at fault
    assert (
        TOLD_ALONE == 0.7
    )  # of one sentence of several: three in a hundred more found, no more wrong


def test_a_sentence_of_several_is_read_by_itself_unless_it_asks_or_is_a_scrap() -> None:
    plain = "一覧が開きません。困っています。すみません。急ぎです。"
    change = "水曜に光回線の業者を乗り換えたそうです。"
    assert "change-network" in found(plain + change)
    assert "change-network" not in found(plain + "光回線の業者を乗り換えたせいでしょうか？")
    assert SHORTEST == 10


def test_an_entry_without_a_pattern_is_found_by_the_trained_reader_alone() -> None:
    bare = {"change-network": replace(KNOWN["change-network"], pattern="")}
    text = "水曜に光回線の業者を乗り換えて、それからずっと不安定です"
    assert found(text, Signatures(bare)) == ()
    weights = shipped.knowledge().signature_weights
    assert found(text, Signatures(bare, weights)) == ("change-network",)

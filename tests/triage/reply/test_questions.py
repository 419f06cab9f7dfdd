"""Direct questions, found in sentences that were not written for the phrases."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.model.acts import Asks, CustomerQuestion, TellsResult, WantsPerson
from bot.model.knowledge import Knowledge
from bot.model.understanding import Kind, Understanding
from bot.model.weights import UNASKED
from bot.text.normalise import nfkc, plain
from bot.triage.reply.concepts import ConceptReader, sentences
from bot.triage.reply.question_model import QuestionModel
from bot.triage.reply.questions import MOST, SECRET_PASTED, QuestionReader
from bot.triage.reply.subject import asked_product
from tests.builders import RARE, some_facts
from tests.cases import each


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    from tests import shipped  # noqa: PLC0415

    knowledge = shipped.knowledge()
    return QuestionReader(knowledge.answers, knowledge.concepts)


def asked_in(reader: QuestionReader, text: str, *acts: Asks | WantsPerson) -> tuple[str, ...]:
    lang = "en" if text.isascii() else "ja"
    return reader.read(Understanding(Kind.OUTAGE_REPORT, lang, text, acts=acts), text).ids


@each(
    ("text", "asked"),
    [
        ("一覧が真っ白です。うちだけでしょうか。いつ直りますか？", ("only_us", "when_fixed")),
        ("The list is blank. Is it only us? When will it be back?", ("only_us", "when_fixed")),
        ("一覧が真っ白です。昨日までは動いていました", ()),
        ("削除すれば直りますか", ("delete_ok",)),
    ],
)
def test_every_question_of_a_message_is_found_in_its_order(
    reader: QuestionReader, text: str, asked: tuple[str, ...]
) -> None:
    assert asked_in(reader, text) == asked


def test_a_danger_leaves_no_room_for_other_questions(reader: QuestionReader) -> None:
    said = "レコードが全部消えました！いつ直りますか？うちだけですか？"
    assert asked_in(reader, said) == ("data_loss",)


def test_a_question_whether_data_will_be_lost_is_no_loss(reader: QuestionReader) -> None:
    assert asked_in(reader, "無効にするとデータは消えませんか？") == ("data_safe",)


def test_a_masked_secret_is_answered_beside_what_is_asked(reader: QuestionReader) -> None:
    said = "登録できません。トークンは [APIトークン] です。うちだけですか？"
    assert asked_in(reader, said) == (SECRET_PASTED, "only_us")


def test_a_masked_secret_that_is_told_of_as_well_is_answered_once(reader: QuestionReader) -> None:
    said = "うっかり [APIトークン] をここに貼ってしまいました"
    assert asked_in(reader, said) == (SECRET_PASTED,)


@each(
    ("text", "told"),
    [
        ("アクセスキーをここに貼ってしまいました", True),
        ("もう10件くらい入れちゃったんですけど", False),
        ("Oops, I pasted our API key here", True),
        ("Oops, I pasted ten of them already", False),
    ],
)
def test_only_who_speaks_of_a_secret_has_told_one(
    knowledge: Knowledge, text: str, *, told: bool
) -> None:
    reader = QuestionReader(knowledge.answers, knowledge.concepts, knowledge.question_weights)
    said = Understanding(Kind.CHITCHAT, "en" if text.isascii() else "ja", text)
    assert (SECRET_PASTED in reader.read(said, text, plain(nfkc(text))).ids) is told


def test_one_reply_answers_so_many_questions_and_no_more(reader: QuestionReader) -> None:
    said = "うちだけですか？いつ直りますか？原因は何ですか？データは消えませんか？営業時間は何時までですか？"
    assert len(asked_in(reader, said)) == MOST == 3


def test_without_answers_nothing_is_asked(knowledge: Knowledge) -> None:
    assert knowledge.answers
    assert asked_in(QuestionReader({}, {}), "[APIトークン] うちだけですか？") == ()


def test_what_the_reader_of_acts_heard_is_answered_too(reader: QuestionReader) -> None:
    asks = Asks("x", 0.9, CustomerQuestion.HOURS)
    assert asked_in(reader, "まったく別の言い方です", asks) == ("hours",)
    assert asked_in(reader, "まったく別の言い方です", WantsPerson("x", 0.9)) == ("human",)


def test_one_question_that_may_be_read_twice_is_answered_once(reader: QuestionReader) -> None:
    assert asked_in(reader, "Is kintone down?") == ("outage_now",)
    said = "いま障害は出ていますか？ 明日の朝の会議で使う予定なので気になっています。AWSは大丈夫ですか？"
    assert asked_in(reader, said) == ("outage_now", "service_ok")


class Model:
    """A model that gives every sentence the same share of one question."""

    languages = ("ja", "en")

    def __init__(self, name: str, share: float) -> None:
        self.known, self._shares = frozenset({name}), {name: share}

    def of_sentences(self, text: str, languages: Sequence[str]) -> list[dict[str, float]]:
        return [self._shares for _ in sentences(text)]


@each(
    ("text", "told", "given", "share", "is_asked"),
    [
        ("再起動で変わりますか？", True, {}, 0.4, True),
        ("再起動で変わりますか？", True, {}, 0.39, False),
        ("再起動で変わりますか？", True, {"advised": False}, 0.45, True),  # nothing was said yet
        ("再起動で変わりますか？", True, {"advised": False}, 0.44, False),
        ("再起動のこと", False, {}, 0.5, True),  # no question by its form
        ("再起動のこと", False, {}, 0.49, False),
        ("再起動したら動きました", True, {}, 0.64, False),  # nor that, and it tells something
        ("再起動したら動きました", True, {}, 0.65, True),
        ("再起動で変わりますか？", True, {"answered": ("other_users",)}, 0.69, False),
        ("再起動で変わりますか？", True, {"answered": ("other_users",)}, 0.7, True),
    ],
)
def test_how_sure_the_model_must_be_that_something_is_asked(
    knowledge: Knowledge,
    text: str,
    given: dict[str, Any],
    share: float,
    *,
    told: bool,
    is_asked: bool,
) -> None:
    answers = {"data_safe": knowledge.answers["data_safe"]}  # no phrase of it is in these texts
    reader = QuestionReader(answers, knowledge.concepts)
    reader._model = Model("data_safe", share)  # type: ignore[assignment]
    acts = (TellsResult(text, 0.9),) if told else ()
    asks = (Asks(text, 0.9),) if text.endswith("？") else ()
    heard = Understanding(
        Kind.CHITCHAT, "ja", text, answered=given.get("answered", ()), acts=(*acts, *asks)
    )
    advised = given.get("advised", True)
    found = reader.read(heard, text, text, advised=advised).ids
    assert (found != ()) is is_asked


@each(
    ("text", "is_it"),
    [
        ("Is Ruri Grid Pro down?", True),  # customers say more of its name, or less
        ("Is Ruri down?", True),
        ("Is Slate Board down?", False),
    ],
)
def test_a_question_is_about_the_product_by_whatever_of_its_name(text: str, *, is_it: bool) -> None:
    heard = Understanding(Kind.STATUS_QUERY, "en", text, products=(RARE.id,))
    assert (asked_product(heard, some_facts()) == RARE) is is_it


@each(
    ("kind", "share", "is_asked"),
    [
        (Kind.CHITCHAT, 0.8, True),
        (Kind.CHITCHAT, 0.79, False),
        (Kind.SECURITY_OR_ABUSE, 0.35, True),  # which is not to be declined
        (Kind.SECURITY_OR_ABUSE, 0.34, False),
    ],
)
def test_how_sure_the_model_must_be_of_a_danger(
    knowledge: Knowledge, kind: Kind, share: float, *, is_asked: bool
) -> None:
    reader = QuestionReader({"phishing": knowledge.answers["phishing"]}, knowledge.concepts)
    reader._model = Model("phishing", share)  # type: ignore[assignment]
    text = "電話で待たされています"
    assert (reader.read(Understanding(kind, "ja", text), text, text).ids != ()) is is_asked


class OfParts(QuestionModel):
    """A model that reads nothing in a whole sentence, and one question in each of its clauses."""

    def __init__(self, knowledge: Knowledge, share: float) -> None:
        super().__init__(UNASKED, ConceptReader(knowledge.concepts))
        self._share = share

    def read(self, sentence: str, languages: Sequence[str]) -> dict[str, float]:
        asks = {"cause": "what was" in sentence, "when_fixed": "is it over" in sentence}
        return {
            name: self._share if here and not all(asks.values()) else 0.0
            for name, here in asks.items()
        }


@each(("share", "found"), [(0.75, {"cause", "when_fixed"}), (0.74, set[str]())])
def test_how_sure_the_model_must_be_of_a_clause(
    knowledge: Knowledge, share: float, found: set[str]
) -> None:
    (shares,) = OfParts(knowledge, share).of_sentences("what was it and when is it over?", ("en",))
    assert {name for name, of_it in shares.items() if of_it} == found

"""What a report speaks of: found by phrases, said and asked about first, and no evidence for anything."""

from dataclasses import replace

from bot.model.knowledge import Knowledge
from bot.model.topic import Topic, first_topic
from bot.text.normalise import nfkc, plain
from bot.triage.topics import LONGEST, TopicReader
from tests import shipped
from tests.cases import each
from tests.fakes import Day, reply_in

TOPICS = {
    "stamp": Topic(
        "stamp",
        {"ja": "スタンプ", "en": "stamps"},
        {"ja": ("スタンプ",), "en": ("re:stamps?",)},
        {"ja": "押す人を確かめます。", "en": "We look at who stamps."},
        not_phrases={"ja": ("スタンプラリー",)},
        overrides=("paper",),
    ),
    "paper": Topic(
        "paper",
        {"ja": "用紙", "en": "paper"},
        {"ja": ("用紙",), "en": ("paper",)},
        {"ja": "紙を確かめます。", "en": "We look at the paper."},
    ),
    "tray": Topic(
        "tray",
        {"ja": "トレイ", "en": "trays"},
        {"ja": ("トレイ",), "en": ("tray",)},
        {"ja": "トレイを確かめます。", "en": "We look at the tray."},
    ),
}


def found_in(reader: TopicReader, text: str, lang: str, *, asks: bool = True) -> tuple[str, ...]:
    """The topics that a text without product names speaks of, by phrases alone."""
    return reader.closest(reader.read(text, plain(nfkc(text)), lang), asks=asks)


@each(
    ("text", "lang", "found"),
    [
        ("トレイと用紙が変です", "ja", ("tray", "paper")),  # in the order of the words
        ("用紙にスタンプが押せません", "ja", ("stamp",)),  # the closer one alone
        ("スタンプラリーの表です", "ja", ()),  # what only looks like it
        ("The TRAY and the paper", "en", ("tray", "paper")),
        ("別のことです", "ja", ()),
        ("あ" * LONGEST + "トレイ", "ja", ()),  # a page of log is not read to its end
    ],
)
def test_topics_are_found_in_the_order_of_the_words(
    text: str, lang: str, found: tuple[str, ...]
) -> None:
    assert found_in(TopicReader(TOPICS), text, lang) == found


def test_what_only_answers_questions_counts_and_overrides_only_where_one_is_asked() -> None:
    question = Topic(
        "who-stamps",
        {"ja": "押す人", "en": "who stamps"},
        {"ja": ("スタンプ",)},
        answer={"ja": "誰でも押せます。", "en": "Anybody may."},
        overrides=("stamp",),
    )
    area = replace(question, id="all-paper", phrases={"ja": ("スタンプ", "用紙")}, broad=True)
    reader = TopicReader({**TOPICS, question.id: question, area.id: replace(area, overrides=())})
    assert found_in(reader, "スタンプの用紙", "ja") == ("who-stamps", "all-paper")
    assert found_in(reader, "スタンプの用紙", "ja", asks=False) == ("stamp",)


def test_what_the_knowledge_base_no_longer_has_is_passed_over() -> None:
    assert first_topic(TOPICS, ("gone", "tray", "paper")) is TOPICS["tray"]
    assert first_topic(TOPICS, ("gone",)) is None


@each(
    ("text", "topic"),
    [
        ("契約社員の画面にだけ受注アプリが並びません", "app-not-listed"),
        ("議事録のプレビューが出ず、灰色の枠だけです", "attachment-open"),
        ("上司が休職して決裁が進みません", "leaver"),
        ("We cannot see who altered the form", "settings-history"),
    ],
)
def test_a_topic_is_read_in_words_that_no_phrase_knows(text: str, topic: str) -> None:
    triage = shipped.triage()
    assert triage.topics_of(triage.read(text))[:1] == (topic,)


@each(
    "text", ["画面の読み込みがやたら遅い", "ログインできない人が何人かいます", "It is slow today"]
)
def test_what_speaks_of_no_function_has_no_topic(text: str) -> None:
    triage = shipped.triage()
    assert triage.topics_of(triage.read(text)) == ()


def test_a_report_is_told_where_such_trouble_comes_from(desk: Day, knowledge: Knowledge) -> None:
    reply = reply_in(desk.says("aoi", "ルックアップの値が取れなくなりました"))
    assert knowledge.topics["lookup"].usual["ja"] in reply.text
    assert reply.questions == ("recent_change",)
    assert desk.conversation().complaint.topics == ("lookup",)


def test_what_was_answered_is_not_asked_for_the_topic_again(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "昨日項目を変えてから、ルックアップの値が取れません"))
    assert "recent_change" not in reply.questions


def test_advice_that_changes_nothing_about_it_is_not_given(desk: Day, knowledge: Knowledge) -> None:
    desk.says("aoi", "承認ボタンが押せません。私だけです。Chromeです")
    advised = {a.advice for a in desk.conversation().advised}
    assert advised.isdisjoint({"use_standard_view", "incognito", "other_browser"})


def test_a_question_about_the_fault_leaves_the_topic_said(desk: Day, knowledge: Knowledge) -> None:
    text = reply_in(desk.says("aoi", "計算フィールドの合計がずれます。プラグインのせいですか")).text
    assert knowledge.topics["calculation"].usual["ja"] in text


def test_what_is_no_report_has_no_topic(desk: Day) -> None:
    desk.says("aoi", "ルックアップの設定方法を教えてください")
    assert desk.conversation().complaint.topics == ()


def test_a_topic_names_the_trouble_where_its_words_cannot_be_quoted(desk: Day) -> None:
    text = reply_in(
        desk.says(
            "aoi",
            "承認者が退職したので「申請」が10件も止まったままになってしまっていて困っています",
        )
    ).text
    assert "読み込みが終わらない" not in text


def test_a_report_without_a_symptom_is_asked_what_shows(desk: Day) -> None:
    assert reply_in(desk.says("aoi", "朝からなんだか変です")).questions == ("error_text",)


@each("topic", ["csv-import", "lookup", "process", "webhook", "mail-notification", "phone-app"])
def test_a_topic_says_and_asks_in_both_languages(knowledge: Knowledge, topic: str) -> None:
    entry = knowledge.topics[topic]
    assert entry.usual.keys() >= {"ja", "en"}
    assert entry.ask


def test_what_is_ones_own_is_told_without_the_others(desk: Day) -> None:
    own = reply_in(desk.says("aoi", "計算フィールドの合計がずれます")).text
    shared = reply_in(desk.says("ben", "Webhookが飛んでいないようです")).text
    assert "ほかの会社" not in own
    assert "ほかの会社" in shared


def test_what_is_known_of_a_function_is_said_once(desk: Day, knowledge: Knowledge) -> None:
    desk.says("aoi", "ルックアップの値が取れなくなりました")
    desk.passes(3)
    later = reply_in(desk.says("aoi", "昨日、参照先の項目を増やしました")).text
    assert knowledge.topics["lookup"].usual["ja"] not in later


def test_a_situation_comes_before_the_function(desk: Day) -> None:
    reply = reply_in(desk.says("aoi", "自分だけ、カレンダーの画面でエラーが出ます"))
    assert reply.questions == ("error_text",)


@each(
    ("text", "quoted"),
    [
        ("色の付き方がいつもと合わないんですけど", "「色の付き方がいつもと合わない」"),
        ("ｺｳｼﾝﾎﾞﾀﾝﾉ ｱﾀｲｶﾞ ﾄﾚﾏｾﾝ", "「コウシンボタンノ アタイガ トレマセン」"),
    ],
)
def test_words_are_quoted_as_one_reads_them(desk: Day, text: str, quoted: str) -> None:
    assert quoted in reply_in(desk.says(f"reader-{text[0]}", text)).text


def test_a_quotation_leaves_out_that_nothing_was_changed(desk: Day) -> None:
    text = reply_in(
        desk.says(
            "aoi",
            "The colours are wrong for Mr Sato. We didn't touch anything.",
            lang="en",
        )
    ).text
    assert "“The colours are wrong for Mr Sato”" in text


def test_what_works_is_no_topic_of_a_report() -> None:
    reader = TopicReader(TOPICS)
    assert found_in(reader, "トレイが開きません。用紙はちゃんと届いてます。", "ja") == ("tray",)
    assert found_in(reader, "The tray is stuck. The paper works fine.", "en") == ("tray",)

"""What a message does: nothing that is said beside a report takes the report away."""

from bot.model.acts import (
    Accuses,
    Asks,
    Courtesy,
    CustomerQuestion,
    Quotes,
    ReportedAction,
    Reports,
    RequestsChange,
    Result,
    SaysBack,
    SaysOver,
    TellsResult,
    WantsPerson,
)
from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.understanding import REPORTS, Kind
from bot.triage.understand.acts.clauses import clauses
from bot.triage.understand.reader import MessageReader
from bot.triage.understand.wording import MessageWording
from tests import shipped
from tests.cases import each

PRODUCTS = (
    Product(id="kintone", name="kintone", kind=ProductKind.PLATFORM, names=("キントーン",)),
    Product(id="hoshi_grid", name="Hoshi Grid", kind=ProductKind.PLUGIN, names=("ほしグリッド",)),
)
READER = MessageReader(shipped.knowledge(), Catalogue.of(PRODUCTS))
REPORT_JA = (
    "ほしグリッドの画面が真っ白です",
    "朝から一覧が開けません",
    "保存ボタンを押しても何も起きません",
    "通知が届かなくなりました",
)
REPORT_EN = (
    "The list does not open since this morning",
    "Saving fails with an error",
    "Our Hoshi Grid screen is blank",
)
BESIDE_JA = (
    ("お疲れ様です。", ""),
    ("", "。直していただけますか"),
    ("", "。どれくらいかかりますか？"),
    ("", "。これは障害ですか？"),
    ("すみません、", "。よろしくお願いいたします"),
    ("", "。原因を調べてください"),
    ("メンテ中かもしれませんが", "。どうにかしてください"),
)
BESIDE_EN = (
    ("Hello there, ", "."),
    ("", ". Could you repair this?"),
    ("", ". How long is it going to take?"),
    ("Hi, ", ". Thank you!"),
    ("", ". What is going on?"),
)


@each("report", REPORT_JA)
def test_what_stands_beside_a_japanese_report_does_not_switch_it_off(report: str) -> None:
    texts = [f"{before}{report}{after}" for before, after in BESIDE_JA]
    assert [t for t in texts if READER.read(t).kind not in REPORTS] == []


@each("report", REPORT_EN)
def test_what_stands_beside_an_english_report_does_not_switch_it_off(report: str) -> None:
    texts = [f"{before}{report}{after}" for before, after in BESIDE_EN]
    assert [t for t in texts if READER.read(t).kind not in REPORTS] == []


def test_a_mixed_message_keeps_all_its_acts() -> None:
    understood = READER.read(
        "お世話になります。ほしグリッドの一覧が真っ白です。うちだけでしょうか。担当者から電話をください"
    )
    kinds = {type(act) for act in understood.acts}
    assert {Reports, Asks, WantsPerson, Courtesy} <= kinds
    assert understood.asks == (CustomerQuestion.ONLY_US,)
    assert understood.report is not None
    assert understood.report.confidence > 0.7


@each(
    ("text", "asks"),
    [
        ("一覧が開きません。うちだけですか？あと、いつ直りますか", ("only_us", "when_fixed")),
        ("無効にしたらデータは消えますか", ("data_safe",)),
        ("有効に戻してもいいですか", ("reenable_when",)),
        ("この窓口は何時まで営業していますか", ("hours",)),
        ("あなたはAIですか", ("are_you_ai",)),
        (
            "Will we lose records, and when can we switch it back on?",
            ("data_safe", "reenable_when"),
        ),
        ("Is there an outage at the moment?", ("outage_now",)),
        ("How do you know that?", ("why_believe",)),
        ("一覧が真っ白です", ()),
    ],
)
def test_what_is_asked_is_known_by_its_sort(text: str, asks: tuple[str, ...]) -> None:
    assert READER.read(text).asks == tuple(map(CustomerQuestion, asks))


def test_a_question_knows_which_product_it_is_about() -> None:
    asked = [a for a in READER.read("ほしグリッド側の障害ですか").acts if isinstance(a, Asks)]
    assert [(a.question, a.about) for a in asked] == [
        (CustomerQuestion.VENDOR_FAULT, ("hoshi_grid",))
    ]


@each(
    ("text", "act"),
    [
        ("また真っ白になりました", SaysBack),
        ("検索結果が出たー", SaysOver),
        ("固まらなくなりました", SaysOver),
        ("アカウントのロックを解除してください", RequestsChange),
        ("更新のせいだと思います。一覧が崩れています", Accuses),
        ("It is down again", SaysBack),
        ("Now the button is alive", SaysOver),
        ("公式サイトに障害発生中と出ていますが、うちは開けます", Quotes),
        ("My boss told me that the list is empty", Quotes),
    ],
)
def test_short_news_is_an_act(text: str, act: type) -> None:
    assert act in {type(a) for a in READER.read(text).acts}


@each(
    "text",
    [
        "一覧を印刷する方法を教えてください。よろしくお願いします",
        "お世話になります。請求書はいつ届きますか",
        "Hello, how do I sort a view? Thanks!",
        "来週の定期メンテナンスは何時からですか？教えてください",
    ],
)
def test_courtesy_makes_no_report_of_what_is_none(text: str) -> None:
    assert READER.read(text).kind not in REPORTS


def test_a_report_behind_a_wish_for_a_person_is_an_act_of_its_own() -> None:
    understood = READER.read("担当者に代わってください。一覧がずっと真っ白で仕事になりません")
    assert understood.kind is Kind.HUMAN_PLEASE
    assert understood.report is not None


def test_a_sentence_is_cut_where_it_goes_on_with_something_else() -> None:
    wording = MessageWording.of("一覧が真っ白なんですけど、これってうちだけですか？よろしくです")
    cut = [wording.written[c.start : c.end] for c in clauses(wording)]
    assert cut == ["一覧が真っ白なんですけど、", "これってうちだけですか?", "よろしくです"]
    assert [c.asks for c in clauses(wording)] == [False, True, False]


@each(
    ("text", "action"),
    [
        ("ほしグリッドを無効にしたら開きました", ReportedAction.DISABLED),
        ("ほしグリッドのプラグインを削除したら開きました", ReportedAction.DELETED),
        ("ログインし直したら開きました", ReportedAction.RELOGGED),
    ],
)
def test_a_result_knows_what_was_done(text: str, action: ReportedAction) -> None:
    told = [a for a in READER.read(text).acts if isinstance(a, TellsResult)]
    assert [(a.result, action in a.actions) for a in told] == [(Result.WORKED, True)]


def test_a_part_of_a_success_is_told_as_such() -> None:
    told = [a for a in READER.read("半分だけ出ました").acts if isinstance(a, TellsResult)]
    assert [a.result for a in told] == [Result.PARTLY]


RESULTS = (
    ("最新版に更新したら直りました", ReportedAction.UPDATED, Result.WORKED),
    (
        "ほしグリッドを有効に戻してみましたが、まだ真っ白です",
        ReportedAction.REENABLED,
        Result.FAILED,
    ),
    ("プラグインを無効にしたら、かえってひどくなりました", ReportedAction.DISABLED, Result.WORSE),
    ("プラグインを削除したら開きました", ReportedAction.DELETED, Result.WORKED),
    (
        "I disabled the plug-in and the list opens again. The print button still does nothing",
        ReportedAction.DISABLED,
        Result.PARTLY,
    ),
    (
        "We updated the plug-in to the latest version and it works now",
        ReportedAction.UPDATED,
        Result.WORKED,
    ),
    ("I turned the plug-in off but now it is even worse", ReportedAction.DISABLED, Result.WORSE),
    ("I uninstalled the plug-in and it opens now", ReportedAction.DELETED, Result.WORKED),
)


def test_a_result_tells_what_was_done_and_what_came_of_it() -> None:
    wrong = []
    for text, action, result in RESULTS:
        told = [a for a in READER.read(text).acts if isinstance(a, TellsResult)]
        if not any(action in a.actions and a.result is result for a in told):
            wrong.append((text, told))
    assert wrong == []


def test_deleted_is_not_told_as_switched_off() -> None:
    told = [
        a
        for a in READER.read("プラグインを削除したら開きました").acts
        if isinstance(a, TellsResult)
    ]
    assert all(ReportedAction.DISABLED not in a.actions for a in told)


@each(
    "story",
    [
        "プラグインを更新したら画面が真っ白になり、それを削除して今は普通に使えています。",
        "Updated it and the site crashed, only a blank screen. Removed it and back to normal now.",
        "Form is back. Were submissions lost?",
    ],
)
def test_a_story_that_ends_well_is_no_report(story: str) -> None:
    assert READER.read(story).kind in {Kind.RECOVERED_REPORT, Kind.WORKAROUND_WORKED}


@each(
    "story",
    [
        "一覧は直りました。印刷はまだエラーが出ます。",
        "復旧したと聞きましたがこちらは開きません",
        "他社は復旧したようですが弊社は入れないです",
        "昨日直りましたが、今朝からまた真っ白です。",
        "APIの認証だけ失敗する。画面は普通に使えています",
        "うーん、またです。さっき直ったんですけどね",
        "Other screens are working now but the calendar is still blank.",
    ],
)
def test_an_end_of_something_else_or_of_before_ends_nothing(story: str) -> None:
    assert READER.read(story).kind in REPORTS

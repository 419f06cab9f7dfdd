"""Made-up products and troubles to look at the pages with."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.conversation import (
    AdviceOutcome,
    Advised,
    Complaint,
    Conversation,
    Speaker,
    Trial,
    Turn,
)
from bot.model.effect import Checked
from bot.model.evidence import Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.incident import Incident, IncidentStatus
from bot.model.knowledge import CauseEntry, Knowledge, Remedy
from bot.model.question import Question
from bot.model.status import Shows
from bot.model.ticket import ProposedNotice, Ticket
from bot.model.understanding import Urgency

XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


def a_product(
    ident: str, name: str, kind: ProductKind = ProductKind.PLUGIN, page: str | None = None
) -> Product:
    return Product(ident, name, kind, status_page=page)


def a_knowledge(*more: Product) -> Knowledge:
    products = (
        a_product("kintone", "kintone", ProductKind.PLATFORM, "https://status.platform.example/ja"),
        a_product("tana_list", "タナ一覧プラグイン", page="https://status.tana.example/"),
        a_product("mori_sync", "モリ連携", ProductKind.CONNECTED_SERVICE),
        a_product("hoshi_cdn", "Hoshi CDN", ProductKind.CDN, "https://status.hoshi.example/"),
        replace(a_product("desk_form", "ミナトフォーム"), home_product=True, vendor="ミナト"),
        *more,
    )
    causes = {
        "plugin": CauseEntry("plugin", {"ja": "プラグイン", "en": "plugin"}, -14, ()),
        "platform": CauseEntry("platform", {"ja": "プラットフォーム", "en": "platform"}, -17, ()),
        "infra": CauseEntry("infra", {"ja": "配信・ホスティング", "en": "hosting"}, -17, ()),
        "customer:network": CauseEntry(
            "customer:network", {"ja": "社内ネットワーク", "en": "the office network"}, -14, ()
        ),
    }
    questions = {
        "other_apps": Question(
            "other_apps",
            {
                "ja": "プラグインを入れていないアプリは開きますか？",
                "en": "Do apps without plugins open?",
            },
            2,
            yes={"other_apps_ok": True},
        ),
        "other_users": Question(
            "other_users",
            {"ja": "ほかの方も同じ症状ですか？", "en": "Do others see the same?"},
            1,
        ),
    }
    remedies = {
        "disable_plugin": Remedy(
            "disable_plugin",
            {"ja": "プラグインを無効にする", "en": "Disable the plugin"},
            {"ja": "", "en": ""},
        ),
    }
    return Knowledge(Catalogue.of(products), causes=causes, questions=questions, remedies=remedies)


ANSWER = """ご連絡ありがとうございます。アプリの画面が開かないとのこと、ご不便をおかけしております。

いま確認できていることは次のとおりです。
・プラットフォームの状況ページには、異常の掲載はありません（2分前に確認）。ただし、これは問題がないことの証明ではありません。
・「タナ一覧プラグイン」の配信元から応答がない、という測定結果があります。
・同じ症状のご連絡が、ほかにも届いています。

このため、「タナ一覧プラグイン」が原因の可能性があります。次の手順で、画面が開くかをお確かめください。設定は残り、いつでも元に戻せます。
1. アプリの設定画面を、アドレスから直接開きます。
2. プラグインの一覧で「タナ一覧プラグイン」を無効にします（削除はしないでください）。
3. 「アプリを更新」を押す前に、ほかの方の編集中の設定がないかをご確認ください。

公開情報：https://status.tana.example/"""


def checked_at(now: datetime) -> tuple[Checked, ...]:
    return (
        Checked("kintone", "kintone", Shows.OPERATIONAL, now - timedelta(minutes=2)),
        Checked("tana_list", "タナ一覧プラグイン", "unreachable", now - timedelta(minutes=3)),
        Checked("hoshi_cdn", "Hoshi CDN", Shows.INVESTIGATING, now - timedelta(seconds=40)),
    )


def a_conversation(now: datetime, customer: str = "web:sample", ident: str = "c1") -> Conversation:
    start = now - timedelta(minutes=18)
    return Conversation(
        id=ident,
        customer=customer,
        tenant="青葉製作所",
        channel="web",
        lang="ja",
        opened_at=start,
        turns=(
            Turn(
                start,
                Speaker.CUSTOMER,
                "今朝からアプリの画面が開きません。\n営業部の全員が困っています。",
            ),
            Turn(
                start + timedelta(seconds=4),
                Speaker.DESK,
                ANSWER,
                checked=checked_at(start),
                buttons=("worked", "failed", "human"),
            ),
        ),
        complaint=Complaint(
            products=("tana_list",),
            inventory=("tana_list", "mori_sync"),
            facts={"other_users": True, "other_apps_ok": True, "browser": "Chrome 141"},
        ),
        asked=("other_users", "other_apps", "started_at"),
        open_questions=("started_at",),
        advised=(Advised("disable_plugin:tana_list", start),),
        trials=(
            Trial("disable_plugin:tana_list", AdviceOutcome.WORKED, now - timedelta(minutes=6)),
        ),
        ticket="T-12",
    )


def a_diagnosis() -> Diagnosis:
    def e(cause: str, weight: float, kind: EvidenceKind, says: str) -> Evidence:
        return Evidence(cause, weight, kind, says)

    tana = (
        e("p", -14, EvidenceKind.PRIOR, "同種の原因の頻度"),
        e("p", 13, EvidenceKind.PROBE, "配信元が12:41から応答していない"),
        e(
            "p",
            9,
            EvidenceKind.CROWD,
            "このプラグインを使う4社から同じ症状、使わない会社からは報告なし",
        ),
        e("p", 5, EvidenceKind.WORDS, "一覧画面だけが真っ白という申告"),
    )
    cdn = (
        e("i", -17, EvidenceKind.PRIOR, "同種の原因の頻度"),
        e("i", 11, EvidenceKind.FEED, "状況ページが「調査中」を掲載（1分前に読取り）"),
        e("i", -6, EvidenceKind.CROWD, "同じ配信元の別の製品からは報告がない"),
    )
    platform = (
        e("k", -8, EvidenceKind.FEED, "状況ページに異常の掲載がない"),
        e("k", -10, EvidenceKind.ANSWER, "プラグインのないアプリは開く"),
    )
    return Diagnosis(
        (
            Hypothesis("plugin:tana_list", 0.78, tana),
            Hypothesis("infra:hoshi_cdn", 0.14, cdn),
            Hypothesis("unknown", 0.05, ()),
            Hypothesis("platform:kintone", 0.02, platform),
            Hypothesis("customer:network", 0.004, ()),
        )
    )


def a_ticket(now: datetime, ident: str = "T-12", **changes: object) -> Ticket:
    ticket = Ticket(
        id=ident,
        opened_at=now - timedelta(minutes=18),
        changed_at=now - timedelta(minutes=18),
        text=(
            "青葉製作所：アプリの画面が開かない（部署の全員、一覧画面）。\n\n"
            "・タナ一覧プラグインの配信元が応答していない\n"
            "・無効にすると開いた（お客様の報告、6分前）\n\n次の一手：復旧後に再有効化をご案内する。"
        ),
        urgency=Urgency.HIGH,
        conversation="c1",
        customer="web:sample",
        tenant="青葉製作所",
        cause="plugin:tana_list",
        diagnosis=a_diagnosis(),
    )
    return replace(ticket, **changes)  # type: ignore[arg-type]


def an_incident(now: datetime, ident: str = "I-3") -> Incident:
    return Incident(
        id=ident,
        status=IncidentStatus.SUSPECTED,
        suspects=("plugin:tana_list", "infra:hoshi_cdn"),
        raised_at=now - timedelta(minutes=14),
        changed_at=now - timedelta(minutes=2),
        organisations=4,
        tenants=("青葉製作所", "Kawara Foods", "北町商事", "みなみ物流"),
        evidence=(
            "4社から24分間に報告。4社ともタナ一覧プラグインを使っている（全体では1割）。",
            "1社が無効にして開いたと報告した。",
            "配信元が12:41から応答していない（測定）。",
            "プラットフォームの状況ページに異常の掲載はない。",
        ),
    )


def a_proposal(now: datetime, ident: str = "P-5", incident: str = "I-3") -> ProposedNotice:
    return ProposedNotice(
        id=ident,
        incident=incident,
        to=("slack:u1", "slack:u2", "web:9"),
        reason="first",
        text=(
            "「タナ一覧プラグイン」をお使いのアプリで、画面が開きにくい状況が報告されています。"
            "原因はまだ確定していません。\n\n開かないときは、次の方法をお試しください。\n"
            "1. アプリの設定画面を開く\n2. プラグインを無効にする（削除はしない）\n\n"
            "状況が変わりましたら、改めてお知らせします。"
        ),
        lang="ja",
        cause="plugin:tana_list",
        proposed_at=now - timedelta(minutes=5),
    )

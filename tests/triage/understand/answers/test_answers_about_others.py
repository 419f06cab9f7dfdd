import pytest

from bot.model.understanding import FactValue
from tests import shipped
from tests.cases import each

READER = shipped.reader()


def _states(value: FactValue | None, said: FactValue | None) -> bool:
    """Equal, or, where words are kept as written, the said ones among them."""
    if isinstance(said, str) and value is not None:
        return said.lower() in str(value).lower()
    return value is said


@pytest.mark.slow
@each(
    ("question", "answer", "facts"),
    [
        ("other_users", "うちの課だけですね、他の課は問題ないみたい", {"other_users_ok": True}),
        ("other_users", "課長も部長もです", {"other_users_ok": False}),
        ("other_users", "となりの部署でも起きてます", {"other_users_ok": False}),
        ("other_users", "誰も使えない状態です", {"other_users_ok": False}),
        ("other_users", "誰も困ってないみたいです", {"other_users_ok": True}),
        ("other_users", "自分ひとりです", {"other_users_ok": True}),
        ("other_users", "私以外は大丈夫みたいです", {"other_users_ok": True}),
        ("other_users", "私以外も全員です", {"other_users_ok": False}),
        ("other_users", "後輩のパソコンでは出ませんでした", {"other_users_ok": True}),
        ("other_users", "二人とも同じ", {"other_users_ok": False}),
        ("other_users", "社員30名全員", {"other_users_ok": False}),
        ("other_users", "いや俺だけやわ", {"other_users_ok": True}),
        ("other_users", "はい、同じです", {"other_users_ok": False}),
        ("other_users", "そうです", {"other_users_ok": False}),
        ("other_users", "ちがいます", {"other_users_ok": True}),
        ("other_apps_ok", "ほかのは全然平気", {"other_apps_ok": True}),
        ("other_apps_ok", "同じプラグインを入れてるアプリだけ駄目です", {"other_apps_ok": True}),
        ("other_apps_ok", "2つ試してどちらも駄目でした", {"other_apps_ok": False}),
        ("other_apps_ok", "いいえ開きません", {"other_apps_ok": False}),
        ("other_apps_ok", "開くには開きますが遅いです", {"other_apps_ok": True}),
        ("other_apps_ok", "ひらかへん", {"other_apps_ok": False}),
        ("other_apps_ok", "見積アプリ以外は正常です", {"other_apps_ok": True}),
        ("other_apps_ok", "其他的都正常", {"other_apps_ok": True}),
        ("other_apps_ok", "勤怠だけ開かん", {"other_apps_ok": True}),
        ("other_apps_ok", "台帳の画面だけ遅いです", {"other_apps_ok": True}),
        ("other_apps_ok", "そこだけですね", {"other_apps_ok": True}),
        ("other_apps_ok", "勤怠だけじゃないです", {"other_apps_ok": False}),
        ("other_apps_ok", "日報だけ動いてます", {"other_apps_ok": False}),
        ("other_apps_ok", "どのアプリでも印刷だけだめです", {"other_apps_ok": False}),
        ("other_apps_ok", "ほかのアプリも印刷だけ動きません", {"other_apps_ok": False}),
        ("other_apps_ok", "図のない画面は速かですよ", {"other_apps_ok": True}),
        ("other_browser", "Firefoxに変えたら表示されました", {"other_browser_ok": True}),
        ("other_browser", "どのブラウザでもなります", {"other_browser_ok": False}),
        ("other_browser", "Chromeでしか起きません", {"other_browser_ok": True}),
        ("other_browser", "Edgeでは起きないです", {"other_browser_ok": True}),
        ("other_browser", "Edgeでも起きます", {"other_browser_ok": False}),
        ("other_browser", "いいえ、Edgeなら普通です", {"other_browser_ok": True}),
        ("other_browser", "Edgeは駄目、Chromeはいけます", {"other_browser_ok": True}),
        ("other_browser", "はい", {"other_browser_ok": False}),
        ("other_browser", "変化なし", {"other_browser_ok": False}),
        ("other_browser", "エッジで見ると直ってる", {"other_browser_ok": True}),
        ("other_network", "会社の外だとつながる", {"other_network_ok": True}),
        ("other_network", "家のWi-Fiでもおなじ", {"other_network_ok": False}),
        (
            "other_network",
            "スマホのテザリングで試したら普通に開きました",
            {"other_network_ok": True},
        ),
        ("other_network", "モバイル回線でも変化なしです", {"other_network_ok": False}),
        ("other_sites", "ほかは全部見られます", {"other_sites_ok": True}),
        ("other_sites", "YouTubeも見られません", {"other_sites_ok": False}),
        ("other_sites", "普通です", {"other_sites_ok": True}),
        ("other_users", "みんなです。あ、いま直りました", {"other_users_ok": False}),
        ("other_browser", "Edgeなら直ります", {"other_browser_ok": True}),
        (
            "other_browser",
            "Edgeにしたら使えるようになったのでしばらくそれで行きます",
            {"other_browser_ok": True},
        ),
        ("other_network", "スマホ回線に切り替えたら復旧しました", {"other_network_ok": True}),
        ("other_users", "ほかの人は復旧したそうですが私はまだです", {"other_users_ok": True}),
        ("other_apps_ok", "ほかのアプリは直ったけど、これだけまだです", {"other_apps_ok": True}),
        ("other_users", "全員です。直ったと聞きましたが全然だめです", {"other_users_ok": False}),
        ("other_sites", "ほかのサイトは使えています", {"other_sites_ok": True}),
        (
            "other_users",
            "お世話になっております。総務の林です。\n\nお問い合わせいただいた件ですが、確認したところ営業部でも同様の事象が出ておりました。\n\nお手数ですが引き続きよろしくお願いいたします。\n\n林",
            {"other_users_ok": False},
        ),
        (
            "other_apps_ok",
            "早速のご返信ありがとうございます。\nほかのアプリは問題なく開いております。\n引き続きよろしくお願いいたします。",
            {"other_apps_ok": True},
        ),
        (
            "other_browser",
            "ありがとうございます。Edgeで試したところ正常に表示されました。Chromeではまだ駄目です。",
            {"other_browser_ok": True},
        ),
        ("other_users", "？？みんなですよ", {"other_users_ok": False}),
        ("other_users", "全員ではなく一部です", {"other_users_ok": False}),
        ("other_apps_ok", "開くわけないでしょ全部止まってるのに", {"other_apps_ok": False}),
        ("other_sites", "はいはい、開きますよ", {"other_sites_ok": True}),
        ("other_users", "それ聞いてどうするの？みんなだってば", {"other_users_ok": False}),
        ("other_browser", "ほかのブラウザは入ってません", {"other_browser_ok": None}),
        ("other_users", "聞ける人がいません", {"other_users_ok": None}),
        ("other_network", "今出先じゃないので試せません", {"other_network_ok": None}),
        ("other_apps_ok", "さあ", {"other_apps_ok": None}),
        ("other_users", "ちょっとわかりませんねぇ", {"other_users_ok": None}),
        ("other_users", "わからないです、今日在宅なので", {"other_users_ok": None}),
        (
            "other_browser",
            "先ほどEdgeは駄目と書きましたが、再起動したら開きました",
            {"other_browser_ok": True},
        ),
        ("other_users", "前言撤回、みんな出てました", {"other_users_ok": False}),
        ("other_users", "全员ですよ、怒ってますみんな", {"other_users_ok": False}),
        ("other_users", "ぜんいんです", {"other_users_ok": False}),
        ("other_users", "わたしいがいはだいじょうぶです", {"other_users_ok": True}),
        ("other_apps_ok", "ほかはだいじょうぶです", {"other_apps_ok": True}),
        ("other_apps_ok", "ぜんぶあかないです", {"other_apps_ok": False}),
        ("other_browser", "えっじならうごきます", {"other_browser_ok": True}),
        ("other_browser", "かわらないです", {"other_browser_ok": False}),
        ("other_sites", "普段どおりです", {"other_sites_ok": True}),
        ("other_sites", "いつもと変わらず見れます", {"other_sites_ok": True}),
        ("other_sites", "ネットは普通に使えます", {"other_sites_ok": True}),
        ("other_sites", "遅いけど見れます", {"other_sites_ok": True}),
        ("other_apps_ok", "はい。開きます。", {"other_apps_ok": True}),
        ("other_apps_ok", "なんの問題もなく開けます", {"other_apps_ok": True}),
        ("other_apps_ok", "10個くらい見たけど全部いけた", {"other_apps_ok": True}),
        ("other_apps_ok", "他のも軒並みダメですね", {"other_apps_ok": False}),
        ("other_apps_ok", "半分くらい開かない", {"other_apps_ok": True}),
        ("other_users", "私だけかもしれません", {"other_users_ok": True}),
        ("other_users", "店舗全部です", {"other_users_ok": False}),
        ("other_users", "チーム全員同じ状況です", {"other_users_ok": False}),
        ("other_users", "ほかの社員は仕事できてます", {"other_users_ok": True}),
        ("other_users", "みんなで困ってます", {"other_users_ok": False}),
        ("other_users", "複数人から同じ報告が来てます", {"other_users_ok": False}),
        ("other_browser", "クロームでもエッジでも", {"other_browser_ok": False}),
        ("other_browser", "違うブラウザならOKでした", {"other_browser_ok": True}),
        ("other_browser", "症状変わらずです", {"other_browser_ok": False}),
        ("other_browser", "Firefoxではエラーになりません", {"other_browser_ok": True}),
        ("other_network", "家でやったら開いた", {"other_network_ok": True}),
        ("other_network", "スマホの電波にしても変わりませんでした", {"other_network_ok": False}),
        ("other_network", "別の回線なら問題ないみたい", {"other_network_ok": True}),
        ("other_users", "うちの事務所の人はみんな駄目みたいですわ", {"other_users_ok": False}),
        ("other_users", "確認したら経理の人も同じでした", {"other_users_ok": False}),
        ("other_users", "いえ私のとこだけのようです", {"other_users_ok": True}),
        ("other_apps_ok", "そのほかのアプリは開いて使えてます", {"other_apps_ok": True}),
        ("other_apps_ok", "別のアプリを開いても同じですね", {"other_apps_ok": False}),
        ("other_network", "自宅に帰って試したら使えました", {"other_network_ok": True}),
        (
            "other_apps_ok",
            "開きます。問題のやつも今見たら開けるようになってました",
            {"other_apps_ok": True},
        ),
        ("other_users", "私だけで、まだ直ってないです", {"other_users_ok": True}),
        ("other_users", "直ってません、全員です", {"other_users_ok": False}),
    ],
)
def test_a_japanese_answer_states_facts(
    question: str, answer: str, facts: dict[str, FactValue | None]
) -> None:
    understood = READER.read(answer, open_questions=(question,))
    assert understood.answered == (question,)
    assert {k for k, said in facts.items() if not _states(understood.facts.get(k), said)} == set()


@each(
    ("text", "question", "facts"),
    [
        ("Everything else is quick", "other_sites", {"other_sites_ok": True}),
        ("ほかは普通です", "other_sites", {"other_sites_ok": True}),
        ("Everything else is quick", "other_apps_ok", {"other_apps_ok": True}),
        ("ほかのアプリは普通です", "other_sites", {"other_apps_ok": True}),
    ],
)
def test_everything_else_is_what_was_asked_about(
    text: str, question: str, facts: dict[str, bool]
) -> None:
    assert READER.read(text, open_questions=(question,)).facts == facts

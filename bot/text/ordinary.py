"""Ordinary words: what may look like a product name and mostly is not one.

Words of a language, not products: a name that consists of nothing else needs its surroundings to
say that it is a name. The lists need not be complete; what is missing costs a false mention of a
product whose catalogue name is that very word, or one letter away from it.
"""

import re

from bot.text.normalise import fold, word_set

_ENGLISH = word_set(
    """about access account action active actual add admin after again ahead alert all also and answer any
    anyone app apps apply approval area around array ask assign attach auto automatic available away back
    background backup bad bar base based basic batch better between big bill black blank block board boost
    booster both bottom bound box boxes break bridge bring broken browser buffer bug build bulk business
    button buttons cable calendar calendars call came cancel cannot can't card case cast catch cause center
    chain change changed channel chart chat check checked checker checking class clean clear click client
    close cloud code collect color column comes comment common company complete con connect connection
    console contact copy correct cost could count create created creator cross custom customer customers
    customization customize customized daily dark dash dashboard data date day days dead default delete desk
    detail device did direct disk display document does domain done door double down draft drag driver drop
    due duplicate each early edit else email emails empty enable end engine enter entry error errors even
    event every everyone everything excel exit export extra fail failed fast fastest feature feed field
    fields file files fill filter find fine finish first fix flag flat flow folder follow font for form
    format forms forward found four free freeze fresh front full fusion game gate gave general get give
    global go gone good graph graphs green grid group guest guide half hand handle hang hard hash hate head
    header heavy help here hide high history home hook host hosting hot hour house how hub icon image import
    in inbox index info input insert instant internet invoice issue item job jobs join just keep key
    keyboard kind know label lack language large last late lastly latest law layer lead leave left less let
    level license light like line link list lite live load loader loading local lock log login logins logo
    logs long look lookup loop lost loud low mail mailer mailing mails main make makes making manual many
    map maps mark market master match maybe mean meet member memory menu merge message meter might mind mine
    minute miss mobile mode model module money monitor month more most mostly move much must name near need
    net network never new news next night no none normal not note notes notify notice now number off offer
    office often okay old on once one only open option options order other our out outlook over own pack
    page pages panda paper parent part party pass past paste path pattern pause pay payment pen people phone
    photo pick picture pin pipe place plan play plug plugin plus point pop popup port portal post power
    preview price print printed printer prints private pro process product profile program project push put
    queue quick quite range rate reach read ready real really record red redirect refresh release reload
    remote remove rename repair repeat reply report request reset rest restore result retry return review
    rich right role room runbook root rotate route row rule run runner running runs safe sale same save saved scan
    scanner scans schedule scope screen script scroll search second secure see seem select self send sent
    series server service session set setting settings setup several shape share sheet sheets shift shop
    short should show side sign signed simple since single site sites size skip slack slick slide slow small
    smart snap soft sort sound source space special speed split spot square stack staff stage star start
    state static status step still stock stop storage store storm stream street string strip stripe strong
    stuck style styles submit subscribe such suite summary super support sure switch sync system tab table
    tables tabs tag take talk task teams tell template terminal test text than thank that the their them
    theme then there thing think this three through tick ticket time timer title today together token too
    tool tools top topic total touch track train transfer trash tree trigger true trust try turn twice two
    type under unit update upload url use used user users using value version very vessel video view viewer
    viewers views visit voice wait wall want warning warp was watch wave way web website week well went were
    what wheel when where which while white who whole why wide will window wire wish with without word words
    work worked worker workflow working works workspace world would write wrong year yellow yes yet you zero
    zone zoom admin's kanban cane tone tones drop-down rapid rapids ocean radio"""
)
_FUNCTION = word_set(
    """a an the every each any all some no this that our your my their in on at to for of from with by make
    makes made making let is are be and or not
    works"""
)
_JAPANESE = frozenset(
    fold(word)
    for word in word_set(
        """まとめ まとめて まとめる つなぐ つながる 連番 連絡 カレンダー ボックス ズーム メイク ワープ フリー フォーム アンケート
    アンケートフォーム ダッシュボード カンバン 看板 かんばん カイゼン 改善 さくら 桜 サクラ このは このみ 好み こよみ 暦 もじ
    文字 チェック スタイル シート グラフ タブ しおり マップ 地図 ここ スキャン 棚 はんこ ハンコ 判子 フロー みち 道 とどく
    届く メール 通知 すず 鈴 バックアップ 蔵 かぎ カギ 鍵 ログイン はやて 疾風 なぎさ 渚 みなと 港 ネット はと ハト 鳩 くも
    雲 箱 いろ 色 まど 窓 いた 板 プリント 印刷 ポチッ ルックアップ グループウェア マイページ 自分ページ じぶんページ 証明書
    IP制限 IPアドレス制限 IPアドレス Basic認証 セキュアアクセス 光回線 回線 レンタルサーバー サーバー サーバ ストライプ
    契約サイト デプロイ ビューワー ビューアー ビューア カスタマイズ カスタム カスタマー カスタマーサポート カスタマイズビュー
    コンポーネント UIコンポーネント ブースト ブースター ジャバスクリプト スクリプト 自作JS JS CSS どこも ドコモ エントラ
    オフィス クラウド クラウドサイト コメント プラグイン プラグ アプリ レコード フィールド テーブル データ ファイル
    フォルダ フォルダー ボタン メニュー ページ ユーザー ユーザ アカウント パスワード エラー メッセージ ブラウザ ブラウザー パソコン
    スマホ タブレット モバイル ネットワーク ルーター インターネット ウェブ サイト サービス システム ソフト ツール アップデート
    バージョン リリース インポート エクスポート アップロード ダウンロード プレビュー プリンタ プリンター スペース スレッド ポータル
    ゲストスペース テンプレート プロセス ステータス アクション ワークフロー スケジュール タスク リスト カード ライセンス プラン
    コース サポート ヘルプ お知らせ 障害 検索 集計 計算 一覧 詳細 帳票 レポート アマゾン ふりー ボード
    東京リージョン リージョン バッチ 定期実行タスク webフォント フォント ライン ライン通知 リンク チャット ミーティング コレクション せせらぎ
    コネクタ コネクター コネクト アダプター バーコード スプレッドシート エクセル パンダ ぱんだ ダッシュ かりんこ
   """
    )
)
# Native words: one of them with a loan word is put together to be a name.
_NATIVE = frozenset(
    fold(word)
    for word in word_set(
        """まとめ つなぐ 連番 さくら 桜 もじ 文字 しおり 地図 ここ 棚 たな はんこ 判子 みち 道 とどく 届く すず 鈴 蔵 くら
        かぎ 鍵 はやて 疾風 なぎさ 渚 みなと 港 はと 鳩 くも 雲 箱 はこ いろ 色 まど 窓 いた 板 ポチッ こよみ 暦"""
    )
)
# Longest first, so that a compound is taken apart greedily.
_PIECES = re.compile(
    "|".join(sorted((re.escape(w) for w in _JAPANESE if len(w) >= 2), key=len, reverse=True))
)
_ENDING = re.compile(r"(?:'s|s|es|ed|ing|er|ers|ly)$")


def is_english(word: str) -> bool:
    """Whether a Latin word, in lower case, is an ordinary English word in any common ending."""
    if word in _ENGLISH:
        return True
    stem = _ENDING.sub("", word)
    return stem != word and (stem in _ENGLISH or f"{stem}e" in _ENGLISH)


def is_function_word(word: str) -> bool:
    """Whether a Latin word, in lower case, makes a phrase rather than a compound."""
    return word in _FUNCTION


def is_single_word(folded: str) -> bool:
    """Whether a folded Japanese word is an ordinary word by itself."""
    return folded in _JAPANESE


def is_japanese(folded: str) -> bool:
    """Whether a folded Japanese word is ordinary, or a compound of nothing but ordinary words."""
    if folded in _JAPANESE:
        return True
    rest = _PIECES.sub("", folded)
    return not rest


def is_coined(folded: str) -> bool:
    """Whether a folded compound joins a native word to another: nobody says so of ordinary things."""
    return any(
        folded != word and (folded.startswith(word) or folded.endswith(word)) for word in _NATIVE
    )

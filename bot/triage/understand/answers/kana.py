"""Answers written in kana only: the words that matter, as they are mostly written."""

import re

from bot.triage.understand.wording import MessageWording

_KANJI = re.compile(r"[一-鿿]")
_KANA = re.compile(r"[ぁ-ゖァ-ヶ]")
_SPELLINGS = {
    "ぜんいん": "全員",
    "ぜんぶ": "全部",
    "すべて": "全て",
    "わたし": "私",
    "じぶん": "自分",
    "いがい": "以外",
    "どうりょう": "同僚",
    "じょうし": "上司",
    "ぶしょ": "部署",
    "ほかのひと": "ほかの人",
    "ひとり": "一人",
    "かいしゃ": "会社",
    "ひらか": "開か",
    "ひらき": "開き",
    "ひらく": "開く",
    "ひらけ": "開け",
    "ひらい": "開い",
    "あきま": "開きま",
    "あかな": "開かな",
    "あかへん": "開かへん",
    "あける": "開ける",
    "あけま": "開けま",
    "みれ": "見れ",
    "みえ": "見え",
    "みられ": "見られ",
    "うごか": "動か",
    "うごき": "動き",
    "うごく": "動く",
    "つかえ": "使え",
    "つかって": "使って",
    "はいれ": "入れ",
    "はいって": "入って",
    "いれて": "入れて",
    "かわら": "変わら",
    "かわり": "変わり",
    "かえて": "変えて",
    "おなじ": "同じ",
    "いっしょ": "一緒",
    "もんだい": "問題",
    "だいじょうぶ": "大丈夫",
    "せいじょう": "正常",
    "へんこう": "変更",
    "なおった": "直った",
    "なおって": "直って",
    "なおり": "直り",
    "なおら": "直ら",
    "ふっきゅう": "復旧",
    "とどい": "届い",
    "とどか": "届か",
    "ほぞん": "保存",
    "とうろく": "登録",
    "まっしろ": "真っ白",
    "がめん": "画面",
    "せってい": "設定",
    "かんりしゃ": "管理者",
    "けんげん": "権限",
    "りょうほう": "両方",
    "かいせん": "回線",
    "むこう": "無効",
    "ためし": "試し",
    "きてます": "来てます",
    "きてない": "来てない",
    "きてません": "来てません",
}
# After a topic or at the start it is "appear", elsewhere a particle.
_APPEARS = re.compile(
    r"(?:(?<=^)|(?<=[はがもに、。 ]))で(?=ます|ません|ない|てる|てます|てない|た$)"
)
_WORDS = re.compile("|".join(sorted(map(re.escape, _SPELLINGS), key=len, reverse=True)))
LONGEST = 200


def in_kanji(wording: MessageWording) -> MessageWording:
    """A short text that has no kanji in the usual spelling; any other as it is."""
    text = wording.written
    if len(text) > LONGEST or _KANJI.search(text) or not _KANA.search(text):
        return wording
    spelled = _WORDS.sub(lambda m: _SPELLINGS[m.group()], _in_hiragana(wording))
    return MessageWording(_APPEARS.sub("出", spelled))


def _in_hiragana(wording: MessageWording) -> str:
    """As written, with katakana as hiragana where the text is nothing but katakana."""
    has_hiragana = re.search(r"[ぁ-ゖ]", wording.written) is not None
    return wording.written if has_hiragana else wording.plain

"""What a message is about, in its own words: greetings, addresses and the writer's name left out. Pure."""

import re

from bot.text.pleasantries import is_pleasantry

_SENTENCES = re.compile(r"[^。！？]*[。！？]+|[^。！？]+$")
_ADDRESS = re.compile(
    r".{0,30}(?:御中|各位|ご?担当者?(?:様|さま|の方)|サポート(?:様|さま))[、,。\s]*"
    r"|[^\s、。]{1,12}(?:様|さま)[、,。\s]*"
    r"|(?:dear|hi|hello)\b[^.!?]{0,40},"
    r"|to whom it may concern\W*",
    re.IGNORECASE,
)
# "Komorebi Trading's Yamada", by what the names of organisations end with; "the error of the sales department" is none.
_OF = (
    r"(?:商事|商店|商会|物流|運輸|運送|交通|観光|工業|産業|工房|建設|不動産|設備|機械|電機|化学|製薬|食品|水産|印刷|酒造"
    r"|医療|銀行|金庫|組合|協会|財団|法人|製作所|事務所|[社部課室係店局院園校館庁所])"
)
_MATTER = (
    r"(?:件|話|者|方|時|問題|障害|不具合|故障|停止|遅延|異常|変更|追加|解約|更新|導入|料金|見積|質問|相談|依頼|要望"
    r"|連絡|請求|契約|設定|画面|一覧|表示|場合|担当)"
)
_NAME = re.compile(
    rf"[^。の]{{1,30}}{_OF}の(?!{_MATTER})[一-龥々]{{1,4}}(?:です|でございます)[。\s]*|"
    r".{0,40}(?:株式会社|有限会社|合同会社|\(株\)|（株）).{0,30}(?:です|と申します|でございます)[。\s]*"
    r"|.{0,40}と申します[。\s]*"
    r"|(?:my name is|this is)\s[^.!?,]{1,60}[.,]?"
    r"|i hope (?:this|you|all)\b[^.!?]{0,60}[.!]?",
    re.IGNORECASE,
)


def subject_of(text: str) -> str:
    """The rest of a line from the first sentence on that says something; "" where none does."""
    for line in text.splitlines():
        sentences = _SENTENCES.findall(line.strip())
        for number, sentence in enumerate(sentences):
            if not _says_nothing(sentence.strip()):
                return "".join(sentences[number:]).strip()
    return ""


def _says_nothing(sentence: str) -> bool:
    """Whether a sentence only greets, addresses somebody or says who writes."""
    if not any(letter.isalnum() for letter in sentence):
        return True
    is_formal = _ADDRESS.fullmatch(sentence) or _NAME.fullmatch(sentence)
    return bool(is_formal) or is_pleasantry(sentence)

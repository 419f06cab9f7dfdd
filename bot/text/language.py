"""Which language a message is written in, so that the answer can be in it.

By script first, then by function words. What is quoted, pasted or linked is not the sender's own
language, and a product name in Latin letters does not make a Japanese sentence English.
"""

import re
from functools import lru_cache

from bot.text.normalise import nfkc, word_set

LANGUAGES = ("ja", "en", "zh", "ko", "vi", "th", "pt", "id")
DEFAULT = "ja"

_NOT_PROSE = re.compile(
    r"https?://[!-~]+|(?<![\w.+-])[\w.+-]+@[\w.-]+|`[^`\n]*`|\[[^\[\]\n]{1,12}\]"
    r"|(?<![A-Za-z0-9_.-])[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+\b|\b[A-Z]+_[A-Z0-9_]+\b"
)
# What a browser or server says in English, in whatever language its reader writes.
_OF_A_PROGRAM = re.compile(
    r"Cannot (?:read|set) propert(?:y|ies)(?: '[^']*')? of (?:null|undefined)(?: \((?:reading|setting) '[^']*'\))?"
    r"|[\w$.]+ is (?:not (?:defined|a function|a constructor|iterable)|null|undefined)\b|Unexpected token \S+|Script error"
    r"|(?:Internal Server Error|Bad (?:Gateway|Request)|Service (?:Temporarily )?Unavailable|Gateway Time-?out"
    r"|Too Many Requests|Not Found|Forbidden|Unauthorized)\b",
    re.IGNORECASE,
)
_PASTED = re.compile(
    r"^\s*(?:at |GET |POST |PUT |[<>{}]|Uncaught |Failed to load resource|Refused to (?:load|execute|apply|connect|frame)"
    r"|Access to (?:fetch|script|font|XMLHttpRequest) at|Mixed Content:)|(?:Error|Exception):"
    r"|\w\.m?js:\d+"
)
_QUOTED = re.compile(
    r"「[^」]*」|『[^』]*』|“[^”]*”|\"[^\"\n]*\"|(?<![A-Za-z])'[^'\n]*'(?![A-Za-z])"
)
_SCRIPTS = re.compile(
    r"(?P<kana>[ぁ-ゖァ-ヺ]+)|(?P<han>[々\u3400-\u4dbf\u4e00-\u9fff]+)"
    r"|(?P<hangul>[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]+)|(?P<thai>[\u0e00-\u0e7f]+)"
)
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿĀ-ſƠ-ưẠ-ỹ]+(?:'[a-z]+)?")
# A Japanese sentence that carries foreign words goes on with a particle right after them.
_CARRIED = re.compile(
    r"[A-Za-z0-9.!?\"'」』)\]]\s?(?:って|から|まで|という|[がはをにでとのもへや])(?![A-Za-z])"
)
_ONLY_CHINESE = re.compile(
    r"[们这说请为么样应时见没话吗呢您你她哪给让关开问题无还过现]|[嗎這們沒您你說請樣麼對還統很系请錯誤嗎]|的|了|是|我|不能|不了|無法"
)
_ONLY_JAPANESE = re.compile(r"[々込働対応発気図広処実円続変権戻読売駅総検験単帰]")
_VIETNAMESE = re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_ELONGATED = re.compile(r"([a-z])\1{2,}")

_IN_LATIN = frozenset({"pt", "id", "vi"})  # and English, which is taken where nothing tells
_WORDS: dict[str, frozenset[str]] = {
    "en": word_set(
        """the is are was were be been am i i'm i've we we're you your our my it it's its this that these those and
    or but if when what why how who where which can can't cannot could would should will won't do does
    doesn't don't did didn't not no any some all every has have had haven't hasn't isn't aren't there
    there's here with without from for of to in on at by as an a after before since until just only still
    again now today yesterday please thanks thank hello hi hey help down slow broken error works working
    worked work fine open opens load loading login log page screen blank app apps need want get got try
    tried same nothing everything anyone someone everybody nobody me us he she they them his her their
    outage wont dont cant stuck back up yes nope save saved refund invoice human agent person support issue
    problem going gone stop stopped never too very so then than about into out over cancel reset how's
    what's let's solved resolved fixed"""
    ),
    "pt": word_set(
        """não nao você voce vocês está estão estou para uma um com por favor que
    ninguém ninguem consegue consigo conseguimos desde aqui quando já bom
    boa dia tarde noite olá ola obrigado obrigada abre abrir fica funciona
    funcionando funcionar tela erro meu minha nosso nossa seu sua mas
    muito também tambem hoje ontem agora ao aos pelo pela dos das nos nas
    em só isso esse essa este temos tem ajuda aplicativo sistema
    carregando lento pessoal todos todas como onde porque senha usuário
    usuario empresa entrar acessar voltou os outros outras abrem abriu lista
    nenhum nenhuma desativei desativar ainda continua mesmo branco são sao foi era mais"""
    ),
    "id": word_set(
        """tidak bisa saya kami kita yang dan dari ini itu untuk dengan sudah belum ada tolong mohon bagaimana
    kenapa mengapa apakah apa nggak gak enggak ga tak kok sejak tadi pagi siang sore malam kemarin dibuka
    buka masuk lambat lemot terus muncul halaman layar putih kosong aplikasi semua terima kasih selamat
    bantu bantuan harus karena tapi tetapi juga lagi akan telah atau saja hanya pada oleh jika kalau gagal
    menyimpan simpan pengguna kantor kapan pulih rusak"""
    ),
    "vi": word_set(
        """khong duoc loi vao toi em anh chi ban khi voi cua nhung bi roi chua
    sao giup xin chao cam on không được lỗi vào tôi chị bạn với của những
    bị rồi chưa giúp chào cảm ơn ạ và là có cho từ này nào thì mà sáng nay
    hôm trang trắng mở công ty người"""
    ),
    "ja": word_set(
        """desu masu masen mashita deshita desuka masuka kudasai onegai onegaishimasu shimasu arimasen hirakanai
    hirakimasen arigatou arigato gozaimasu sumimasen dekinai dekimasen konnichiwa ohayou nai node kara made
    ga wo desuga shita shite imasu ima hiraku omoi tsunagaranai tsunagarimasen"""
    ),
}
# Words that several of the languages share, or that every support message has: half evidence.
_SHARED = word_set(
    """ga a as do no on an in to app error login log em anh from made nai page apa ban sao down me com"""
)


def language(text: str, hint: str | None = None) -> str:
    """The language of a text: ja, en, zh (both scripts), ko, vi, th, pt or id.

    ``hint`` is what is known of the sender (earlier messages, the browser); it decides where the
    text says too little. Without it such a text counts as Japanese. Never raises.
    """
    plain = nfkc(text[:20_000])
    lines = (line for line in plain.splitlines() if not _PASTED.search(line))
    prose = _NOT_PROSE.sub(" ", _OF_A_PROGRAM.sub(" ", "\n".join(lines)))
    own = _QUOTED.sub(" ", prose)
    for words in (own, prose):
        if found := _by_script(words) or _by_words(words, hint):
            return found
    return _supported(hint)


def _supported(hint: str | None) -> str:
    primary = (hint or "").replace("_", "-").split("-")[0].casefold()
    return primary if primary in LANGUAGES else DEFAULT


def _by_script(text: str) -> str | None:
    """ja, zh, ko or th where such a script leads the text; None where Latin letters do, or nothing."""
    if text.isascii():
        return None
    letters = dict.fromkeys(("kana", "han", "hangul", "thai"), 0)
    for run in _SCRIPTS.finditer(text):
        letters[run.lastgroup or ""] += run.end() - run.start()
    kana, han, hangul, thai = letters.values()
    # One syllable or ideograph says about as much as two and a half letters.
    most = max(hangul, thai, kana + han)
    if most == 0:
        return None
    if _led_by_latin(text, most):
        return None
    if most == hangul:
        return "ko"
    if most == thai:
        return "th"
    return _japanese_or_chinese(text, kana, han)


def _led_by_latin(text: str, others: int) -> bool:
    words = _WORD.findall(text)
    if sum(map(len, words)) / 2.5 <= others or _CARRIED.search(text):
        return False
    scores = _scores(words)
    return max(scores.values()) >= max(2.0, 0.2 * len(words))


def _japanese_or_chinese(text: str, kana: int, han: int) -> str | None:
    if kana:
        chinese = len(_ONLY_CHINESE.findall(text))
        return "zh" if chinese >= 3 and kana * 8 < han else "ja"
    if _ONLY_CHINESE.search(text):
        return "zh"
    if _ONLY_JAPANESE.search(text):
        return "ja"
    return "zh" if han >= 8 else None  # a long Japanese text has kana


def _scores(words: list[str]) -> dict[str, float]:
    scores = dict.fromkeys(_WORDS, 0.0)
    for word in words:
        low = word.casefold()
        for code in _languages_of(low):
            scores[code] += 0.5 if low in _SHARED else 1.0
        if not low.isascii() and _VIETNAMESE.search(low):
            scores["vi"] += 1.5
    return scores


@lru_cache(maxsize=8192)
def _languages_of(word: str) -> tuple[str, ...]:
    """The languages that have a word, also where a letter is drawn out ("helloooo")."""
    variants = {word, _ELONGATED.sub(r"\1", word), _ELONGATED.sub(r"\1\1", word)}
    return tuple(code for code, known in _WORDS.items() if variants & known)


def _by_words(text: str, hint: str | None) -> str | None:
    """The language of a text in Latin letters, or None when it has too few words to tell.

    Words that none of the languages is known by are English, unless the sender writes in another
    one of these.
    """
    words = _WORD.findall(text)
    scores = _scores(words)
    best = max(scores, key=lambda code: scores[code])  # English first where they are equal
    if scores[best] >= 1.0:
        return best
    usual = _supported(hint) if _supported(hint) in _IN_LATIN else None
    if scores[best] > 0 and len(words) >= 3:
        return usual or best  # "app" is a word of many languages
    prose = [w for w in words if w.islower() and len(w) >= 2]
    return usual or "en" if len(prose) >= 3 else None

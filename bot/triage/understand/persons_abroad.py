"""Names of persons in texts of other languages, where a title, a label or a role marks them.

It does not find a bare name, and the sender's own ("My name is …", a signature) stays.
"""

import re
from collections.abc import Iterator

from bot.triage.understand.ordinary import is_english
from bot.triage.understand.sensitive import Cued, Found, Sensitive, spans

_CAPITAL = r"[A-ZÀ-ÝĐ][\w'’-]{1,24}"
_TITLED = Cued(
    (
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "sr",
        "sra",
        "srta",
        "dona",
        "pak",
        "bu",
        "bapak",
        "ibu",
    ),
    re.compile(
        rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sr|Sra|Srta|Dona|Pak|Bu|Bapak|Ibu)\.?\s(?P<value>{_CAPITAL}(?:\s{_CAPITAL}){{0,3}})"
    ),
)
_LABELLED = Cued(
    (
        "full",
        "customer",
        "patient",
        "client",
        "contact",
        "employee",
        "member",
        "student",
        "guest",
        "last",
        "first",
        "name",
        "named",
        "called",
        "họ tên",
        "tên khách",
        "nome",
        "nama",
    ),
    re.compile(
        rf"(?:\b(?:(?:full|customer|patient|client|contact|employee|member|student|guest|last|first)(?:'s)?\s)name(?:\sis|\s?[:=])|(?<![\w ])name\s?[:=]|(?<!one )(?<!plugin )(?<!plug-in )(?<!tool )(?<!app )(?<!product )(?<!service )\b(?:named|called)|họ tên\s?:|tên khách(?: hàng)?\s?:|nome(?: completo)?\s?:|nama(?: lengkap)?\s?:)\s(?P<value>{_CAPITAL}(?:\s{_CAPITAL}){{1,3}})"
    ),
)
_ROLE = Cued(
    (
        "customer",
        "client",
        "patient",
        "colleague",
        "coworker",
        "co-worker",
        "employee",
        "user",
        "member",
        "guest",
        "student",
        "tenant",
        "contact",
        "boss",
        "manager",
        "assistant",
        "teammate",
        "accountant",
        "nurse",
        "secretary",
        "director",
        "supervisor",
        "intern",
        "recipient",
        "cliente",
        "paciente",
        "colega",
        "karyawan",
        "pelanggan",
        "khách hàng",
        "nhân viên",
    ),
    re.compile(
        rf"\b(?:[Cc]ustomer|[Cc]lient|[Pp]atient|[Cc]olleague|[Cc]o-?worker|[Ee]mployee|[Uu]ser|[Mm]ember|[Gg]uest|[Ss]tudent|[Tt]enant|[Cc]ontact|[Bb]oss|[Mm]anager|[Aa]ssistant|[Tt]eammate|[Aa]ccountant|[Nn]urse|[Ss]ecretary|[Dd]irector|[Ss]upervisor|[Ii]ntern|[Rr]ecipient|[Cc]liente|[Pp]aciente|[Cc]olega|[Kk]aryawan|[Pp]elanggan|khách hàng|nhân viên)(?:\s(?:is|was|name))?[:,]?\s(?P<value>{_CAPITAL}(?:\s{_CAPITAL}){{1,3}})"
    ),
)
_VIETNAMESE = Cued(
    ("anh", "chị", "ông", "bà"),
    re.compile(rf"\b(?:[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à)\s(?P<value>{_CAPITAL}(?:\s{_CAPITAL}){{1,3}})"),
)
_KOREAN = re.compile(
    r"(?<![가-힣])(?P<value>(?!고객|이용|사용|관리|신청|구매|주문|작성|담당|선생|사장)[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변추도소석선설마길연위표명기반][가-힣]{2}(?<!자))\s?(?=님|씨)"
)
_CHINESE = re.compile(
    r"(?P<value>(?:[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧蕭蔡潘田董袁于余叶葉蒋蔣杜苏蘇魏程吕呂丁沈任姚卢盧钟鍾姜崔谭譚陆陸汪范石廖贾賈韦韋夏付方白邹鄒孟熊秦邱江尹薛阎閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴][一-鿿]{0,2}))(?=先生|女士|小姐|经理|經理)"
    r"|(?:客户|客戶|姓名|员工|員工)\s?[:是]?\s?(?P<named>[一-鿿]{2,3})(?=[,，。:：\s的]|$)"
)
_CHINESE_SIGN = re.compile(r"先生|女士|小姐|经理|經理|客户|客戶|姓名|员工|員工")
_THAI = Cued(
    ("นาย", "นางสาว", "นาง", "ชื่อลูกค้า", "ลูกค้าชื่อ", "คุณ"),
    re.compile(
        r"(?:นาย|นางสาว|นาง|ชื่อลูกค้า\s?:?|ลูกค้าชื่อ|คุณ)\s?(?P<value>[\u0e00-\u0e7f]{2,20}\s[\u0e00-\u0e7f]{2,24})(?=\s|$|[,.])"
    ),
)


def find_persons_abroad(text: str) -> Iterator[Found]:
    """Names of third persons in a narrowed text, as other languages mark them; linear."""
    yield from _latin(text)
    if "님" in text or "씨" in text:
        yield from spans(_KOREAN, text, Sensitive.PERSON, 1)
    if _CHINESE_SIGN.search(text) and not re.search(r"[ぁ-ゖ]", text):
        yield from spans(_CHINESE, text, Sensitive.PERSON, 1)
        yield from spans(_CHINESE, text, Sensitive.PERSON, 2)
    yield from spans(_THAI, text, Sensitive.PERSON, 1)


def _latin(text: str) -> Iterator[Found]:
    for pattern in (_TITLED, _LABELLED):
        yield from spans(pattern, text, Sensitive.PERSON, 1)
    for pattern in (_ROLE, _VIETNAMESE):
        for m in pattern.finditer(text):
            if not any(is_english(w.casefold()) for w in m.group("value").split()):
                yield Found(m.start("value"), m.end("value"), Sensitive.PERSON)

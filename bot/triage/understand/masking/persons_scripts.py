"""Names of third persons in Korean, Chinese and Thai texts, after a role or before a title."""

import re
from collections.abc import Iterator

from bot.triage.understand.masking.sensitive import Cued, Found, Sensitive, spans
from bot.triage.understand.sieve import Pattern

_KO_SURNAME = "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변추도소석선설마길연위표명기반"
_KO_NOT = r"(?!고객|이용|사용|관리|신청|구매|주문|작성|담당|선생|사장|과장|부장|대리|팀장|원장|모두|전체|이번|오늘|하나|여러|안녕|전원|모든|모두|일부|전부|본인|당사|신입|한테|이미|그냥)"
_KO_TITLE = (
    r"님|씨|과장|부장|대리|팀장|차장|사장|이사|원장|선생|실장|본부장|주임|사원|군|양(?![식])"
)
_KO_DOUBLE = "남궁|황보|제갈|사공|선우|서문|독고"
_KOREAN = re.compile(
    rf"(?<![가-힣])(?P<value>(?:{_KO_DOUBLE})\s?[가-힣]{{1,2}}(?<!님)|{_KO_NOT}[{_KO_SURNAME}][가-힣]{{1,2}}(?<!자)(?<!님))\s?(?=(?:{_KO_TITLE})(?!들|입니다|이에요))"
)
_KOREAN_ROLE = re.compile(
    rf"(?:동료|고객|담당자?|상사|부하|직원|환자|학생|회원|관리자|승인자|작성자|신청자|사용자|팀장|부장|과장|대리|고객명|담당자명|성명|이름은?|성함은?|성명|남편|아내|친구)\s?(?:인|이신|:|은|는)?\s?(?P<value>{_KO_NOT}(?:{_KO_DOUBLE}|[{_KO_SURNAME}])[가-힣]{{2}})(?=[이가은는도의을를와과만,.:\s]|에게|한테|입니|$)"
)
_KOREAN_SIGN = Pattern(
    "님|씨|동료|고객|담당|상사|직원|환자|학생|회원|관리자|승인자|작성자|신청자|사용자|팀장|부장|과장|대리|이름|성함|성명|남편|아내|친구|차장|사장|원장|실장"
)
_ZH_SURNAME = "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧蕭蔡潘田董袁于余叶葉蒋蔣杜苏蘇魏程吕呂丁沈任姚卢盧钟鍾姜崔谭譚陆陸汪范石廖贾賈韦韋夏付方白邹鄒孟熊秦邱江尹薛阎閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴"
_ZH_DOUBLE = "欧阳|歐陽|司徒|司马|司馬|上官|诸葛|諸葛|皇甫|慕容|令狐|尉迟|尉遲|公孙|公孫|夏侯|东方|東方|端木|轩辕|軒轅|南宫|南宮"
_ZH_NEXT = r"(?=[,。:;!?)、\s的说說也在被是有要就没沒不无無打登看点點用那这這和跟与與反给給]|$|\()"
_CHINESE = re.compile(
    rf"(?P<value>(?:{_ZH_DOUBLE}|[{_ZH_SURNAME}])[一-鿿]{{0,2}})(?=先生|女士|小姐|经理|經理|总(?![是共结])|主任|老师|老師|医生|醫生|科长|部长)"
)
_CHINESE_ROLE = re.compile(
    rf"(?:客户|客戶|姓名|员工|員工|同事|经理|經理|老板|老闆|主管|部长|部長|科长|上司|下属|用户|用戶|负责人|負責人|联系人|聯絡人|学生|学员|患者|会员|會員|朋友|先生|太太|秘书|助理)(?:叫|名叫|[,:是])?\s?(?P<value>(?:{_ZH_DOUBLE}|[{_ZH_SURNAME}])[一-鿿]{{1,2}}?){_ZH_NEXT}"
)
_CHINESE_SIGN = Pattern(
    "先生|女士|小姐|经理|經理|客户|客戶|姓名|员工|員工|同事|老板|老闆|主管|部长|部長|负责人|負責人|联系人|聯絡人|总|老师|老師|用户|用戶|患者|会员|學生|学生|主任|医生|科长|秘书|助理|朋友|太太|上司|下属"
)
_CHINESE_DOUBLE = Pattern(rf"(?P<value>(?:{_ZH_DOUBLE})[一-鿿]{{1,2}}?){_ZH_NEXT}")
_KANA = re.compile("[ぁ-ゖァ-ヺ]")
_TH_NOT = r"(?!ช่วย|จะ|ได้|มี|เป็น|ต้อง|สามารถ|ครับ|คะ|ค่ะ|ลูกค้า|ภาพ|สมบัติ|พ่อ|แม่|หมอ|ครู|คือ|ทำ|เห็น|ส่ง|บอก|ให้|และ|ก็|อยู่|ใช้|รู้|ลอง|แจ้ง|ตอบ)"
_THAI = Cued(
    ("นาย", "นางสาว", "นาง", "ชื่อลูกค้า", "ลูกค้าชื่อ", "คุณ", "พี่"),
    Pattern(
        rf"(?:นาย(?!จ้าง)|นางสาว|นาง|ชื่อลูกค้า\s?:?|ลูกค้าชื่อ|(?<!ขอบ)คุณ|พี่)\s?(?P<value>{_TH_NOT}[\u0e00-\u0e7f]{{2,20}}(?:\s[\u0e00-\u0e7f]{{2,14}}(?=\s|$|[,.]))?)(?=\s|$|[,.])"
    ),
)
_TH_VERB = re.compile(
    r"\s(?:เข้า|เปิด|ไม่|ใช้|บอก|แจ้ง|เห็น|กด|บันทึก|ทำ|จะ|อยู่|ฝ่าย|แผนก|ลอง|ก็|ได้|ขอ|ต้อง|และ|กับ|มี|เป็น|ที่|จาก|พบ|เจอ)"
)


def find_persons_in_scripts(text: str) -> Iterator[Found]:
    """Names of third persons in a narrowed text in one of the three scripts; linear."""
    if _KOREAN_SIGN.search(text):
        yield from spans(_KOREAN, text, Sensitive.PERSON, 1)
        yield from spans(_KOREAN_ROLE, text, Sensitive.PERSON, 1)
    chinese = not _KANA.search(text)
    if chinese:
        yield from spans(_CHINESE_DOUBLE, text, Sensitive.PERSON, 1)
    if chinese and _CHINESE_SIGN.search(text):
        yield from spans(_CHINESE, text, Sensitive.PERSON, 1)
        yield from spans(_CHINESE_ROLE, text, Sensitive.PERSON, 1)
    for m in _THAI.finditer(text):
        verb = _TH_VERB.search(m.group("value"))
        end = m.start("value") + verb.start() if verb else m.end("value")
        yield Found(m.start("value"), end, Sensitive.PERSON)

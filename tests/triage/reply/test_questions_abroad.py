"""Questions in languages of which no model is trained: phrases alone find them, and no report is taken for one."""

import pytest

from bot.model.knowledge import Knowledge
from bot.triage.triage import Triage
from tests.builders import a_catalogue
from tests.cases import each

ASKED = {
    "hours": {
        "zh": "周末有人在吗？",
        "ko": "주말에도 상담하나요?",
        "vi": "Cuối tuần có ai làm việc không ạ?",
        "pt": "Vocês atendem no sábado?",
        "th": "วันเสาร์เปิดไหมคะ",
        "id": "Hari Sabtu buka?",
    },
    "when_contact": {
        "zh": "什么时候有人联系我？",
        "ko": "언제 연락 주시나요?",
        "vi": "Bao giờ có người gọi lại ạ?",
        "pt": "Quando alguém vai me responder?",
        "th": "จะติดต่อกลับเมื่อไหร่คะ",
        "id": "Kapan saya dihubungi?",
    },
    "data_kept": {
        "zh": "我写的内容会保存多久？",
        "ko": "여기 쓴 내용은 저장되나요?",
        "vi": "Nội dung này có được lưu lại không?",
        "pt": "Esta conversa fica guardada?",
        "th": "ข้อความที่เขียนถูกเก็บไว้ไหมคะ",
        "id": "Apakah percakapan ini disimpan?",
    },
    "received": {
        "zh": "你们收到了吗？",
        "ko": "제 글 받으셨나요?",
        "vi": "Bên mình nhận được chưa ạ?",
        "pt": "Vocês receberam minha mensagem?",
        "th": "ได้รับข้อความหรือยังคะ",
        "id": "Pesan saya sudah masuk?",
    },
    "compensation": {
        "zh": "这段时间的费用可以退款吗？",
        "ko": "요금은 환불되나요?",
        "vi": "Có được hoàn tiền không?",
        "pt": "Não vamos ter um reembolso por isso?",
        "th": "มีการชดเชยไหมคะ",
        "id": "Apakah ada kompensasi?",
    },
    "which_companies": {
        "zh": "是哪些公司？",
        "ko": "어느 회사인가요?",
        "vi": "Những công ty nào bị vậy?",
        "pt": "Quais empresas estão assim?",
        "th": "บริษัทไหนบ้างคะ",
        "id": "Perusahaan mana saja?",
    },
    "reenable_when": {
        "zh": "停用了。什么时候可以重新启用？",
        "ko": "비활성화했어요. 언제 다시 켜도 되나요?",
        "vi": "Em tắt plugin rồi, khi nào bật lại được ạ?",
        "pt": "Desativei o plug-in. Quando posso reativar?",
        "th": "ปิดปลั๊กอินแล้ว เปิดกลับได้เมื่อไหร่คะ",
        "id": "Plugin sudah dimatikan. Kapan boleh diaktifkan lagi?",
    },
    "who_can": {
        "zh": "这个停用谁可以操作？",
        "ko": "비활성화는 누가 할 수 있나요?",
        "vi": "Việc tắt plugin thì ai làm được ạ?",
        "pt": "Quem pode desativar o plug-in?",
        "th": "ใครต้องทำการปิดปลั๊กอินคะ",
        "id": "Siapa yang bisa mematikan plugin itu?",
    },
    "how_disable": {
        "ko": "플러그인은 어떻게 비활성화하나요?",
        "vi": "Tắt plugin ở đâu vậy?",
        "pt": "Como desativo o plug-in?",
        "th": "ปิดปลั๊กอินอย่างไรคะ",
        "id": "Bagaimana cara menonaktifkan plugin?",
    },
    "workaround": {
        "vi": "Trong lúc chờ thì làm thế nào ạ?",
        "pt": "Existe alguma alternativa?",
        "th": "ระหว่างนี้ทำอย่างไรดีคะ",
        "id": "Apa ada cara lain?",
    },
    "restart_helps": {
        "zh": "重启电脑有用吗？",
        "ko": "재부팅하면 될까요?",
        "vi": "Khởi động lại máy có giúp gì không?",
        "pt": "Reiniciar resolve?",
        "th": "รีสตาร์ทแล้วจะหายไหมคะ",
        "id": "Restart komputer membantu?",
    },
    "continue_ok": {
        "zh": "可以继续录入吗？",
        "ko": "계속 입력해도 되나요?",
        "vi": "Em tiếp tục nhập được không?",
        "pt": "Não sei se posso continuar usando, posso continuar?",
        "th": "ใช้ต่อได้ไหมคะ",
        "id": "Apakah kami boleh lanjut memakai aplikasi ini?",
    },
    "own_change": {
        "zh": "是不是我改了设置造成的？",
        "ko": "제가 설정을 바꾼 것 때문인가요?",
        "vi": "Có phải do em sửa trường hôm qua không?",
        "pt": "Pode ser porque alterei um campo ontem?",
        "th": "เพราะที่เราแก้ฟิลด์หรือเปล่าคะ",
        "id": "Apakah karena saya mengubah field kemarin?",
    },
    "backup": {
        "zh": "你们有备份吗？",
        "ko": "백업이 있나요?",
        "vi": "Bên mình có bản sao lưu không?",
        "pt": "Vocês têm backup?",
        "th": "มีการสำรองข้อมูลไหมคะ",
        "id": "Apakah ada backup?",
    },
}
REPORTS = (
    "列表打不开，一直转圈。",
    "应用里的打印按钮不见了，只有我这里这样。",
    "从早上开始收不到通知。",
    "앱이 안 열리고 계속 돌아가요.",
    "저장하면 오류가 나요. 저만 그래요.",
    "Màn hình trắng, không mở được ứng dụng.",
    "Không lưu được bản ghi, báo lỗi 500.",
    "A tela fica branca desde cedo.",
    "Não consigo salvar o registro, dá erro.",
    "หน้าจอขาว เปิดแอปไม่ได้เลยค่ะ",
    "บันทึกไม่ได้ ขึ้น error 503",
    "Aplikasi tidak bisa dibuka, layar putih.",
    "Tombol cetak hilang sejak pagi.",
)


@pytest.fixture(scope="module")
def triage(knowledge: Knowledge) -> Triage:
    return Triage(knowledge, a_catalogue())


@each(("answer", "text"), [(a, text) for a, says in ASKED.items() for text in says.values()])
def test_a_question_is_found_by_phrases(triage: Triage, answer: str, text: str) -> None:
    assert answer in triage.read(text).asked


@each("text", REPORTS)
def test_a_report_asks_none_of_them(triage: Triage, text: str) -> None:
    assert not ASKED.keys() & {*triage.read(text).asked}

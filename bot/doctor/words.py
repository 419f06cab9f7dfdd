"""The sentences of all examiners but Slack's, which has its own."""

from collections.abc import Mapping

from bot.doctor.words_house import WORDS as HOUSE
from bot.doctor.words_settings import WORDS as SETTINGS
from bot.model.checkup import Checkup, Health, Phrase, Said, checkup

WORDS: Mapping[str, Phrase] = {
    **SETTINGS,
    **HOUSE,
    "too_long": (
        Health.WRONG,
        Said("{seconds} 秒たっても確認が終わりません。", "Could not be looked at in {seconds} s."),
        Said("接続先が応答しているか確かめてください。", "See whether what it asks answers."),
    ),
    "failed": (
        Health.WRONG,
        Said("確かめられませんでした（{why}）。", "Could not be looked at ({why})."),
        Said("Jitabata の不具合です。開発者に知らせてください。", "A fault of ours: report it."),
    ),
}


def say(key: str, subject: str, **values: object) -> Checkup:
    """One checkup in its words. ``values`` go into the sentences; none of them is a secret."""
    return checkup(WORDS[key], subject, **values)

"""What staff call things, in Japanese and English: causes, kinds of evidence, probabilities."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk.labels import spoken
from bot.model.catalogue import Catalogue
from bot.model.evidence import NONE, UNKNOWN, EvidenceKind
from bot.model.incident import Voices
from bot.model.knowledge import Knowledge
from bot.model.phrasing import organisation_words, quoted, voices_words

SORTS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "platform": "プラットフォーム",
        "update": "仕様変更",
        "maintenance": "メンテナンス",
        "plugin": "プラグイン",
        "connected": "連携サービス",
        "infra": "配信・ホスティング",
        "idp": "認証",
        "isp": "回線",
        "external": "外部サービス",
        "home": "自社製品",
        "browser": "ブラウザ",
        "unlisted_plugin": "台帳にないプラグイン",
        "customer": "お客様の環境",
        UNKNOWN: "調査中",
        NONE: "異常なし",
    },
    "en": {
        "platform": "platform",
        "update": "change in the platform",
        "maintenance": "maintenance",
        "plugin": "plugin",
        "connected": "connected service",
        "infra": "hosting or CDN",
        "idp": "identity provider",
        "isp": "network provider",
        "external": "external service",
        "home": "our product",
        "browser": "browser",
        "unlisted_plugin": "plugin not in the catalogue",
        "customer": "customer's side",
        UNKNOWN: "still looking",
        NONE: "nothing wrong",
    },
}
KINDS: Mapping[str, Mapping[EvidenceKind, str]] = {
    "ja": {
        EvidenceKind.WORDS: "申告",
        EvidenceKind.ANSWER: "回答",
        EvidenceKind.CLAIM: "お客様の見立て",
        EvidenceKind.CONTRAST: "対比",
        EvidenceKind.CONSOLE: "エラー表示",
        EvidenceKind.TRIAL: "試行",
        EvidenceKind.FEED: "稼働情報",
        EvidenceKind.PROBE: "計測",
        EvidenceKind.CROWD: "ほかの報告",
        EvidenceKind.CHANGE: "変更",
        EvidenceKind.STAFF: "担当者",
        EvidenceKind.PRIOR: "頻度",
    },
    "en": {
        EvidenceKind.WORDS: "words",
        EvidenceKind.ANSWER: "answer",
        EvidenceKind.CLAIM: "claim",
        EvidenceKind.CONTRAST: "contrast",
        EvidenceKind.CONSOLE: "console",
        EvidenceKind.TRIAL: "trial",
        EvidenceKind.FEED: "feed",
        EvidenceKind.PROBE: "probe",
        EvidenceKind.CROWD: "other reports",
        EvidenceKind.CHANGE: "change",
        EvidenceKind.STAFF: "staff",
        EvidenceKind.PRIOR: "base rate",
    },
}
_UNDER = {"ja": "1%未満", "en": "under 1%"}
_OF = {"ja": "{name}（{sort}）", "en": "{name} ({sort})"}
_AND = {"ja": "、", "en": ", "}


@dataclass(frozen=True, slots=True)
class Names:
    """Names for one reader; those of products are the catalogue's."""

    knowledge: Knowledge
    catalogue: Catalogue
    lang: str

    def service(self, ident: str) -> str:
        """A product by its id; the id itself when it is in no catalogue."""
        product = self.catalogue.get(ident)
        return product.name if product else ident

    def cause(self, cause: str | None) -> str:
        """A cause id in words: the product and what it is, or the title of the entry."""
        sorts = SORTS[spoken(self.lang)]
        heading, _, ident = (cause or UNKNOWN).partition(":")
        if ident and (entry := self.knowledge.causes.get(f"{heading}:{ident}")):
            return self.knowledge.phrase(entry.title, spoken(self.lang))
        sort = sorts.get(heading, heading)
        if not ident or ident == "any":
            return sort
        name = f"「{quoted(ident, 60)}」" if heading == "unlisted_plugin" else self.service(ident)
        return _OF[spoken(self.lang)].format(name=name, sort=sort)

    def organisation(self, key: str) -> str:
        """An organisation by its key, with a word on whether it is the one that it says."""
        return organisation_words(self.knowledge, key, spoken(self.lang))

    def voices(self, voices: Voices) -> str:
        """How many reports of an incident are unverified; "" if none is."""
        return voices_words(self.knowledge, voices, spoken(self.lang))

    def question(self, key: str) -> str:
        """A question as customers read it."""
        entry = self.knowledge.questions.get(key)
        return self.knowledge.phrase(entry.text, spoken(self.lang)) if entry else key

    def kind(self, kind: EvidenceKind) -> str:
        return KINDS[spoken(self.lang)][kind]

    def listed(self, names: list[str]) -> str:
        return _AND[spoken(self.lang)].join(names)

    def percent(self, probability: float) -> str:
        """A probability without false precision."""
        if 0 < probability < 0.01:
            return _UNDER[spoken(self.lang)]
        return f"{min(probability, 0.99) if probability < 1 else 1:.0%}"


def decibans(weight: float) -> str:
    """A weight with its sign; a true minus, so that columns line up."""
    return f"{weight:+.0f}".replace("-", "\u2212").replace("\u22120", "+0")

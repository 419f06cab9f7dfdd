"""Puts what people know into words of their own: first messages, answers, results, small talk."""

from random import Random
from types import ModuleType

from bot.model.catalogue import ProductKind
from tests.benchmarks.worlds import texts_en, texts_ja
from tests.benchmarks.worlds.market import INSTALLED, Market
from tests.benchmarks.worlds.people import Person
from tests.benchmarks.worlds.troubles import Trouble

_TWISTS = (
    ("です", "デス"),
    ("ません", "ませーん"),
    ("kintone", "キントーン"),
    ("kintone", "ｋｉｎｔｏｎｅ"),
    ("ます", "ますー"),
)
_TYPOS = (
    ("the", "teh"),
    ("does not", "doesnt"),
    ("app", "ap"),
    ("kintone", "Kintone"),
    ("open", "opne"),
)
# Truth that a question asks about, and whether "works there" is told in the same sense.
_ASKED = {
    "other_apps_ok": "other_apps",
    "other_users": "others",
    "portal": "portal",
    "settings_page": "settings",
    "incognito": "private",
    "other_browser": "browser",
    "other_network": "network",
    "other_sites": "sites",
    "ui_ok": "screens",
    "records_ok": "records",
    "bell": "bell",
}


def texts(lang: str) -> ModuleType:
    return texts_ja if lang == "ja" else texts_en


class Writer:
    """One person's pen. Every choice comes from the lots it was given."""

    def __init__(self, person: Person, market: Market, lots: Random) -> None:
        self._person, self._market, self._lots = person, market, lots
        self._texts = texts(person.lang)
        self._app = lots.choice(self._texts.APPS)
        self._bits: dict[str, bool] = {}  # what else was asked, so that answers agree

    def first(self, trouble: Trouble, clock: str, ago: int) -> str:
        """The first message about a trouble: between three words and a whole report."""
        t, lots, person = self._texts, self._lots, self._person
        talkative = 1 - person.terse
        if lots.random() < 0.12 * person.terse + 0.03:
            return self._spoiled(lots.choice(t.VAGUE))
        said = [self._symptom(trouble)]
        extras: list[str] = []
        truth = trouble.truth
        if trouble.app or not truth["other_apps"]:
            extras.append(lots.choice(t.OTHER_APPS[bool(truth["other_apps"])]))
        extras.append(lots.choice(t.OTHERS[bool(truth["others"])]))
        extras.append(self._filled(lots.choice(t.SINCE), clock=clock, ago=ago))
        extras.append(lots.choice(t.CHANGES[str(truth["change"])]))
        kept = [e for e in extras if lots.random() < 0.55 * talkative]
        if trouble.error and lots.random() < 0.3 + 0.5 * talkative:
            kept.append(self._filled(lots.choice(t.SHOWN), error=trouble.error))
        if trouble.console and lots.random() < 0.12 * talkative:
            kept.append(self._filled(lots.choice(t.CONSOLE), console=trouble.console))
        if trouble.app and (using := self._using()) and lots.random() < 0.3 * talkative:
            kept.append(self._filled(lots.choice(t.USING), products=using))
        blamed = self._innocent(trouble)
        if blamed and lots.random() < person.blames:
            kept.append(self._filled(lots.choice(t.BLAME), product=self.name(blamed)))
        if lots.random() < talkative:
            said.insert(0, lots.choice(t.OPENINGS))
        closing = [lots.choice(t.CLOSINGS)] if lots.random() < talkative else []
        return self._spoiled(self._joined([*said, *kept, *closing]))

    def _symptom(self, trouble: Trouble) -> str:
        forms = self._texts.SYMPTOMS[trouble.symptom]
        place = "app" if trouble.app else "all"
        front = trouble.front
        names_it = front and self._lots.random() < (0.75 if self._is_service(front) else 0.35)
        if names_it:
            place = "product"
        form = self._lots.choice(forms[place])
        return self._filled(form, product=self.name(front) if names_it else "")

    def _is_service(self, product: str) -> bool:
        return self._market.of(product).kind is ProductKind.CONNECTED_SERVICE

    def answer(self, question: str, trouble: Trouble, clock: str, ago: int) -> str:
        """A true answer, or one that does not know; "" for a question of another kind."""
        t, lots, person = self._texts, self._lots, self._person
        if lots.random() > person.knows + (0.3 if question in _ASKED else 0):
            return str(lots.choice(t.TOLD["unknown"]))
        if question in t.YES_NO:
            value = self._bit(question, trouble)
            if lots.random() < person.errs:
                value = not value
            return str(lots.choice(t.YES_NO[question][value]))
        if question == "recent_change":
            return str(lots.choice(t.CHANGES[str(trouble.truth["change"])]))
        return self._told(question, trouble, clock, ago)

    def _bit(self, question: str, trouble: Trouble) -> bool:
        if question in _ASKED:
            return bool(trouble.truth[_ASKED[question]])
        if question == "own_js":
            return self._person.organisation.own_js or trouble.cause == "customer:own_js"
        if question == "own_symptom":
            return trouble.cause != "none"
        likely = {"is_admin": 0.5, "guest_space": 0.05}.get(question, 0.0)
        return self._bits.setdefault(question, self._lots.random() < likely)

    def _told(self, question: str, trouble: Trouble, clock: str, ago: int) -> str:
        product = self._asked_for(question, trouble)
        key = self._form(question, trouble, product)
        if key not in self._texts.TOLD:
            return ""
        return self._filled(
            self._lots.choice(self._texts.TOLD[key]),
            error=trouble.error,
            console=trouble.console,
            products=self._using(),
            product=self.name(product) if product else "",
            clock=clock,
            ago=ago,
        )

    def _asked_for(self, question: str, trouble: Trouble) -> str:
        """The product that is the answer to a question, or ""."""
        organisation = self._person.organisation
        if question == "login_method":
            used = organisation.first(self._market, ProductKind.IDP)
            return str(trouble.truth.get("sso") or used)
        return organisation.first(self._market, ProductKind.ISP) if question == "isp" else ""

    def _form(self, question: str, trouble: Trouble, product: str) -> str:
        """Which form of answer the truth calls for."""
        has_it = {
            "error_text": (bool(trouble.error), "error_text", "no_error"),
            "console_error": (bool(trouble.console), "console_error", "no_console"),
            "plugins_used": (bool(self._using()), "plugins_used", "no_plugins"),
            "extensions": (trouble.truth["change"] == "extension", "extensions", "no_extensions"),
            "login_method": (bool(product), "sso", "password"),
            "isp": (bool(product), "isp", "unknown"),
            "log": (trouble.fault is not None, "log", "no_log"),
            "mobile_or_pc": (True, str(trouble.truth["device"]), ""),
            "tried_disabling": (True, "not_tried", ""),
        }
        holds, yes, no = has_it.get(question, (True, question, ""))
        return yes if holds else no

    def result(self, *, worked: bool, off: str) -> str:
        t = self._texts
        forms = (
            (t.OFF_WORKED if worked else t.OFF_FAILED)
            if off
            else (t.WORKED if worked else t.FAILED)
        )
        return self._filled(self._lots.choice(forms), product=self.name(off) if off else "")

    def not_used(self, product: str) -> str:
        form = self._lots.choice(self._texts.NOT_USED)
        return self._filled(form, product=self.name(product))

    def recovered(self) -> str:
        return str(self._lots.choice(self._texts.RECOVERED))

    def no_trouble(self, what: str, product: str = "") -> str:
        forms = [f for f in self._texts.NOT_TROUBLE[what] if product or "{product}" not in f]
        if product and what == "query":
            forms = [f for f in forms if "{product}" in f]
        return self._filled(self._lots.choice(forms), product=self.name(product) if product else "")

    def lie(self, product: str) -> str:
        return self._filled(self._lots.choice(self._texts.LIES), product=self.name(product))

    def flood(self, product: str) -> str:
        return self._filled(self._lots.choice(self._texts.FLOOD), product=self.name(product))

    def name(self, product: str) -> str:
        """The product as this person calls it."""
        found = self._market.of(product)
        return self._lots.choice((found.name, found.name, *found.names))

    def _using(self) -> str:
        """The plug-ins that their app contains, by name; what shows in the page only."""
        kinds = (ProductKind.PLUGIN, ProductKind.CUSTOMISATION_SERVICE)
        used = [p for p in self._market.kind(*kinds) if p.id in self._person.organisation.uses]
        return ("、" if self._person.lang == "ja" else ", ").join(p.name for p in used[:5])

    def _innocent(self, trouble: Trouble) -> str:
        used = self._person.organisation.uses
        others = [p.id for p in self._market.kind(*INSTALLED) if p.id in used]
        others = [p for p in others if p != trouble.front and trouble.cause.partition(":")[2] != p]
        return self._lots.choice(others) if others else ""

    def _filled(self, form: str, **values: object) -> str:
        return form.format(app=self._app, **values)

    def _joined(self, parts: list[str]) -> str:
        if self._person.lang == "ja":
            return "".join(
                p if p.endswith(("。", "、", "？")) or not p else f"{p}。" for p in parts
            )
        return " ".join(p if p.endswith((".", ",", "?")) else f"{p}." for p in parts if p)

    def _spoiled(self, text: str) -> str:
        """Some write carelessly."""
        if self._lots.random() < 0.08:
            text = text.replace(
                *self._lots.choice(_TWISTS if self._person.lang == "ja" else _TYPOS), 1
            )
        return text

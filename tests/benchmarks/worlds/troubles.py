"""What goes wrong for one person, with the truth behind it: local troubles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from bot.model.catalogue import ProductKind
from tests.benchmarks.worlds.market import INSTALLED, Market
from tests.benchmarks.worlds.people import Person

ORDINARY: Mapping[str, bool | str] = {
    "other_apps": True,  # other apps open
    "others": True,  # colleagues have no trouble
    "portal": True,
    "settings": True,
    "private": False,  # it works in a private window
    "browser": False,  # it works in another browser
    "network": False,  # it works over another network
    "sites": True,  # other web sites open
    "screens": True,  # the screens themselves work
    "records": True,
    "bell": True,
    "change": "",  # what was changed lately
    "device": "both",
}


@dataclass(frozen=True)
class Trouble:
    """One person's trouble. ``cause`` is the truth as a cause id; nobody in the world knows it.

    ``front`` is the product through which it shows, "" when none; ``truth`` what looking would
    show; ``cures`` the advice that helps at once; ``ends`` the minute when it is over by itself.
    """

    cause: str
    symptom: str
    front: str = ""
    truth: Mapping[str, bool | str] = field(default_factory=lambda: ORDINARY)
    cures: frozenset[str] = frozenset()
    console: str = ""
    error: str = ""
    app: bool = True  # shows in one app (or several), not everywhere
    fault: int | None = None  # which of the world's faults it is part of
    ends: float = 1e9


_APP = ("blank_screen", "error_message", "feature_missing", "display_broken", "save_fails")
_CHANCES = {
    "own_js": 15,
    "permission": 15,
    "browser_extension": 8,
    "network": 12,
    "browser": 10,
    "contract": 4,
    "account": 20,
    "config": 12,
    "device": 4,
}


def a_local_trouble(person: Person, market: Market, lots: Random) -> Trouble:
    """Something that this person or organisation has alone."""
    what = lots.choices(list(_CHANCES), list(_CHANCES.values()))[0]
    if what == "own_js" and not person.organisation.own_js:
        what = "permission"
    return _LOCAL[what](person, market, lots)


def _made(what: str, symptom: str, seen: dict[str, bool | str], **more: object) -> Trouble:
    return Trouble(f"customer:{what}", symptom, truth={**ORDINARY, **seen}, **more)  # type: ignore[arg-type]


def _own_js(person: Person, market: Market, lots: Random) -> Trouble:
    changed = lots.choice(("js", "js", "js", "fields", ""))
    line = lots.choice(
        (
            "Uncaught TypeError: Cannot read properties of undefined (reading 'value') at download.do?app=21&jsType=DESKTOP:14",
            "Uncaught ReferenceError: $ is not defined at download.do?app=8&jsType=DESKTOP:3",
            "Uncaught SyntaxError: Unexpected token '}' (at download.do?app=33&jsType=DESKTOP:120)",
        )
    )
    seen: dict[str, bool | str] = {"others": False, "change": changed}
    cures = frozenset({"disable_own_js", "rollback"})
    return _made("own_js", lots.choice((*_APP, "stuck_loading")), seen, cures=cures, console=line)


def _permission(person: Person, market: Market, lots: Random) -> Trouble:
    symptom = lots.choice(("error_message", "error_message", "feature_missing", "save_fails"))
    seen: dict[str, bool | str] = {"change": lots.choice(("permission", "")), "settings": False}
    error = (
        "権限がありません（CB_NO02）"
        if person.lang == "ja"
        else "No privilege to proceed (CB_NO02)"
    )
    return _made("permission", symptom, seen, error=error)


def _extension(person: Person, market: Market, lots: Random) -> Trouble:
    symptom = lots.choice(("blank_screen", "feature_missing", "display_broken", "stuck_loading"))
    seen: dict[str, bool | str] = {"private": True, "browser": True}
    seen["change"] = lots.choice(("extension", "", ""))
    line = lots.choice(("Failed to load resource: net::ERR_BLOCKED_BY_CLIENT", ""))
    cures = frozenset({"disable_extension", "incognito", "other_browser"})
    return _made("browser_extension", symptom, seen, cures=cures, console=line)


def _network(person: Person, market: Market, lots: Random) -> Trouble:
    symptom = lots.choice(("wont_open", "slow", "stuck_loading", "wont_open"))
    seen: dict[str, bool | str] = {
        "others": False,
        "network": True,
        "portal": False,
        "settings": False,
        "other_apps": False,
        "sites": lots.random() < 0.5,
        "change": lots.choice(("network", "", "")),
        "screens": False,
    }
    line = lots.choice(("", "net::ERR_CONNECTION_TIMED_OUT", "DNS_PROBE_FINISHED_NXDOMAIN"))
    cures = frozenset({"use_mobile_data", "check_other_network"})
    return _made("network", symptom, seen, cures=cures, error=line, app=False)


def _browser(person: Person, market: Market, lots: Random) -> Trouble:
    symptom = lots.choice(("display_broken", "slow", "blank_screen", "stuck_loading"))
    seen: dict[str, bool | str] = {"browser": True, "private": lots.random() < 0.5}
    seen["change"] = lots.choice(("browser", "", ""))
    cures = frozenset({"other_browser", "clear_cache", "hard_reload"})
    return _made("browser", symptom, seen, cures=cures, app=lots.random() < 0.5)


def _contract(person: Person, market: Market, lots: Random) -> Trouble:
    error = (
        "ご契約の有効期限が切れています" if person.lang == "ja" else "Your subscription has expired"
    )
    seen: dict[str, bool | str] = {
        "others": False,
        "portal": False,
        "settings": False,
        "other_apps": False,
        "screens": False,
        "change": lots.choice(("contract", "")),
    }
    symptom = lots.choice(("wont_open", "login_fails"))
    return _made("contract", symptom, seen, error=error, app=False)


def _account(person: Person, market: Market, lots: Random) -> Trouble:
    ja = ("ログイン名またはパスワードが正しくありません", "アカウントがロックされています")
    en = ("The login name or password is incorrect", "Your account is locked")
    seen: dict[str, bool | str] = {
        "portal": False,
        "settings": False,
        "other_apps": False,
        "screens": False,
        "change": lots.choice(("password", "", "")),
    }
    error = lots.choice(ja if person.lang == "ja" else en)
    cures = frozenset({"reset_password", "unlock_by_admin"})
    return _made("account", "login_fails", seen, error=error, cures=cures, app=False)


def _config(person: Person, market: Market, lots: Random) -> Trouble:
    """A setting of the app or of a product that they use; the product itself is well."""
    used = [p for p in market.kind(*INSTALLED) if p.id in person.organisation.uses]
    front = lots.choice(used).id if used and lots.random() < 0.6 else ""
    remote = front and market.of(front).kind is ProductKind.CONNECTED_SERVICE
    symptom = lots.choice(
        ("not_syncing", "notification_missing")
        if remote
        else ("feature_missing", "error_message", "display_broken", "notification_missing")
    )
    seen: dict[str, bool | str] = {
        "others": False,
        "change": lots.choice(("settings", "", "fields")),
    }
    cures = frozenset({"check_config", "rollback"})
    return _made("config", symptom, seen, front=front, cures=cures)


def _device(person: Person, market: Market, lots: Random) -> Trouble:
    symptom = lots.choice(("mobile_only", "slow", "mobile_only"))
    seen: dict[str, bool | str] = {"device": "phone" if symptom == "mobile_only" else "pc"}
    cures = frozenset({"restart_mobile_app", "use_pc_instead_of_mobile", "restart_pc"})
    return _made("device", symptom, seen, cures=cures, app=False)


_LOCAL = {
    "own_js": _own_js,
    "permission": _permission,
    "browser_extension": _extension,
    "network": _network,
    "browser": _browser,
    "contract": _contract,
    "account": _account,
    "config": _config,
    "device": _device,
}

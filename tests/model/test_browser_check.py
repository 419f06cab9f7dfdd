"""What a check from the browser tells: the line, kintone and the vendors' hosts apart."""

from bot.model.browser_check import (
    CONTROL,
    MOST_SECONDS,
    AddressRole,
    BrowserCheck,
    CheckTarget,
    CheckVerdict,
    Reachability,
    Tried,
)
from bot.model.probe import SLOW_FROM

KINTONE = CheckTarget(AddressRole.PLATFORM, "aoi.cybozu.com", "kintone")
RURI = CheckTarget(AddressRole.PRODUCT, "app.rurigrid.example", "Ruri Grid")
MOKU = CheckTarget(AddressRole.PRODUCT, "cdn.moku.example", "Moku Check")
OF_LETTERS = {"r": Reachability.REACHED, "s": Reachability.SLOW, "f": Reachability.FAILED}


def a_check(
    said: str, targets: tuple[CheckTarget, ...] = (CONTROL, KINTONE, RURI, MOKU)
) -> BrowserCheck:
    """A check by one letter for each address (reached, slow, failed); "-": it was not tried."""
    pairs = zip(targets, said, strict=True)
    return BrowserCheck(tuple(Tried(t, OF_LETTERS[c], 0.4) for t, c in pairs if c != "-"))


def test_the_line_kintone_and_the_hosts_are_told_apart() -> None:
    told = {  # control, kintone, two hosts
        "rrrr": CheckVerdict.ALL_REACHED,
        "ffff": CheckVerdict.LINE_DOWN,
        "-fff": CheckVerdict.CUT_OFF,  # nobody knows more without the control address
        "rfff": CheckVerdict.CUT_OFF,
        "rf--": CheckVerdict.KINTONE_FAILING,
        "ff--": CheckVerdict.LINE_DOWN,
        "rfrr": CheckVerdict.KINTONE_FAILING,
        "rffr": CheckVerdict.KINTONE_FAILING,
        "rrfr": CheckVerdict.HOSTS_FAILING,
        "rrff": CheckVerdict.HOSTS_FAILING,
        "r-f-": CheckVerdict.HOSTS_FAILING,
        "frfr": CheckVerdict.HOSTS_FAILING,  # the control address is down itself
        "srfr": CheckVerdict.HOSTS_FAILING,
        "ssss": CheckVerdict.LINE_SLOW,
        "ss--": CheckVerdict.LINE_SLOW,
        "rsrr": CheckVerdict.KINTONE_SLOW,
        "rssr": CheckVerdict.KINTONE_SLOW,
        "rrsr": CheckVerdict.HOSTS_SLOW,
        "srrr": CheckVerdict.ALL_REACHED,
        "r---": None,
        "f---": None,
    }
    assert {said: a_check(said).verdict for said in told} == told


def test_times_are_clipped_and_decide_what_is_slow() -> None:
    def reach(seconds: float, *, answered: bool = True) -> tuple[Reachability, float]:
        tried = Tried.of(RURI, seconds, answered=answered)
        return tried.reach, tried.seconds

    assert reach(SLOW_FROM - 0.1) == (Reachability.REACHED, SLOW_FROM - 0.1)
    assert reach(SLOW_FROM) == (Reachability.SLOW, SLOW_FROM)
    assert reach(1e9) == (Reachability.SLOW, MOST_SECONDS)
    assert reach(-5) == (Reachability.REACHED, 0)
    assert reach(0.2, answered=False) == (Reachability.FAILED, 0.2)
    assert (SLOW_FROM, MOST_SECONDS) == (3.0, 10.0)


def test_a_check_reads_as_one_line() -> None:
    check = BrowserCheck(a_check("rsf-").tried, "Firefox 140")
    assert check.caption("ja") == (
        "ブラウザからの確認：比較用の宛先＝接続できた0.4秒、kintone aoi.cybozu.com＝遅い0.4秒、"
        "Ruri Grid app.rurigrid.example＝接続できない、Firefox 140"
    )
    assert check.caption("th") == (
        "checked from the browser: control address reached in 0.4 s, kintone aoi.cybozu.com slow, 0.4 s, "
        "Ruri Grid app.rurigrid.example not reached, Firefox 140"
    )

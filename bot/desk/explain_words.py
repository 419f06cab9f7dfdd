"""An explanation in words: headed tables of sentences, the same for the terminal and for the page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.desk.explain import Explained, IncidentExplained, TicketExplained
from bot.desk.labels import spoken
from bot.desk.names import Names, decibans
from bot.incidents.declare import RAISE_AT
from bot.incidents.explain import MOST_VOICES, Otherwise, Voice
from bot.incidents.levels import explains
from bot.model.evidence import Evidence, EvidenceKind, Hypothesis
from bot.model.knowledge import Knowledge
from bot.model.testimony import USES
from bot.triage.explain import Overturn, Prospect
from bot.triage.reply.checks import JST

SHOWN = 4  # causes of a ticket with all their evidence

WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "head.ticket": "{ident}：{cause}（{at} 時点の判断）",
        "head.incident": "{ident}：{cause}（{at} に検知）",
        "db": "dB",
        "evidence": "根拠",
        "kind": "種類",
        "total": "計 {total} dB（普段の頻度 {usual}、この報告 {own}、ほかの報告 {crowd}、稼働情報 {feed}、計測 {probe}）",
        "bare": "決め手になる事実はまだありません。",
        "nothing": "自動の切り分けをしていないので、説明する順位はありません。",
        "others": "そのほかの候補",
        "cause": "原因",
        "probability": "確率",
        "usual": "普段の頻度 (dB)",
        "page": "稼働情報 (dB)",
        "probe": "計測 (dB)",
        "reports": "報告 (dB)",
        "organisations": "合う組織",
        "causes": "原因の候補",
        "causes.note": "{at} 時点の報告と稼働情報から計算し直しています。dB は +10 で 10 倍、−10 で 10 分の 1 の確からしさです。原因どうしが競うので、各行の合計がそのまま確率になるわけではありません。二つ同時に起きていることもあるため、確率の和は 100% を超えることがあります。",
        "none": "共通の原因はない",
        "voices": "どの組織の報告で決まっているか",
        "voices.note": "「効き」は、その組織の報告がなければ「{lead}」の勝ち目（オッズ）が何 dB 下がるかです。多い順に {most} 組織まで。",
        "organisation": "組織",
        "since": "最初の報告",
        "says": "報告の内容 (dB)",
        "moves": "効き (dB)",
        "how": "種類",
        "how.nothing": "症状のみ",
        "how.refuted": "止めても直らなかった",
        "how.other": "合わない",
        "silent": "言及なし",
        "would": "何があれば順位が変わるか",
        "would.nothing": "いま分かっている事実や質問のうち、一つ二つで順位を変えるものはありません。",
        "if": "もし",
        "then": "すると",
        "without": "次の根拠がなければ：{facts}",
        "fact": "{says}（{cause} {weight} dB）",
        "rival": "「{rival}」が上に来ます（いまは {behind} dB 下）",
        "asked": "お客様に尋ねる：{question}",
        "bits": "決め手になる見込み {bits:.2f} ビット",
        "yes_no": "はい → {yes} {yes_p}、いいえ → {no} {no_p}（見込み {bits:.2f} ビット）",
        "left_out": "次の {n} 組織の報告がなければ：{tenants}",
        "page.trouble": "{cause}の稼働情報に障害の掲載があれば",
        "page.quiet": "{cause}の稼働情報に障害の掲載がなければ",
        "leads": "「{cause}」が {percent}",
        "too_little": "共通の原因がある確率は {percent}。担当者に知らせる目安の {least} に届きません",
        "ended": "終わったインシデントの報告は数えていません。最後に見立てた候補です。",
    },
    "en": {
        "head.ticket": "{ident}: {cause} (as judged at {at})",
        "head.incident": "{ident}: {cause} (raised at {at})",
        "db": "dB",
        "evidence": "Evidence",
        "kind": "Kind",
        "total": "{total} dB in all (base rate {usual}, this report {own}, other reports {crowd}, feeds {feed}, probes {probe})",
        "bare": "No fact speaks for or against it yet.",
        "nothing": "No automated triage was made, so there is no ranking to explain.",
        "others": "Other candidates",
        "cause": "Cause",
        "probability": "Probability",
        "usual": "Base rate (dB)",
        "page": "Feed (dB)",
        "probe": "Probe (dB)",
        "reports": "Reports (dB)",
        "organisations": "Companies that fit",
        "causes": "Candidate causes",
        "causes.note": "Worked out anew from the reports and feeds as of {at}. +10 dB is ten times likelier, −10 ten times less. Causes compete, so a row's sum is not its probability. Two may be at fault at once, so that probabilities may add to more than 100%.",
        "none": "no shared cause",
        "voices": "Whose reports decide it",
        "voices.note": "“Moves” is how many dB the odds of “{lead}” would lose without that company's report. The first {most}, the weightiest on top.",
        "organisation": "Company",
        "since": "First report",
        "says": "Says (dB)",
        "moves": "Moves (dB)",
        "how": "Kinds",
        "how.nothing": "symptoms only",
        "how.refuted": "switching it off did not help",
        "how.other": "does not fit",
        "silent": "not mentioned",
        "would": "What would change the ranking",
        "would.nothing": "None of the facts and questions at hand would change the ranking by itself.",
        "if": "If",
        "then": "Then",
        "without": "these were not there: {facts}",
        "fact": "{says} ({cause} {weight} dB)",
        "rival": "“{rival}” would lead (now {behind} dB behind)",
        "asked": "the customer were asked: {question}",
        "bits": "expected to tell {bits:.2f} bits",
        "yes_no": "yes → {yes} {yes_p}; no → {no} {no_p} (expected {bits:.2f} bits)",
        "left_out": "these had not reported ({n}): {tenants}",
        "page.trouble": "the feed of {cause} showed trouble",
        "page.quiet": "the feed of {cause} showed no trouble",
        "leads": "“{cause}” {percent}",
        "too_little": "a shared cause would have {percent}, below the {least} at which staff are told",
        "ended": "Reports of an incident that has ended are no longer counted. These are the candidates last believed.",
    },
}

_SUMMED: Mapping[EvidenceKind, str] = {
    EvidenceKind.PRIOR: "usual",
    EvidenceKind.CROWD: "crowd",
    EvidenceKind.FEED: "feed",
    EvidenceKind.PROBE: "probe",
}  # apart from the report's own evidence


@dataclass(frozen=True, slots=True)
class Block:
    """A table of words with its title; ``note`` stands above it. Without rows there are no heads."""

    title: str
    note: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(explained: Explained, knowledge: Knowledge, lang: str) -> tuple[Block, ...]:
    """Everything that is to be said, in Japanese or English; times are Japan's."""
    names = Names(knowledge, explained.catalogue, lang)
    if isinstance(explained, TicketExplained):
        return tuple(_ticket(explained, _Words(names)))
    return tuple(_incident(explained, _Words(names)))


def change_of(explained: TicketExplained, knowledge: Knowledge, lang: str) -> Block:
    """What would change a ticket's ranking."""
    return _would(explained, _Words(Names(knowledge, explained.catalogue, lang)))


@dataclass(frozen=True, slots=True)
class _Words:
    names: Names

    def __call__(self, key: str, **values: object) -> str:
        return WORDS[spoken(self.names.lang)][key].format(**values)

    def head(self, what: str, ident: str, cause: str | None, at: datetime) -> str:
        moment = f"{at.astimezone(JST):%Y-%m-%d %H:%M}"
        return self(f"head.{what}", ident=ident, cause=self.names.cause(cause), at=moment)


# A ticket


def _ticket(explained: TicketExplained, say: _Words) -> Iterator[Block]:
    ticket, diagnosis = explained.ticket, explained.ticket.diagnosis
    title = say.head("ticket", ticket.id, ticket.cause, ticket.changed_at)
    if diagnosis is None or not diagnosis.ranked:
        yield Block(title, say("nothing"))
        return
    yield Block(title)
    for rank, hypothesis in enumerate(diagnosis.ranked[:SHOWN], 1):
        yield _hypothesis(rank, hypothesis, say)
    rest = diagnosis.ranked[SHOWN : SHOWN + 10]
    if rest:
        rows = tuple((say.names.cause(h.cause), say.names.percent(h.probability)) for h in rest)
        yield Block(say("others"), "", (say("cause"), say("probability")), rows)
    yield _would(explained, say)


def _hypothesis(rank: int, hypothesis: Hypothesis, say: _Words) -> Block:
    names = say.names
    title = f"{rank}. {names.cause(hypothesis.cause)} {names.percent(hypothesis.probability)}"
    sums = dict.fromkeys(("own", *_SUMMED.values()), 0.0)
    for e in hypothesis.evidence:
        sums[_SUMMED.get(e.kind, "own")] += e.weight
    parts = {name: decibans(weight) for name, weight in sums.items()}
    rows = tuple(
        (decibans(e.weight), e.sentence(names.lang), names.kind(e.kind))
        for e in sorted(hypothesis.evidence, key=lambda e: -abs(e.weight))
    )
    if not rows:
        return Block(title, say("bare"))
    note = say("total", total=decibans(hypothesis.weight), **parts)
    return Block(title, note, (say("db"), say("evidence"), say("kind")), rows)


def _would(explained: TicketExplained, say: _Words) -> Block:
    rows = [_overturn(explained.overturn, say)] if explained.overturn else []
    rows += [_prospect(p, say) for p in explained.prospects]
    return Block(
        say("would"),
        "" if rows else say("would.nothing"),
        (say("if"), say("then")) if rows else (),
        tuple(rows),
    )


def _overturn(found: Overturn, say: _Words) -> tuple[str, str]:
    facts = say.names.listed([_fact(e, say) for e in found.without])
    then = say("rival", rival=say.names.cause(found.rival), behind=f"{found.behind:.0f}")
    return say("without", facts=facts), then


def _fact(evidence: Evidence, say: _Words) -> str:
    cause, weight = say.names.cause(evidence.cause), decibans(evidence.weight)
    return say("fact", says=evidence.sentence(say.names.lang), cause=cause, weight=weight)


def _prospect(prospect: Prospect, say: _Words) -> tuple[str, str]:
    names = say.names
    asked = say("asked", question=names.question(prospect.question))
    if prospect.yes is None or prospect.no is None:
        return asked, say("bits", bits=prospect.bits)
    (yes, yes_p), (no, no_p) = prospect.yes, prospect.no
    then = say(
        "yes_no",
        yes=names.cause(yes),
        yes_p=names.percent(yes_p),
        no=names.cause(no),
        no_p=names.percent(no_p),
        bits=prospect.bits,
    )
    return asked, then


# An incident


def _incident(explained: IncidentExplained, say: _Words) -> Iterator[Block]:
    names, incident, why = say.names, explained.incident, explained.why
    yield Block(say.head("incident", incident.id, incident.cause, incident.raised_at))
    heads = [say(h) for h in ("cause", "probability")]
    if why.none is None:
        kept = zip(incident.suspects, incident.chances, strict=False)
        rows = tuple((names.cause(c), names.percent(p)) for c, p in kept)
        yield Block(say("causes"), say("ended"), tuple(heads), rows)
        return
    heads += [say(h) for h in ("usual", "page", "probe", "reports", "organisations")]
    shares = [
        (
            names.cause(s.cause),
            names.percent(s.probability),
            *(decibans(w) for w in (s.usual, s.page, s.probe, s.reports)),
            str(s.organisations),
        )
        for s in why.shares
    ]
    shares.append((say("none"), names.percent(why.none), "", "", "", "", ""))
    at = f"{explained.as_of.astimezone(JST):%Y-%m-%d %H:%M}"
    yield Block(say("causes"), say("causes.note", at=at), tuple(heads), tuple(shares))
    lead = names.cause(incident.cause)
    yield Block(
        say("voices"),
        say("voices.note", lead=lead, most=MOST_VOICES),
        tuple(say(h) for h in ("organisation", "since", "says", "moves", "how")),
        tuple(_voice(v, incident.cause, say) for v in why.voices),
    )
    rows = tuple(_otherwise(o, say) for o in why.otherwise)
    note = "" if rows else say("would.nothing")
    yield Block(say("would"), note, (say("if"), say("then")) if rows else (), rows)


def _voice(voice: Voice, lead: str, say: _Words) -> tuple[str, ...]:
    said = voice.said
    kinds = [say.names.kind(EvidenceKind(k)) for k in said.support.get(lead, ()) if k != USES]
    if lead in said.refuted:
        kinds.append(say("how.refuted"))
    if not kinds:
        kinds = [say("how.nothing" if explains(said, lead) else "how.other")]
    says = say("silent") if voice.says is None else decibans(voice.says)
    since = f"{said.at.astimezone(JST):%m-%d %H:%M}"
    who = say.names.organisation(said.tenant)
    return who, since, says, decibans(voice.moves), say.names.listed(kinds)


def _otherwise(found: Otherwise, say: _Words) -> tuple[str, str]:
    names = say.names
    if found.page is not None:
        given = say(f"page.{'trouble' if found.shows else 'quiet'}", cause=names.cause(found.page))
    else:
        tenants = names.listed([names.organisation(t) for t in found.without])
        given = say("left_out", tenants=tenants, n=len(found.without))
    percent = names.percent(found.probability)
    if found.leads is None:
        return given, say("too_little", percent=percent, least=names.percent(RAISE_AT))
    return given, say("leads", cause=names.cause(found.leads), percent=percent)

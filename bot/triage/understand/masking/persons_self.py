"""Where a text in Latin letters gives the sender's own name, which stays: greetings and signatures."""

import re

_SELF = re.compile(
    r"(?:[Mm]y name is|\bI'?m|\bI am|[Tt]his is|[Hh]ere is|[Ii]t'?s|[Rr]egards,?|[Ss]incerely,?|[Ff]aithfully,?|[Ww]ishes,?|[Kk]ami,?|[Aa]tenciosamente,?|[Mm]yself|[Hh]ello,?|[Hh]i there,?|[Yy]th\.?|[Tt]hanks,?|[Tt]hank you,?|[Bb]est,?|[Cc]heers,?|[Yy]ours,?|--|—|[Mm]eu nome é|[Ss]ou [oa]?|[Tt]ôi là|[Nn]ama saya|[Ss]aya)[\s,!.]*$"
)
_AFTER_GREETING = " \n\t,!."
_SELF_ENDS = (
    " is",
    "'m",
    "i am",
    "'s",
    "its",
    "gards",
    "erely",
    "fully",
    "ishes",
    "kami",
    "mente",
    "yself",
    "ello",
    "there",
    "yth",
    "hanks",
    "k you",
    "best",
    "heers",
    "yours",
    "--",
    "—",
    "me é",
    "sou",
    "sou o",
    "sou a",
    "là",
    "saya",
)


def introduces_self(text: str, at: int) -> bool:
    """Whether the name that begins here follows "my name is" or a closing; says nothing of a line of its own."""
    before = text[max(0, at - 24) : at].rstrip(_AFTER_GREETING)
    return before[-5:].casefold().endswith(_SELF_ENDS) and bool(_SELF.search(before))


def signs(text: str, at: int) -> bool:
    """Whether the line is a signature's: it begins with the name, near the end, after a greeting."""
    line = text.rfind("\n", max(0, at - 4), at)
    if line < 0 or text[line + 1 : at].strip(" -—"):
        return False
    before = text[max(0, line - 40) : line].rstrip(" ,.!\n").casefold()
    return before.endswith(
        (
            "regards",
            "sincerely",
            "faithfully",
            "wishes",
            "kami",
            "atenciosamente",
            "thanks",
            "thank you",
            "best",
            "cheers",
            "yours",
            "--",
            "abraços",
            "obrigado",
            "obrigada",
            "trân trọng",
            "terima kasih",
        )
    )

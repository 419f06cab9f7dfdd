"""What became of the files of a post, a line for each. Pure."""

from bot.channels.slack.incoming.files import Readings
from bot.channels.slack.outgoing.customer_words import say
from bot.desk.prose import visible
from bot.masking.redact import redact
from bot.model.upload import Problem, Upload

LONGEST_NAME = 80
_NOT_READ = frozenset({Problem.EMPTY, Problem.PICTURE, Problem.BINARY, Problem.UNREADABLE})


def file_lines(read: Readings, lang: str) -> tuple[str, ...]:
    """Each file that was looked at: that it was read, with what was found in it, or why not.

    Names are masked, as everything is that is kept.
    """
    lines = [_line(name, upload, lang) for name, upload in read.looked_at]
    if read.passed_over:
        lines.append(say("file.more", lang, n=read.passed_over))
    return tuple(lines)


def _line(name: str, upload: Upload, lang: str) -> str:
    called = redact(visible(name)).text[:LONGEST_NAME] or say("file.unnamed", lang)
    key = "file.unread" if upload.problem in _NOT_READ else "file.read"
    line = say(key, lang, name=called)
    found = upload.summary(lang)
    return say("file.found", lang, line=line, found=found) if found else line

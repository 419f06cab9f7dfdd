"""What became of the files of a post, a line for each. Pure."""

from bot.channels.slack.incoming.files import PostReadings
from bot.desk.prose import visible
from bot.masking.redact import redact
from bot.model.upload import Upload, UploadProblem
from bot.texts.loader import say

LONGEST_NAME = 80
_NOT_READ = frozenset(
    {
        *(UploadProblem.EMPTY, UploadProblem.BINARY, UploadProblem.UNREADABLE),
        *(UploadProblem.PICTURE, UploadProblem.PICTURE_BROKEN, UploadProblem.PICTURE_TOO_LARGE),
        *(UploadProblem.PICTURE_KIND, UploadProblem.PICTURES_FULL),
    }
)


def file_lines(read: PostReadings, lang: str) -> tuple[str, ...]:
    """Each file that was looked at: that it was read, with what was found in it, or why not.

    Names are masked, as everything is that is kept.
    """
    lines = [_line(name, upload, lang) for name, upload in read.looked_at]
    if read.passed_over:
        lines.append(say(lang, "slack.file.more", n=read.passed_over))
    return tuple(lines)


def _line(name: str, upload: Upload, lang: str) -> str:
    called = redact(visible(name)).text[:LONGEST_NAME] or say(lang, "slack.file.unnamed")
    if upload.problem is UploadProblem.PICTURE_KEPT:
        return say(lang, "slack.file.kept", name=called)
    key = "slack.file.unread" if upload.problem in _NOT_READ else "slack.file.read"
    line = say(lang, key, name=called)
    found = upload.summary(lang)
    return say(lang, "slack.file.found", line=line, found=found) if found else line

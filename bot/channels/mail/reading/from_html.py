"""HTML of a mail to the text that its reader sees. Pure.

Scripts, styles and what a mail hides in its own attributes (``display:none``, the preview lines of
newsletters) are left out; a quotation is marked as in a text mail. Nothing is fetched and no style
sheet is applied: what only a style sheet hides stays.
"""

import re
from itertools import islice

from bot.channels.mail.reading.html_tags import Tag, texts_and_tags

MOST_HTML, MOST_PIECES = 2_000_000, 100_000  # characters, and texts and tags, that are read
_OMITTED = frozenset(
    ["head", "script", "style", "template", "noscript", "title", "object", "svg", "math", "select",
     "textarea", "iframe", "xmp", "noembed"]
)  # fmt: skip
_BLOCKS = frozenset(
    ["address", "article", "aside", "body", "center", "dd", "div", "dl", "dt", "footer", "form", "h1",
     "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "section", "table",
     "tbody", "tr", "ul"]
)  # fmt: skip
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
     "wbr"]
)  # fmt: skip
_STYLE = re.compile(r"\bstyle\s{0,4}=\s{0,4}(?:\"([^\"]*)|'([^']*)|([^\s>]+))", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|(?:font-size|max-height|opacity)\s*:\s*0(?:\.0+)?(?:px|pt|em|%)?\s*(?:;|$|!)",
    re.IGNORECASE,
)
_HIDDEN_ATTRIBUTE = re.compile(r"\shidden(?:[\s=/]|$)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DEEPEST_MARK = 5  # marks before a quoted line


def text_of_html(page: str) -> str:
    """The text, a line for each block; quotations begin with ``> ``."""
    lines, unseen = _Lines(), _Unseen()
    for piece in islice(texts_and_tags(page[:MOST_HTML]), MOST_PIECES):
        if isinstance(piece, str):
            if not unseen:
                lines.add(piece)
        elif not unseen.takes(piece):
            lines.turn(piece)
    return lines.text()


class _Unseen:
    """Whether we are within an element that nobody sees."""

    def __init__(self) -> None:
        self._name = ""
        self._open = 0

    def __bool__(self) -> bool:
        return self._open > 0

    def takes(self, tag: Tag) -> bool:
        """Whether a tag belongs to such an element."""
        if self._open:
            if tag.name == self._name:
                self._open += -1 if tag.closes else 1
            elif tag.closes and tag.name in ("body", "html"):
                self._open = 0
            return True
        if tag.closes or tag.name in _VOID:
            return False
        if tag.name in _OMITTED or _is_hidden(tag.attributes):
            self._name, self._open = tag.name, 1
        return self._open > 0


class _Lines:
    """Lines as they come together."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quoted = self._preformatted = 0

    def add(self, text: str) -> None:
        if self._preformatted:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._line.append(first)
            for line in rest:
                self._end()
                self._line.append(line)
            return
        words = _BLANKS.sub(" ", text)
        if words.startswith(" ") and (not self._line or self._line[-1].endswith(" ")):
            words = words[1:]
        if words:
            self._line.append(words)

    def turn(self, tag: Tag) -> None:
        """What a tag does to the lines."""
        match tag.name:
            case "br":
                self._end()
            case "p":
                self._part()
            case "td" | "th":
                self.add(" ")
            case "blockquote":
                self._break()
                self._quoted = max(0, self._quoted + (-1 if tag.closes else 1))
            case "pre":
                self._break()
                self._preformatted = max(0, self._preformatted + (-1 if tag.closes else 1))
            case name if name in _BLOCKS:
                self._break()
            case _:
                pass

    def text(self) -> str:
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _end(self) -> None:
        """The line ends here, also an empty one."""
        mark = "> " * min(self._quoted, _DEEPEST_MARK)
        self._lines.append((mark + "".join(self._line)).rstrip())
        self._line = []

    def _break(self) -> None:
        """The line ends here if anything stands on it."""
        if any(piece.strip() for piece in self._line):
            self._end()
        self._line = []

    def _part(self) -> None:
        """An empty line, unless there is one."""
        self._break()
        if self._lines and self._lines[-1].strip("> "):
            self._end()


def _is_hidden(attributes: str) -> bool:
    if not attributes:
        return False
    style = _STYLE.search(attributes)
    said = next((value for value in style.groups() if value), "") if style else ""
    return bool(_HIDDEN.search(said) or _HIDDEN_ATTRIBUTE.search(attributes))

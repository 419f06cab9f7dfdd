"""A screenshot that somebody sent: what a conversation says of it, and the file that is kept."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came with a message. ``name`` is masked, ``width`` and ``height`` are pixels.

    What it shows is not masked: nobody but staff see it, and it goes sooner than words do.
    """

    id: str
    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture as it is kept: made anew as WebP, without anything that was hidden in the file.

    ``small`` is the same for a list, at most some hundred pixels wide.
    """

    content: bytes = field(repr=False)
    small: bytes = field(repr=False)
    width: int
    height: int

    @property
    def size(self) -> int:
        """How many bytes both take."""
        return len(self.content) + len(self.small)

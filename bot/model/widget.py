"""The embedded chat: the websites that may show it. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HostSite:
    """A website on whose pages the chat is shown in a frame.

    ``origins``: those of its pages, such as ``https://www.example.com`` or ``https://*.example.com``.
    ``keys`` sign who its visitors are, the newest first; (): nobody vouches for them. ``organisation``:
    the only one that its tokens may name; "": any. ``lang``, ``colour`` and ``position`` (``left`` or
    ``right``) are what its page may choose; ``status``: a status page that outlives the desk; "": the desk's.
    """

    id: str
    origins: tuple[str, ...]
    keys: tuple[str, ...] = field(default=(), repr=False)
    organisation: str = ""
    lang: str = ""
    colour: str = ""
    position: str = "right"
    status: str = ""

    @property
    def path(self) -> str:
        """Where the chat for its frames stands."""
        return f"/embed/{self.id}"

    @property
    def own_path(self) -> str:
        """Where that of the people stands whom the website vouches for."""
        return f"{self.path}/me"

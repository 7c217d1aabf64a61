"""What the site is told when it is opened."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import SiteError

LEAST_TOKEN = 16
"""A token has at least so many characters: it is all that keeps others out."""


@dataclass(frozen=True)
class Settings:
    """The ledger that is shown, who may look at it, and what one request may cost."""

    ledger: Path
    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    """What a visitor has to know; None where only this machine can reach the site."""
    allow_add: bool = False
    """Whether visitors may add reports to the ledger."""
    max_bytes: int = 2_000_000
    """The largest body of a request, and the largest report that is read."""
    max_text: int = 200_000
    """The longest text that is read for a visitor, in characters."""
    max_address: int = 8_000
    """The longest address, in characters."""
    sql_seconds: float = 5.0
    sql_rows: int = 1_000
    """A visitor's query is stopped after so many seconds, and gives so many rows at most."""
    kept: int = 64
    """So many computed things of each kind (negotiations, charts, sums) are kept for a version of the ledger."""
    patience: float = 0.25
    """A page waits so many seconds for what takes long, and is then shown without it."""

    def __post_init__(self) -> None:
        if self.token is not None and len(self.token) < LEAST_TOKEN:
            raise SiteError(f"--token: it has fewer than {LEAST_TOKEN} characters; give a longer one")
        if self.token is None and not self.is_local:
            raise SiteError(f"--host {self.host}: others could reach the site there; give a --token, too")

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the site."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def hosts(self) -> frozenset[str] | None:
        """The names under which the site may be asked for; None for any, where a token keeps strangers out."""
        if self.token is not None and self.host in ("0.0.0.0", "::"):
            return None
        return frozenset({"127.0.0.1", "localhost", "[::1]", self.host.lower(), f"[{self.host.lower()}]"})

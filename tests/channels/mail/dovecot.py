"""A real IMAP server for tests: Debian's Dovecot, on loopback ports, with a mailbox for everybody."""

import contextlib
import imaplib
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

BINARY = Path("/usr/sbin/dovecot")
PASSWORD = 'quo"ted pass'

_CONFIGURATION = """
dovecot_config_version = 2.4.1
dovecot_storage_version = 2.4.1
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_server_cert_file = {root}/certificate.pem
ssl_server_key_file = {root}/key.pem
auth_allow_cleartext = yes
auth_failure_delay = 0
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 0
first_valid_gid = 0
mail_driver = maildir
mail_path = {root}/mail/%{{user}}
mail_home = {root}/home/%{{user}}
passdb static {{
  password = {password}
}}
userdb static {{
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """A running server. Every name may sign in with ``PASSWORD`` and has an empty mailbox."""

    def __init__(self, port: int, tls_port: int, trust: ssl.SSLContext) -> None:
        self.port, self.tls_port, self.trust = port, tls_port, trust

    @contextlib.contextmanager
    def signed_in(self, user: str) -> Iterator[imaplib.IMAP4]:
        imap = imaplib.IMAP4("127.0.0.1", self.port, timeout=50)
        try:
            imap.login(user, PASSWORD)
            imap.select("INBOX")
            yield imap
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                imap.logout()  # which also closes the connection

    def arrives(self, user: str, *mails: bytes) -> None:
        """Mails come into the mailbox."""
        with self.signed_in(user) as imap:
            for mail in mails:
                answer, _ = imap.append("INBOX", "", "", mail)
                assert answer == "OK"

    def look(self, user: str, folder: str = "INBOX") -> list[tuple[str, bool]]:
        """The subjects of the mails in a folder and whether they are seen."""
        with self.signed_in(user) as imap:
            imap.select(folder, readonly=True)
            _, numbers = imap.search(None, "ALL")
            found = []
            for number in numbers[0].split():
                _, told = imap.fetch(number.decode(), "(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
                # Beside it stands what was changed by others meanwhile.
                flags, subject = next(part for part in told if isinstance(part, tuple))
                text = subject.decode().removeprefix("Subject:").strip()
                found.append((text, b"\\Seen" in flags))
            return found


@contextlib.contextmanager
def running() -> Iterator[Dovecot]:
    """A server of our own; skips where Debian's package is missing."""
    if not BINARY.exists():
        if "CI" in os.environ:
            raise RuntimeError("dovecot-imapd is not installed")
        pytest.skip("Dovecot is not installed (sudo apt-get install dovecot-imapd)")
    found = subprocess.run([BINARY, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    if tuple(int(part) for part in found.stdout.split(".")[:2]) < (2, 4):
        pytest.skip(f"Dovecot {found.stdout.strip()} is too old: its configuration is another one")
    root = Path(tempfile.mkdtemp(prefix="jitabata-dovecot-"))
    root.chmod(0o755)  # the server reads mail as a user of its own
    try:
        authority = trustme.CA()
        port, tls_port = _free_port(), _free_port()
        _configure(root, authority.issue_cert("127.0.0.1"), port, tls_port)
        process = subprocess.Popen([BINARY, "-F", "-c", root / "dovecot.conf"])  # noqa: S603 - ours
        try:
            _wait_for(port, root)
            trust = ssl.create_default_context()
            authority.configure_trust(trust)
            yield Dovecot(port, tls_port, trust)
        finally:
            process.terminate()
            process.wait(10)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _configure(root: Path, certificate: trustme.LeafCert, port: int, tls_port: int) -> None:
    certificate.private_key_pem.write_to_path(root / "key.pem")
    certificate.cert_chain_pems[0].write_to_path(root / "certificate.pem")
    is_root = os.getuid() == 0
    reads = pwd.getpwnam("dovecot") if is_root else pwd.getpwuid(os.getuid())
    for folder in ("mail", "home"):
        (root / folder).mkdir()
        os.chown(root / folder, reads.pw_uid, reads.pw_gid)
    text = _CONFIGURATION.format(
        root=root,
        internal=reads.pw_name,
        group=reads.pw_name,
        login="dovenull" if is_root else reads.pw_name,
        uid=reads.pw_uid,
        gid=reads.pw_gid,
        password=f'"{PASSWORD.replace(chr(34), chr(92) + chr(34))}"',
        port=port,
        tls_port=tls_port,
    )
    (root / "dovecot.conf").write_text(text)


def _wait_for(port: int, root: Path) -> None:
    for _ in range(2_500):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 2):
            return
        time.sleep(0.02)
    log = root / "log"
    raise RuntimeError(log.read_text() if log.exists() else "Dovecot did not start")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port

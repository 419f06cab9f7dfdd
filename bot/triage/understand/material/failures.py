"""Status codes and the words of browsers, curl and logs, as kinds of failure."""

from bot.model.finding import RequestFailure

SLOW_SECONDS = 10.0

# Cues are plain small-letter pieces of text; the first failure of the list that has one wins.
_CUES: tuple[tuple[RequestFailure, tuple[str, ...]], ...] = (
    (RequestFailure.BLOCKED_BY_CLIENT, ("err_blocked_by_client", "err_blocked_by_admin", "blocked by client")),
    (RequestFailure.MIXED_CONTENT, ("mixed content", "mixed active content", "mixed-content", "混在コンテンツ")),
    (
        RequestFailure.CERTIFICATE,
        (
            "err_cert", "err_ssl", "err_bad_ssl", "sec_error", "ssl_error", "mozilla_pkix_error",
            "cert_has_expired", "certificate problem", "certificate verify failed", "unable_to_verify",
            "self_signed_cert", "self-signed certificate", "self signed certificate",
            "certificate has expired", "sslhandshake", "ssl handshake", "tls handshake", "curl: (35)",
            "curl: (60)", "this server is invalid", "証明書が無効", "証明書エラー", "証明書の有効期限", "証明書の期限",
        ),
    ),
    (
        RequestFailure.NOT_RESOLVED,
        (
            "err_name_not_resolved", "err_name_resolution", "err_dns", "dns_probe", "enotfound",
            "eai_again", "could not resolve", "couldn't resolve", "unknownhost", "unknown_host",
            "name or service not known", "name resolution", "getaddrinfo failed", "nodename nor servname",
            "specified hostname could not be found", "nxdomain", "non-existent domain", "no such host",
            "curl: (6)", "名前解決", "ip アドレスが見つかりません", "ipアドレスが見つかりません",
        ),
    ),
    (
        RequestFailure.OFFLINE,
        (
            "err_internet_disconnected", "err_network_changed", "ns_error_offline",
            "internet connection appears to be offline", "network is unreachable", "enetunreach",
            "err_address_unreachable", "インターネットに接続されていません",
        ),
    ),
    (
        RequestFailure.REFUSED,
        (
            "err_connection_refused", "connection refused", "connection_refused", "econnrefused",
            "actively refused", "curl: (7)", "could not connect to the server", "接続を拒否", "接続が拒否",
        ),
    ),
    (
        RequestFailure.TIMED_OUT,
        (
            "timed_out", "timed out", "err_timed", "etimedout", "esockettimedout", "net_timeout",
            "sockettimeout", "connecttimeout", "readtimeout", "timeout of ", "timeouterror", "timeout error",
            "curl: (28)", "operation timeout", "タイムアウト",
        ),
    ),
    (
        RequestFailure.RESET,
        (
            "err_connection_reset", "err_connection_closed", "err_connection_aborted",
            "err_empty_response", "err_http2", "err_quic", "err_incomplete_chunked",
            "err_content_length_mismatch", "connection reset", "econnreset", "net_reset", "net_interrupt",
            "socket hang up", "network connection was lost", "err_socket_not_connected",
            "remote end closed", "curl: (52)", "curl: (56)", "接続がリセット",
        ),
    ),
    (
        RequestFailure.BLOCKED_BY_CORS,
        (
            "cors policy", "cors error", "cors エラー", "corsエラー", "cors request", "cross-origin request blocked",
            "cross origin requests are only", "access-control-allow-origin", "err_blocked_by_response", "err_blocked_by_orb", "クロスオリジン要求をブロック",
        ),
    ),
    (
        RequestFailure.OTHER,
        (
            "net::err_", "ns_error_", "failed to load resource", "loading failed for",
            "content security policy", "(blocked:", "(ブロック", "mime type", "failed to fetch dynamically",
            "importing a module script failed", "(failed)", "(失敗)", "failed to connect to", "proxyerror",
            "err_tunnel", "err_proxy", "curl: (5)", "chunkloaderror", "loading chunk ",
        ),
    ),
    (RequestFailure.PENDING, ("(pending)", "(保留中)", "(保留)")),
)  # fmt: skip
_GIVEN_UP = ("err_aborted", "ns_binding_aborted", "(canceled)", "(キャンセル", "(cancelled)")
_BY_STATUS = {
    401: RequestFailure.UNAUTHORISED,
    403: RequestFailure.FORBIDDEN,
    404: RequestFailure.NOT_FOUND,
}
_ALSO = {407: RequestFailure.UNAUTHORISED, 408: RequestFailure.TIMED_OUT, 410: RequestFailure.NOT_FOUND, 429: RequestFailure.RATE_LIMITED}  # fmt: skip
_STATUSES = {**_BY_STATUS, **_ALSO}


def failure_of_status(status: int) -> RequestFailure | None:
    """What an HTTP status says; None for a good answer or no status at all."""
    if status in _STATUSES:
        return _STATUSES[status]
    if 500 <= status <= 599:
        return RequestFailure.SERVER_ERROR
    return RequestFailure.OTHER if 400 <= status <= 499 else None


def failure_of_words(words: str) -> RequestFailure | None:
    """What an error text says, in any letter case; None where it names no failure.

    That somebody left the page or pressed stop is no failure.
    """
    return failure_among(words, cues_in(words))


def cues_in(words: str) -> tuple[tuple[RequestFailure, tuple[str, ...]], ...]:
    """The cues that stand anywhere in a text, to be looked for in its lines."""
    low = words.lower()
    present = ((failure, tuple(c for c in cues if c in low)) for failure, cues in _CUES)
    return tuple((failure, cues) for failure, cues in present if cues)


def failure_among(
    line: str, cues: tuple[tuple[RequestFailure, tuple[str, ...]], ...]
) -> RequestFailure | None:
    """The failure that one line names, of the cues given."""
    low = line.lower()
    if not cues or given_up(low):
        return None
    return next((failure for failure, some in cues if any(c in low for c in some)), None)


def given_up(words: str) -> bool:
    """Whether the request was dropped by the page or the person, which is no failure."""
    low = words.lower()
    return any(c in low for c in _GIVEN_UP)

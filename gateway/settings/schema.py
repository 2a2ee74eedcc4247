"""Every setting, declared once: its type, default, bounds and meaning.

The sections below are the whole configuration. The file, the environment, `config show`, the docs and their
test are all made from these declarations, so that none of them can drift from the code.
"""

from dataclasses import dataclass, field
from typing import Any


def setting(
    default: Any,
    meaning: str,
    *,
    least: float | None = None,
    most: float | None = None,
    choices: tuple[str, ...] = (),
    secret: bool = False,
) -> Any:
    """A dataclass field that knows its meaning and its bounds (inclusive)."""
    about = {"meaning": meaning, "least": least, "most": most, "choices": choices, "secret": secret}
    return field(default=default, metadata=about)


@dataclass(frozen=True, slots=True)
class Sip:
    host: str = setting("0.0.0.0", "address the SIP edge listens on, UDP and TCP")  # noqa: S104
    port: int = setting(5060, "SIP port, the same for UDP and TCP; 0 takes a free one", least=0, most=65535)
    public_address: str = setting("", "address callers reach us by, when behind NAT; empty: found by itself")
    default_destination: str = setting("", "whom a call without a user part is for", choices=("", "agent", "echo"))
    trusted_networks: str = setting(
        "127.0.0.0/8 ::1/128", "networks without a rate limit, such as a dispatcher in front; separated by spaces"
    )
    rtp_port_low: int = setting(20000, "first port for RTP", least=1024, most=65000)
    rtp_port_high: int = setting(24000, "last port for RTP", least=1100, most=65535)
    invites_per_second: float = setting(50.0, "new calls a second from everyone together", least=0.1)
    invites_per_source: float = setting(10.0, "new calls a second from one address", least=0.1)


@dataclass(frozen=True, slots=True)
class Http:
    host: str = setting("127.0.0.1", "address of the page, /metrics, /healthz and /readyz")
    port: int = setting(8080, "HTTP port; 0 takes a free one", least=0, most=65535)
    certificate: str = setting("", "PEM file with the certificate and its chain: the page is then served over HTTPS")
    key: str = setting("", "PEM file with the private key of http.certificate, without a passphrase")
    hosts: str = setting(
        "", "names the page may be reached by without HTTPS, separated by spaces; addresses always may"
    )
    allowed_origins: str = setting(
        "", "pages of others that may embed the widget, such as https://shop.example; separated by spaces"
    )
    trusted_proxies: str = setting(
        "", "networks whose X-Forwarded-For and X-Forwarded-Proto are believed; separated by spaces"
    )
    monitors: str = setting("127.0.0.0/8 ::1/128", "networks that may read /metrics and /events; separated by spaces")
    requests_per_source: float = setting(20.0, "requests a second from one address to what is below /api", least=0.1)
    openings_per_source: float = setting(
        30.0, "sessions, calls and chats a minute from one address, each for itself", least=0.1
    )


@dataclass(frozen=True, slots=True)
class Rtc:
    addresses: str = setting("", "own addresses offered to browsers, separated by spaces; empty: all but the loopback")
    public_address: str = setting("", "address browsers reach us by, when behind a NAT that keeps ports")
    port_low: int = setting(0, "first UDP port for browsers; 0: any free one", least=0, most=65535)
    port_high: int = setting(0, "last UDP port for browsers", least=0, most=65535)
    stun_url: str = setting("", "STUN server, such as stun:stun.example.org:3478; empty: nobody is asked")
    turn_url: str = setting("", "TURN server, such as turn:turn.example.org:3478?transport=udp; empty: none")
    turn_username: str = setting("", "user name at the TURN server")
    turn_credential: str = setting("", "password at the TURN server", secret=True)
    connect_seconds: float = setting(15.0, "from our answer to encrypted media", least=1, most=120)
    reconnect_seconds: float = setting(15.0, "how long a lost browser may take to come back", least=0, most=300)


@dataclass(frozen=True, slots=True)
class Calls:
    most: int = setting(32, "calls at once; the next one hears 503 with Retry-After", least=1, most=400)
    silence_seconds: float = setting(12.0, "how long a caller may be silent before being asked", least=2)
    silences: int = setting(2, "how often a silent caller is asked before the call ends", least=0, most=10)
    hold_seconds: float = setting(900.0, "how long a caller may keep us on hold", least=10)
    longest_seconds: float = setting(3600.0, "longest call", least=10)
    media_timeout_seconds: float = setting(20.0, "no RTP for this long ends a call", least=2)
    drain_seconds: float = setting(30.0, "how long live calls may go on after SIGTERM", least=0)


@dataclass(frozen=True, slots=True)
class Hearing:
    model: str = setting("tiny.en", "Whisper model: tiny.en, base, or the folder of a faster-whisper model")
    language: str = setting("en", "language of the callers", choices=("en",))


@dataclass(frozen=True, slots=True)
class Voice:
    name: str = setting("joe", "Piper voice: joe, or the path of a voice's .onnx file")
    cache_megabytes: int = setting(24, "memory for speech made ahead of time", least=1, most=1024)


@dataclass(frozen=True, slots=True)
class Agent:
    name: str = setting("Sottovoce", "what the assistant calls itself")
    person: str = setting("", "how to reach a person, in words to be said; empty: the agent says it has none")


@dataclass(frozen=True, slots=True)
class Speech:
    lanes: int = setting(0, "jobs the speech process does at once; 0: one a core", least=0, most=64)
    nice: int = setting(15, "how far the speech process yields to the media (0 to 19)", least=0, most=19)


@dataclass(frozen=True, slots=True)
class Log:
    level: str = setting("info", "least level that is logged", choices=("debug", "info", "warning", "error"))
    style: str = setting("text", "form of a log line", choices=("text", "json"))


@dataclass(frozen=True, slots=True)
class Data:
    folder: str = setting("data", "folder for what may be kept; nothing is, without a recorded reason")


@dataclass(frozen=True, slots=True)
class Privacy:
    keep: bool = setting(True, "whether anything may be kept when a caller agrees; false: nothing ever is")
    operator: str = setting("", "who runs this gateway, as the policy names them")
    contact: str = setting("", "where requests about personal data go: an address, a page or a number")
    region: str = setting("gdpr", "whose law calls are under", choices=("gdpr", "ccpa", "pdpa"))
    operators: str = setting(
        "", "what stands where something personal was said: PIN=drop CARD=mask; placeholders for the types not named"
    )
    rules: str = setting("", "TOML file with the rules of retention; empty: the defaults of docs/keeping.md")
    store: str = setting("sqlite", "where what is kept lies", choices=("sqlite", "redis"))
    redis_url: str = setting("", "such as rediss://redis.example.org:6379, for privacy.store = redis", secret=True)
    redis_user: str = setting("", "ACL user at Redis")
    redis_password: str = setting("", "password at Redis", secret=True)
    redis_ca: str = setting("", "file with the authority that signed Redis's certificate; empty: the system's")
    key_file: str = setting("", "file of the master key; empty: sottovoce/master.key in the user's configuration")
    audit_checkpoints: str = setting("", "folder for the audit's signatures; empty: one beside the master key")


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration, already checked."""

    sip: Sip = field(default_factory=Sip)
    http: Http = field(default_factory=Http)
    rtc: Rtc = field(default_factory=Rtc)
    calls: Calls = field(default_factory=Calls)
    hearing: Hearing = field(default_factory=Hearing)
    voice: Voice = field(default_factory=Voice)
    agent: Agent = field(default_factory=Agent)
    speech: Speech = field(default_factory=Speech)
    log: Log = field(default_factory=Log)
    data: Data = field(default_factory=Data)
    privacy: Privacy = field(default_factory=Privacy)

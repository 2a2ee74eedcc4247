"""The closed vocabularies of keeping. What has no word here cannot be kept, and there is no word for marketing."""

from enum import Enum


class DataClass(Enum):
    """What kind of data a field holds; retention goes by it."""

    CHAT = "chat"  # what was said or typed, redacted
    DIAGNOSTIC = "diagnostic"  # SIP traces, error codes, the quality of the line
    IDENTIFIER = "identifier"  # keyed hashes of numbers and accounts, subject ids
    EVIDENCE = "evidence"  # consents, flags and holds: the proof that something may be kept
    STAFF = "staff"  # who may look, and why they did
    STATISTIC = "statistic"  # counts over ten people or more; nobody's


class Purpose(Enum):
    """What stored data may be used for: the five uses the policy names."""

    SUPPORT = "support"
    DIAGNOSTICS = "diagnostics"
    IMPROVEMENT = "improvement"  # anonymised only
    MISUSE = "misuse"
    COMPLIANCE = "compliance"


class Basis(Enum):
    """The legal ground of keeping: GDPR Art. 6(1)(a), (b), (f); the business purpose of CCPA § 1798.140(e)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGITIMATE_INTEREST = "legitimate-interest"
    BUSINESS_PURPOSE = "business-purpose"


class Region(Enum):
    """Whose law a call is under."""

    GDPR = "gdpr"  # European Union, United Kingdom
    CCPA = "ccpa"  # California
    PDPA = "pdpa"  # Singapore, Malaysia


class Flag(Enum):
    """Why a call is kept at all. Without one nothing is left of it."""

    SUPPORT = "support"
    COMPLIANCE = "compliance"


class Source(Enum):
    """Who set a flag."""

    CONSENT = "consent"
    OPERATOR = "operator"
    RULE = "rule"  # of the tenant


class OptIn(Enum):
    """The three things a caller is asked for, each apart, each no until it is yes."""

    TRANSCRIPT = "transcript"
    TRACE = "trace"
    IMPROVEMENT = "improvement"


class Channel(Enum):
    """The way a conversation came in."""

    SIP = "sip"
    BROWSER = "browser"
    CHAT = "chat"
    CONSOLE = "console"


class Speaker(Enum):
    """Whose words they are."""

    CALLER = "caller"
    AGENT = "agent"


class Unwanted(Enum):
    """What a person does not want, from the moment they say so."""

    MACHINE = "no-machine"  # their next call goes to a person before the agent speaks
    SHARING = "no-sharing"  # nothing goes to a third party
    USE = "no-use"  # what is kept is used for no purpose but compliance
    CHANGE = "no-change"  # restricted: kept as it is, and read for compliance alone

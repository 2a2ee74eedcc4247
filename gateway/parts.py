"""What each part of the gateway is made with, read from the settings."""

from agent.local import LocalAgent
from gateway.agents import fixed_clauses
from gateway.calls.admission import RETRY_AFTER_S
from gateway.calls.company import Company
from gateway.calls.prompts import PromptShelf
from gateway.calls.talk import Limits
from gateway.observe.events import Emit
from gateway.safe import Safe
from gateway.settings.operators import operators
from gateway.settings.schema import Settings
from gateway.sip.cell.pool import PoolSettings
from gateway.sip.edge.api import EdgeSettings, Rate
from gateway.speech.client import SpeechProcess, SpeechSettings
from privacy.declared.terms import Region


def company_of(
    settings: Settings, agent: LocalAgent, speech: SpeechProcess, shelf: PromptShelf, *, emit: Emit, safe: Safe
) -> Company:
    """What all conversations share."""
    return Company(
        agent,
        speech,
        shelf,
        emit,
        limits(settings),
        settings.calls.longest_seconds,
        fixed_clauses(agent.fixed_texts()),
        keeping=safe.keeping,
        region=Region(settings.privacy.region),
        opted_out=safe.opted_out,
        operators=operators(settings),
    )


def limits(settings: Settings) -> Limits:
    """How long each phase of a conversation may last."""
    calls = settings.calls
    return Limits(
        silence_ms=int(calls.silence_seconds * 1000), silences=calls.silences, hold_ms=int(calls.hold_seconds * 1000)
    )


def speech_settings(settings: Settings, lanes: int) -> SpeechSettings:
    """The speech process, with so many lanes."""
    return SpeechSettings(
        model=settings.hearing.model,
        voice=settings.voice.name,
        lanes=lanes,
        nice=settings.speech.nice,
        cache_megabytes=settings.voice.cache_megabytes,
    )


def pool_settings(settings: Settings) -> PoolSettings:
    """The cells and their ports."""
    sip = settings.sip
    return PoolSettings(
        limit_calls=settings.calls.most,
        rtp_first_port=sip.rtp_port_low,
        rtp_port_count=sip.rtp_port_high - sip.rtp_port_low + 1,
        media_timeout_s=settings.calls.media_timeout_seconds,
    )


def edge_settings(settings: Settings) -> EdgeSettings:
    """The SIP edge."""
    sip = settings.sip
    return EdgeSettings(
        hosts=(sip.host,),
        port=sip.port,
        public_address=sip.public_address or None,
        default_destination=sip.default_destination or None,
        unlimited_networks=tuple(sip.trusted_networks.split()),
        source_invites=Rate(per_s=sip.invites_per_source, burst=max(10, int(6 * sip.invites_per_source))),
        retry_after_full_s=RETRY_AFTER_S["full"],
        retry_after_draining_s=RETRY_AFTER_S["draining"],
        all_invites=Rate(per_s=sip.invites_per_second, burst=max(20, int(4 * sip.invites_per_second))),
    )

"""What can be said of the line of a call: its codec, its health and an estimated MOS, in short sentences."""

from typing import Final

from agent.api import Line
from agent.line.emodel import Path, mos, rating

CODEC_NAMES: Final = {"PCMU": "G.711 mu-law", "PCMA": "G.711 A-law", "G722": "G.722", "OPUS": "Opus", "GSM": "GSM"}
# Ie and Bpl of ITU-T G.113 Appendix I, with loss concealment for G.711. G.722 is judged on the narrowband scale as
# G.711 is, since G.107 has no value for it; so the estimate leaves out that wideband sounds better.
_IMPAIRMENT: Final = {"PCMU": (0.0, 25.1), "PCMA": (0.0, 25.1), "G722": (0.0, 25.1), "GSM": (20.0, 10.0)}
_PACKET_MS: Final = 20.0
_BUFFER_MS: Final = 20.0  # what a jitter buffer holds on a calm line


def estimated_mos(line: Line) -> float:
    """The MOS to be expected of this line, 1.0 to 4.5, by the E-model from delay, jitter, loss and codec."""
    equipment, robustness = _IMPAIRMENT.get(line.codec.upper(), (0.0, 4.3))
    network_ms = (line.round_trip_ms or 0.0) / 2
    path = Path(
        delay_ms=network_ms + _PACKET_MS + max(_BUFFER_MS, 2 * line.jitter_ms),
        loss_percent=100 * line.loss_fraction,
        equipment=equipment,
        robustness=robustness,
    )
    return mos(rating(path))


def codec_sentence(line: Line) -> str:
    """The codec and the sampling rate, as one sentence."""
    name = CODEC_NAMES.get(line.codec.upper(), line.codec)
    width = "wideband, 16 kilohertz" if line.rate_hz >= 16000 else "telephone quality, 8 kilohertz"
    return f"You are using {name}. That is {width}."


def health_sentences(line: Line) -> str:
    """A verdict first, then jitter, loss, delay and the estimated MOS."""
    score = estimated_mos(line)
    delay = "" if line.round_trip_ms is None else f" The round trip takes {round(line.round_trip_ms)} milliseconds."
    return (
        f"Your line is {_verdict(score)}. Jitter is {_amount(line.jitter_ms)} milliseconds, and {_loss(line)}.{delay} "
        f"I estimate a MOS of {score:.1f} out of 5."
    )


def transport_sentence(line: Line) -> str:
    """How signalling and media travel, and whether each is encrypted."""
    media = "The audio is encrypted with SRTP." if line.encrypted else "The audio is plain RTP, not encrypted."
    return f"Your signalling comes over {line.transport.upper()}. {media}"


def advice(line: Line) -> str:
    """The article that helps with what is worst about this line, or an empty string when it is good."""
    if line.loss_fraction >= 0.01:
        return "packet-loss"
    if line.jitter_ms >= 30:
        return "jitter"
    if (line.round_trip_ms or 0.0) >= 300:
        return "latency"
    return ""


def _verdict(score: float) -> str:
    """The words of ITU-T G.109 for a MOS, in everyday speech."""
    for least, word in ((4.3, "very good"), (4.0, "good"), (3.6, "fair"), (3.1, "poor")):
        if score >= least:
            return word
    return "bad"


def _amount(value: float) -> str:
    return f"{value:.1f}" if 0 < value < 1 else f"{round(value)}"


def _loss(line: Line) -> str:
    percent = 100 * line.loss_fraction
    if percent == 0:
        return "no packets were lost"
    return (
        "less than 0.1 percent of packets were lost" if percent < 0.1 else f"{percent:.1f} percent of packets were lost"
    )

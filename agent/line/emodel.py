"""The E-model of ITU-T G.107 (06/2015): from delay, loss and codec to the rating R and a MOS.

Variables carry the Recommendation's names in their comments. All loudness ratings are in dB, all delays in ms.
The defaults are those of Table 2, for which R is 93.2.
"""

from dataclasses import dataclass
from math import exp, log, log10, sqrt


@dataclass(frozen=True, slots=True)
class Path:
    """One direction of a connection, mouth to ear."""

    delay_ms: float = 0.0  # Ta, absolute one-way delay; T is taken equal and Tr twice that
    loss_percent: float = 0.0  # Ppl
    equipment: float = 0.0  # Ie, impairment of the codec without loss (ITU-T G.113 Appendix I)
    robustness: float = 4.3  # Bpl, robustness of the codec against loss
    burstiness: float = 1.0  # BurstR, 1 for random loss
    advantage: float = 0.0  # A
    send_db: float = 8.0  # SLR
    receive_db: float = 2.0  # RLR
    sidetone_db: float = 15.0  # STMR
    listener_sidetone_db: float = 18.0  # LSTR
    echo_db: float = 65.0  # TELR
    echo_path_db: float = 110.0  # WEPL
    circuit_noise_dbm0p: float = -70.0  # Nc
    noise_floor_dbmp: float = -64.0  # Nfor
    send_room_dba: float = 35.0  # Ps
    receive_room_dba: float = 35.0  # Pr
    room_sensitivity: float = 3.0  # Ds
    quantising_units: float = 1.0  # qdu


def rating(path: Path) -> float:
    """R = Ro - Is - Id - Ie,eff + A (equation 7-1): 0 unusable to 100; 93.2 for the defaults."""
    noise = _noise_dbm0p(path)
    base = 15 - 1.5 * (path.send_db + noise)  # Ro
    effective = path.equipment + (95 - path.equipment) * path.loss_percent / (
        path.loss_percent / path.burstiness + path.robustness
    )  # Ie,eff (equation 7-29)
    return base - _simultaneous(path, noise, base) - _delayed(path, noise, base) - effective + path.advantage


def mos(r: float) -> float:
    """The mean opinion score estimated for a rating, 1.0 to 4.5 (G.107 Annex B)."""
    if r <= 6.5:  # below this the cubic dips under 1 (Annex B, note)
        return 1.0
    if r >= 100:
        return 4.5
    return 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6


def _noise_dbm0p(path: Path) -> float:
    """No: circuit noise, both rooms' noise and the noise floor, added as powers (7-3 to 7-7)."""
    overall_db = path.send_db + path.receive_db  # OLR
    room = path.send_room_dba - path.room_sensitivity
    sending = room - path.send_db - 100 + 0.004 * (room - overall_db - 14) ** 2  # Nos
    heard = path.receive_room_dba + 10 * log10(1 + 10 ** ((10 - path.listener_sidetone_db) / 10))  # Pre
    receiving = path.receive_db - 121 + heard + 0.008 * (heard - 35) ** 2  # Nor
    floor = path.noise_floor_dbmp + path.receive_db  # Nfo
    return 10 * log10(sum(10 ** (level / 10) for level in (path.circuit_noise_dbm0p, sending, receiving, floor)))


def _simultaneous(path: Path, noise: float, base: float) -> float:
    """Is: what disturbs together with the voice: loudness, sidetone, quantising (7-8 to 7-17)."""
    loudness = path.send_db + path.receive_db + 0.2 * (64 + noise - path.receive_db)  # Xolr
    too_loud = 20 * (_root(1 + (loudness / 8) ** 8, 8) - loudness / 8)  # Iolr
    q = 37 - 15 * log10(path.quantising_units)
    g = 1.07 + 0.258 * q + 0.0602 * q**2
    y = (base - 100) / 15 + 46 / 8.4 - g / 9
    z = 46 / 30 - g / 40
    quantising = 15 * log10(1 + 10**y + 10**z)  # Iq
    return too_loud + _sidetone(path) + quantising


def _sidetone(path: Path) -> float:
    """Ist: sidetone that is too loud or too faint (7-10, 7-11)."""
    level = -10 * log10(10 ** (-path.sidetone_db / 10) + exp(-path.delay_ms / 4) * 10 ** (-path.echo_db / 10))
    return (
        12 * _root(1 + ((level - 13) / 6) ** 8, 8)
        - 28 * _root(1 + ((level + 1) / 19.4) ** 35, 35)
        - 13 * _root(1 + ((level - 3) / 33) ** 13, 13)
        + 29
    )


def _delayed(path: Path, noise: float, base: float) -> float:
    """Id = Idte + Idle + Idd: talker echo, listener echo and plain delay (7-18 to 7-28)."""
    one_way_ms = path.delay_ms
    talker = (
        path.echo_db - 40 * log10((1 + one_way_ms / 10) / (1 + one_way_ms / 150)) + 6 * exp(-0.3 * one_way_ms**2)
    )  # TERV
    echoed = 80 + 2.5 * (talker - 14)  # Re
    clear = -1.5 * (noise - path.receive_db)  # Roe
    talker_echo = ((clear - echoed) / 2 + sqrt((clear - echoed) ** 2 / 4 + 100) - 1) * (1 - exp(-one_way_ms))
    returned = 10.5 * (path.echo_path_db + 7) / _root(2 * one_way_ms + 1, 4)  # Rle
    listener_echo = (base - returned) / 2 + sqrt((base - returned) ** 2 / 4 + 169)
    return talker_echo + listener_echo + _plain_delay(one_way_ms)


def _plain_delay(one_way_ms: float) -> float:
    """Idd: what delay alone costs, for default sensitivity sT = 1 and mT = 100 ms (7-27, 7-28)."""
    if one_way_ms <= 100:
        return 0.0
    x = log10(one_way_ms / 100) / log10(2)
    return 25 * (_root(1 + x**6, 6) - 3 * _root(1 + (x / 3) ** 6, 6) + 2)


def _root(value: float, degree: int) -> float:
    """The `degree`-th root of a positive value."""
    return exp(log(value) / degree)

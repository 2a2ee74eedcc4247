"""Settings from the command line, the environment, a TOML file and the defaults, in that order of weight."""

import difflib
import ipaddress
import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from gateway.errors import SettingsError
from gateway.settings.schema import Settings
from privacy.keys.master import ENVIRONMENT as MASTER_KEY

PREFIX = "SOTTOVOCE_"
_TRUTH = {"true": True, "false": False}
CALLS_A_CELL = 4  # what the pjsua2 wheel takes
RTP_PORTS_A_CELL = 8  # RTP and RTCP of each


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of the configuration with its source and meaning; `shown` hides a secret."""

    key: str  # "sip.port"
    value: Any = field(repr=False)
    source: str
    meaning: str
    secret: bool

    @property
    def shown(self) -> Any:
        return "(hidden)" if self.secret and self.value else self.value


@dataclass(frozen=True, slots=True)
class Loaded:
    """Checked settings, and for each where its value came from."""

    settings: Settings
    each: tuple[Setting, ...]


def load(
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, object] | None = None,
) -> Loaded:
    """The settings after every source was read; `flags` maps keys such as "sip.port" to values.

    Raises `SettingsError` with one sentence for an unreadable file, an unknown key or a bad value.
    """
    layers: list[tuple[str, dict[str, object]]] = [
        ("command line", dict(flags or {})),
        ("environment", _from_environ(environ or {})),
    ]
    if file is not None:
        layers.append((str(file), _from_file(file)))
    known = {key: spec for key, _, _, spec in _declared()}
    for source, values in layers:
        for key in values:
            _refuse_unknown(key, known, source)
    sections: dict[str, dict[str, Any]] = {}
    each: list[Setting] = []
    for key, section, name, spec in _declared():
        found = next(((source, values[key]) for source, values in layers if key in values), None)
        source, raw = found or ("default", spec.default)
        value = _coerced(key, raw, spec, source)
        sections.setdefault(section, {})[name] = value
        each.append(Setting(key, value, source, spec.metadata["meaning"], spec.metadata["secret"]))
    built = {part.name: part.default_factory(**sections[part.name]) for part in fields(Settings)}  # type: ignore[operator]
    settings = Settings(**built)
    _check_together(settings)
    return Loaded(settings, tuple(each))


def _declared() -> Iterator[tuple[str, str, str, "Field[Any]"]]:
    for section in fields(Settings):
        for spec in fields(section.default_factory):  # type: ignore[arg-type]
            yield f"{section.name}.{spec.name}", section.name, spec.name, spec


def _from_file(file: Path) -> dict[str, object]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot read the configuration {file}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is not UTF-8 text"
        raise SettingsError(f"the configuration {file} is not valid TOML: {where}") from None
    values: dict[str, object] = {}
    for section, table in tables.items():
        if not isinstance(table, dict):
            raise SettingsError(f"{file}: '{section}' stands alone; settings live in sections such as [sip]")
        values.update({f"{section}.{name}": value for name, value in table.items()})
    return values


def _from_environ(environ: Mapping[str, str]) -> dict[str, object]:
    """SOTTOVOCE_SIP_PORT=5062 sets sip.port."""
    return {
        name.removeprefix(PREFIX).lower().replace("_", ".", 1): value
        for name, value in environ.items()
        if name.startswith(PREFIX) and name != MASTER_KEY
    }


def _refuse_unknown(key: str, known: Mapping[str, object], source: str) -> None:
    if key in known:
        return
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"; did you mean '{near[0]}'?" if near else "; 'sottovoce config show' lists them all"
    raise SettingsError(f"unknown setting '{key}' ({source}){hint}")


def _coerced(key: str, raw: object, spec: "Field[Any]", source: str) -> Any:
    value = _as_type(key, raw, type(spec.default), source)
    about = spec.metadata
    if isinstance(value, float) and not math.isfinite(value):
        raise SettingsError(f"{key} ({source}) must be a finite number")
    if about["choices"] and value not in about["choices"]:
        raise SettingsError(f"{key} ({source}) must be one of: {', '.join(about['choices'])}")
    if about["least"] is not None and value < about["least"]:
        raise SettingsError(f"{key} ({source}) must be at least {about['least']:g}")
    if about["most"] is not None and value > about["most"]:
        raise SettingsError(f"{key} ({source}) must be at most {about['most']:g}")
    return value


def _as_type(key: str, raw: object, wanted: type, source: str) -> object:
    if isinstance(raw, wanted) and not (wanted is int and isinstance(raw, bool)):
        return raw
    if wanted is float and isinstance(raw, int) and not isinstance(raw, bool):
        return float(raw)
    if isinstance(raw, str) and wanted in (int, float):
        try:
            return wanted(raw)
        except ValueError:
            pass
    if isinstance(raw, str) and wanted is bool and raw.lower() in _TRUTH:
        return _TRUTH[raw.lower()]
    kinds = {int: "a whole number", float: "a number", str: "a text", bool: "true or false"}
    raise SettingsError(f"{key} ({source}) must be {kinds[wanted]}")


def _check_together(settings: Settings) -> None:
    sip, calls = settings.sip, settings.calls
    for network in sip.trusted_networks.split():
        try:
            ipaddress.ip_network(network)
        except ValueError:
            raise SettingsError(f"sip.trusted_networks: '{network}' is no network, such as 192.0.2.0/24") from None
    ports = RTP_PORTS_A_CELL * (-(-calls.most // CALLS_A_CELL) + 1)  # and a spare cell
    if sip.rtp_port_high - sip.rtp_port_low + 1 < ports:
        raise SettingsError(f"sip.rtp_port_low to sip.rtp_port_high must hold {ports} ports for {calls.most} calls")

"""Asterisk's files, read as Asterisk reads them: sections may repeat, and every name must lead somewhere."""

import re
from dataclasses import dataclass, field

from tests.sip_configs.placed import CONFIGS

KNOWN = {
    "transport": {"protocol", "bind"},
    "aor": {"contact", "qualify_frequency", "qualify_timeout"},
    "endpoint": {
        "transport", "context", "aors", "disallow", "allow", "dtmf_mode", "direct_media", "rtp_symmetric",
        "force_rport", "rewrite_contact", "rtp_timeout", "timers", "send_pai", "trust_id_outbound", "language",
    },
}  # fmt: skip


@dataclass
class Section:
    name: str
    options: dict[str, str] = field(default_factory=dict)


def sections(text: str) -> list[Section]:
    found: list[Section] = []
    for whole in text.splitlines():
        line = whole.split(";")[0].strip()
        if not line:
            continue
        if head := re.fullmatch(r"\[([\w-]+)\]", line):
            found.append(Section(head[1]))
            continue
        key, equals, value = line.partition("=")
        assert equals, f"neither section nor option: {line}"
        assert key.strip() not in found[-1].options, f"twice in [{found[-1].name}]: {key}"
        found[-1].options[key.strip()] = value.strip()
    return found


PJSIP = sections((CONFIGS / "asterisk" / "pjsip.conf").read_text())
BY_TYPE = {section.options["type"]: section for section in PJSIP}


def test_every_section_has_a_type_and_options_that_chan_pjsip_knows() -> None:
    for section in PJSIP:
        kind = section.options["type"]
        assert set(section.options) - {"type"} <= KNOWN[kind]


def test_names_lead_to_sections() -> None:
    endpoint, names = BY_TYPE["endpoint"], {(section.options["type"], section.name) for section in PJSIP}
    assert ("aor", endpoint.options["aors"]) in names
    assert ("transport", endpoint.options["transport"]) in names
    assert endpoint.options["allow"] == "ulaw,alaw,g722"
    assert BY_TYPE["aor"].options["contact"] == "sip:192.0.2.10:5060"


def test_the_dial_plan_dials_the_endpoint_and_each_context_exists() -> None:
    text = (CONFIGS / "asterisk" / "extensions.conf").read_text()
    contexts = re.findall(r"(?m)^\[([\w-]+)\]", text)
    assert BY_TYPE["endpoint"].options["context"] in contexts
    dialled = re.findall(r"Dial\(PJSIP/(\w+)@([\w-]+),\d+\)", text)
    assert dialled == [("agent", BY_TYPE["endpoint"].name), ("echo", BY_TYPE["endpoint"].name)]
    for line in text.splitlines():
        if line and line[0] not in ";[":
            assert re.match(r"(exten => [\w.]+,\d+,|\s+same => n(\(\w+\))?,)\w+\(.*\)$", line), line
    for label in re.findall(r"\?(\w+)\)", text):
        assert f"n({label})," in text

"""FreeSWITCH's files, read as XML: known parameters, and a dial plan that bridges to the gateway they define."""

import re
from xml.etree import ElementTree

from tests.sip_configs.placed import CONFIGS

FOLDER = CONFIGS / "freeswitch"
KNOWN_PARAMETERS = {
    "username", "realm", "proxy", "register", "register-transport", "caller-id-in-from", "ping", "ping-max",
    "ping-min", "context",
}  # fmt: skip
KNOWN_APPLICATIONS = {"set", "export", "bridge", "respond"}


def tree(name: str) -> ElementTree.Element:
    root = ElementTree.parse(FOLDER / name).getroot()
    assert root.tag == "include"
    return root


def test_the_gateway_is_unregistered_and_pinged() -> None:
    gateway = tree("sottovoce-gateway.xml").find("gateway")
    assert gateway is not None
    parameters = {param.attrib["name"]: param.attrib["value"] for param in gateway.findall("param")}
    assert set(parameters) == KNOWN_PARAMETERS
    assert parameters["register"] == "false"
    assert parameters["proxy"] == "192.0.2.10:5060"
    assert int(parameters["ping"]) > 0


def test_each_extension_bridges_to_that_gateway() -> None:
    gateway = tree("sottovoce-gateway.xml").find("gateway")
    assert gateway is not None
    bridged = []
    for extension in tree("sottovoce-dialplan.xml").findall("extension"):
        condition = extension.find("condition")
        assert condition is not None
        re.compile(condition.attrib["expression"])
        assert condition.attrib["field"] == "destination_number"
        for action in condition.findall("action"):
            assert action.attrib["application"] in KNOWN_APPLICATIONS
            if action.attrib["application"] == "bridge":
                bridged.append(action.attrib["data"])
    assert bridged == [f"sofia/gateway/{gateway.attrib['name']}/{user}" for user in ("agent", "echo")]

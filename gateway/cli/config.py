"""`sottovoce config`: show or check every setting, with its value, source and meaning."""

import argparse
import json

from gateway.settings.load import Loaded, Setting


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=("show", "check"), help="show prints every setting, check only says if all is well"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, for a script")


def run(given: argparse.Namespace, loaded: Loaded) -> int:
    if given.what == "check":
        print(json.dumps({"ok": True}) if given.json else f"All {len(loaded.each)} settings are in order.")
        return 0
    if given.json:
        print(json.dumps([_record(each) for each in loaded.each], indent=2))
        return 0
    for each in loaded.each:
        print(f"{each.key} = {json.dumps(each.shown)}    # {each.source}; {each.meaning}")
    return 0


def _record(setting: Setting) -> dict[str, object]:
    return {"key": setting.key, "value": setting.shown, "source": setting.source, "meaning": setting.meaning}

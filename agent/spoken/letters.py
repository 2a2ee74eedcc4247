"""Letters said by their names."""


def spelled(letters: str, plural: bool = False) -> str:
    """The letters one by one: "SDP" is "S-D-P". The hyphens keep the voice from taking an A for an article."""
    return "-".join(letters.upper()) + ("'s" if plural else "")

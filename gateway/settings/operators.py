"""The setting `privacy.operators` as redaction takes it."""

from gateway.errors import SettingsError
from gateway.settings.schema import Settings
from privacy.api import Operators
from privacy.errors import OperatorUnusable
from privacy.operators import parse


def operators(settings: Settings) -> Operators:
    """What stands where something personal stood, by type. Raises SettingsError for a type or operator there is not."""
    try:
        return parse(settings.privacy.operators)
    except OperatorUnusable as error:
        raise SettingsError(f"privacy.operators: {error}") from None

"""Spanish proves the seam for languages: digits, e-mail, cards and telephones by rule, and no tagger."""

import re

import pytest

from privacy.session import RedactionSession

_MARKED = re.compile(r"\[([A-Z_]+):([^\]]*)\]")


@pytest.mark.parametrize(
    "marked",
    [
        "la tarjeta es [CARD:cuatro cinco tres nueve uno cuatro ocho ocho tres cuatro tres seis cuatro seis siete]",
        "el número de tarjeta es [CARD:4539 1488 0343 6467]",
        "la visa termina en [CARD:sesenta y cuatro sesenta y siete]",
        "caduca el [CARD_EXPIRY:04/27] y el código de seguridad es [CVV:tres uno ocho]",
        "mi teléfono es [PHONE:seis uno dos, tres cuatro cinco, seis siete ocho]",
        "llámeme al [PHONE:más treinta y cuatro seis doce treinta y cuatro cincuenta y seis setenta y ocho]",
        "el móvil es [PHONE:612 345 678]",
        "[PHONE:+34 912 345 678]",
        "mi correo es [EMAIL:ana punto ruiz arroba correo punto es]",
        "escríbame a [EMAIL:ana.ruiz@correo.es]",
        "mi correo es [EMAIL:ana guion bajo ruiz arroba gmail punto com] por favor",
        "el código de verificación es [OTP:cuatro ocho dos nueve uno tres]",
        "mi pin es [PIN:dos cinco ocho cero]",
        "da el error 488 en el puerto 5061",
        "el códec es G.711, de 64 kilobits",
        "son las diez y media",
    ],
)
@pytest.mark.parametrize("change", [str, str.upper])
def test_digits_mail_cards_and_telephones(marked: str, change: type[str]) -> None:
    text = _MARKED.sub(r"\2", marked)
    redacted = RedactionSession(language="es").redact(change(text))
    assert re.sub(r"\[([A-Z_]+)_\d+\]", r"[\1]", redacted.text) == change(_MARKED.sub(r"[\1]", marked))


def test_a_number_cut_over_turns() -> None:
    session = RedactionSession(language="es-MX")
    session.redact("mi tarjeta es cuatro cinco tres nueve uno cuatro")
    session.redact("ocho ocho cero tres cuatro tres seis cuatro seis siete")
    assert [redacted.text for redacted in session.finalize()] == ["mi tarjeta es [CARD_1]", "[CARD_2]"]

"""The rules, one recogniser a file. To add one: write the file, list it in `ALL`, add a table to its test."""

from typing import Final

from privacy.finding import Recogniser
from privacy.recognisers import (
    account_id,
    address,
    backstop,
    bank_account,
    card,
    card_expiry,
    cvv,
    device_id,
    dob,
    email,
    gov_id,
    iban,
    ip,
    otp,
    password,
    person,
    phone,
    pin,
    sip_uri,
    spelled,
    ssn,
    username,
)

ALL: Final[tuple[Recogniser, ...]] = (
    card.recognise,
    card_expiry.recognise,
    cvv.recognise,
    password.recognise,
    pin.recognise,
    otp.recognise,
    ssn.recognise,
    gov_id.recognise,
    iban.recognise,
    bank_account.recognise,
    sip_uri.recognise,
    email.recognise,
    username.recognise,
    ip.recognise,
    device_id.recognise,
    phone.recognise,
    dob.recognise,
    account_id.recognise,
    person.recognise,
    address.recognise,
    spelled.recognise,
    backstop.recognise,
)

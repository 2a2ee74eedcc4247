"""A table for each rule: what it masks, and what it leaves. `[...]` marks what must be found."""

import re

import pytest

from privacy import engine
from privacy.finding import Recogniser
from privacy.languages import language
from privacy.literals import literals
from privacy.recognisers import (
    ALL,
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

TABLES: dict[Recogniser, list[str]] = {
    account_id.recognise: [
        "my account number is [88203771]",
        "customer id, it's [four four one nine oh two seven]",
        "the contract number's [VX 55120934]",
        "[774120] is my account number",
        "the account is locked, error 488",
        "booking reference: [TR-5512]",
        "my count number is [104. 6629]",
        "[91 44 72 06] is our customer number",
    ],
    address.recognise: [
        "i live at [42 maple street springfield illinois 62704]",
        "[17 Thistledown Crescent, Harrogate, HG2 8QT] please",
        "our postcode is [SW1A 2AA]",
        "the blue house on [maple avenue number six]",
        "it is in [Ohio 43004]",
        "post it to [P.O. Box 881, Boulder, CO 80301]",
        "i live on [Mallory Lane, number nineteen]",
        "our shop is [the old chapel, mill street], wenham",
        "i live at [Rue Pasteur 12] please",
        "the desk phones are in flat boxes",
        "the site is down the whole street says",
        "it takes 5 minutes to drive",
        "port 5060 is the best way",
    ],
    backstop.recognise: ["here it is [774 120]", "[AB12345678]", "version 18.9.2 on port 5061"],
    bank_account.recognise: [
        "sort code [20-45-53]",
        "my routing number is [oh two one triple zero oh two one]",
        "the bank is closed until 9",
    ],
    card.recognise: [
        "[4111 1111 1111 1111]",
        "[4111 1111 1111 1112] has a digit misheard",
        "the visa is [four five three nine one four eight eight oh three four three six four six seven]",
        "the card ending [8431] please",
        "the card reader fails with error 488",
    ],
    card_expiry.recognise: [
        "it expires [04/27]",
        "valid until [november 2029]",
        "expiry [oh nine slash thirty one]",
        "my visa runs until [march 2031]",
        "the card runs out in the [fourth month of thirty]",
        "my contract runs until march 2031",
        "fit through [0430]",
        "the registration expires in 3600 seconds",
        "our certificate expires on march 4th",
    ],
    cvv.recognise: [
        "the cvv is [123]",
        "three digits on the back, [eight one six]",
        "the card expires soon and the code is [611]",
        "the c v two is [nine oh two]",
        "cvv[2 440]",
        "my CBB is [217]",
        "those three numbers are [seven seven two]",
        "the ccv is [four two zero]",
        "the security codes [481]",
        "the code is 488",
    ],
    device_id.recognise: [
        "[00-1B-63-84-45-E6]",
        "serial number [SN7Q4410283]",
        "the imei is [356938035643809]",
        "the mac ends in [4 5 e]",
        "serial [ab-7712-55k] on the label",
        "the device is on port 5060",
    ],
    dob.recognise: [
        "i was born on the [third of march nineteen eighty five]",
        "date of birth [23/11/1979]",
        "[14 02 88] is my birthday",
        "[tenth of april ninety one] is when she was born",
        "he turned forty on [the ninth of june]",
        "memorable date is [fourth of july ninety nine]",
        "my birthdays [October the 9th]",
        "it is [April 51958]. My date of birth.",
        "it happens since march 3rd",
    ],
    email.recognise: [
        "[john dot smith at gmail dot com]",
        "you have got [mila at gmail dot com]",
        "my email [j hart as the harbour dot net] please",
        "reply to [accounts with harbour dot org]",
        "our email is down since ten. dot com",
        "my email is [k underscore bauer 7 at posteo dot de] thanks",
        "write to [accounts at bright water dot co dot uk]",
        "we arrived at ten dot",
    ],
    gov_id.recognise: [
        "passport number [L898902C3]",
        "ni number [Q Q 1 2 3 4 5 6 C]",
        "[K04419827] is my passport number",
        "a licence for 32 calls",
    ],
    iban.recognise: [
        "[GB29 NWBK 6016 1331 9268 19]",
        "[DE89370400440532013000]",
        "i've been [GB29]",
        "i've been 20 minutes on hold",
        "the iban ends in [1332]",
        "g711 and g722",
    ],
    ip.recognise: [
        "it comes from [203.0.113.78]",
        "[one ninety two dot one sixty eight dot four dot one]",
        "it binds to 0.0.0.0 and 127.0.0.1",
        "on firmware 66.86.0.15",
        "[198.51.100.7:5060] answered",
        "the mask is 255.255.255.0",
        "the address is [203.0. 113.9]",
    ],
    otp.recognise: [
        "the verification code is [482913]",
        "you texted me [4 8 2 9 1 3]",
        "the code is [482 913]",
        "the error code is 488",
    ],
    password.recognise: [
        "my password is [correct horse battery staple] and it fails",
        "password: [hunter2]",
        "log in with [anna] and [Hedgehog!2024]",
        "it was [otter sixty one], that's the wifi password",
        "the secret is [q at sign nine nine]",
        "i changed the password from [sparrow1] to [heron2]",
        "the problem is the password",
        "the answer to my security question is [buttercup]",
        "i forgot my security question",
        "the admin password, [sunflower 2023]",
        "the set pass where this is [walrus dollar eight eight]",
        "plug in with [field of 9b]",
        "what is my password",
        "my password is wrong",
        "the password was rejected",
        "i forgot my password",
    ],
    person.recognise: [
        "my name is [Margaret Oduya]",
        "[priya natarajan] speaking",
        "this is [mark] from accounts",
        "mrs [Featherstonehaugh] called",
        "her name's [Guadalupe Ferreira]",
        "[rich] said it was fixed",
        "my name's [rose field]",
        "it's [bill] from accounts",
        "i spoke to [art] yesterday",
        "we talk to art students",
        "i think [Hope] has the other handset",
        "ask for [bill] at the desk",
        "my colleague [Zdravka] can hear me",
        "[J. Wojnarowska] signed it",
        "t. [j. wojnarowska] too",
        "the bill said forty pounds",
        "frames of 20 ms sound fine",
        "will it work, may i ask",
        "my name is not shown",
        "can you bill me and mark the call",
        "this is a test",
    ],
    phone.recognise: [
        "call me on [plus four four two oh seven nine four six oh nine five eight]",
        "my number is [555 0193]",
        "[+49 30 901820]",
        "phone [555 0148], ext. [22]",
        "the number is [seven seven double oh nine]",
        "[2065550171]",
        "set the port to 5060",
    ],
    pin.recognise: [
        "my pen [6 6 1 3]",
        "it is [0-0-4-7]. That's the pen i set",
        "10 number, [double two, nine, oh]",
        "i have no pen, port 5060",
        "my pin is [oh oh six two] hash",
        "my pin is [2580]",
        "[oh six two eight] is my pin",
        "press 1 for a new pin",
    ],
    sip_uri.recognise: [
        "dial [sip colon reception at voice dot alderley dot org]",
        "[tel:5550193]",
        "[sit colon reception at 192.168.5.10]",
        "sip works at noon",
    ],
    spelled.recognise: [
        "[sierra, hotel, echo, india]",
        "[k o w a l s k i]",
        "a e s and p c m a",
        "that is [P-A-P-A-D-O-S]",
        "S-R-T-P and D-T-L-S",
        "the T L S port",
    ],
    ssn.recognise: [
        "S.S.N. [457-55-5462]",
        "my social is [123-45-6789]",
        "last four of my social are [6789]",
        "a social call at 5",
    ],
    username.recognise: [
        "my username is [tblackwood]",
        "i log in as [maria dot santos]",
        "the login is [j_ferreira88]",
        "user id [pavel dot novotny]",
        "i am [ines_91] there",
        "the username is wrong, set early_media to 1",
    ],
    literals: [
        "[john.smith@example.com]",
        "[sip:alice@example.com] gives 404",
        "[2001:db8:85a3::8a2e:370:7334]",
        "[001b.6384.45e6]",
        "at 10:30 or 10:30:15",
    ],
}
_MARKED = re.compile(r"\[([^\]]*)\]")


def test_every_recogniser_has_a_table() -> None:
    assert set(ALL) <= set(TABLES)


@pytest.mark.parametrize(("recognise", "marked"), [(rule, line) for rule, lines in TABLES.items() for line in lines])
def test_table(recognise: Recogniser, marked: str) -> None:
    text = _MARKED.sub(r"\1", marked)
    utterance = engine.read(text, "en")
    found = {char for finding in recognise(utterance) for char in range(finding.start, finding.end)}
    wanted: set[int] = set()
    shift = 0
    for match in _MARKED.finditer(marked):
        wanted |= set(range(match.start() - shift, match.end() - shift - 2))
        shift += 2
    assert _letters(text, found) == _letters(text, wanted)


def _letters(text: str, places: set[int]) -> str:
    return "".join(char if at in places else "." for at, char in enumerate(text) if char.isalnum())


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(LookupError):
        language("tlh")

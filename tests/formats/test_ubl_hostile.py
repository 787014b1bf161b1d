"""Documents made to harm, and documents damaged on the way: refused with a code, quickly, or read."""

import random
import time

import pytest

from formats import markup
from formats.errors import Unreadable
from formats.ubl import read_ubl
from tests.formats.make_ubl import ubl

SEEDS = [ubl(), ubl("CreditNote"), ubl(encoding="utf-16"), ubl(encoding="iso-8859-1"), ubl(lines=9)]
BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
TOKENS = [b"<", b">", b"&", b"&#0;", b"<!--", b"]]>", b"<![CDATA[", b"<?x", b'"', b"\x00", b"\xff", b"</Invoice>"]
FILES, SLOWEST = 5_000, 1.0  # seconds


def code_of(data):
    with pytest.raises(Unreadable) as refused:
        read_ubl(data)
    return refused.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("before", "code"),
    [
        (BOMB, "xml_bomb"),
        ('<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "xml_entity"),
        ('<!DOCTYPE a [<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;]>', "xml_entity"),
        ('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">', "xml_dtd"),
        ("<!DOCTYPE a [<!ELEMENT a " + "(" * 5_000, "xml_dtd"),
    ],
)
def test_no_document_type_is_ever_followed(before, code, encoding):
    assert code_of(ubl(before=before, encoding=encoding)) == code


def test_an_entity_that_nobody_declared_is_broken():
    assert code_of(ubl(ID="&nothing;")) == "xml_broken"


def test_depth_is_bounded():
    assert code_of(ubl(ID="<a>" * 100_000)) == "xml_bomb"


def test_the_number_of_elements_is_bounded(monkeypatch):
    monkeypatch.setattr(markup, "MAX_PARTS", 1_000)
    assert code_of(ubl(lines=2_000)) == "xml_bomb"
    attributes = " ".join(f'a{number}=""' for number in range(1_000))
    assert code_of(ubl(ID=f"<a {attributes}/>")) == "xml_bomb"


@pytest.mark.parametrize("part", ['a{}="" ', 'xmlns:a{}="u" ', 'a{}=">" '])
def test_a_tag_is_bounded(part):
    start = time.perf_counter()
    assert code_of(ubl(ID=f"<a {''.join(part.format(number) for number in range(500_000))}/>")) == "xml_bomb"
    assert time.perf_counter() - start < SLOWEST * 2  # made here as well


def test_what_is_kept_is_bounded():
    assert code_of(ubl(ID="9" * 2**21)) == "too_large"
    assert (
        code_of(ubl(iban=None, before="").replace(b"<cac:PaymentMeans>", b"<cac:PaymentMeans/>" * 20_001, 1))
        == "too_large"
    )


def test_size_is_bounded_before_anything_is_parsed(monkeypatch):
    monkeypatch.setattr(markup, "MAX_BYTES", 1_000)
    assert code_of(ubl()) == "too_large"


@pytest.mark.parametrize(
    "name", ["base64", "idna", "punycode", "unicode_escape", "utf-7", "shift_jis", "x-none", "rot13"]
)
def test_only_plain_encodings_are_tried(name):
    assert code_of(ubl().replace(b'encoding="utf-8"', f'encoding="{name}"'.encode())) == "encoding"


def test_letters_in_another_encoding_than_said_are_told():
    assert code_of(ubl(ID="é").replace("é".encode(), b"\xe9")) == "encoding"


def test_a_broken_document_tells_its_line():
    with pytest.raises(Unreadable, match="xml_broken: line 3"):
        read_ubl(b"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>\n\n<a></b></Invoice>")


def damaged(dice):
    """One of the seeds: half with only letters and digits changed, half with pieces cut, doubled or replaced."""
    data = bytearray(dice.choice(SEEDS))
    gentle = dice.random() < 0.5
    for _ in range(dice.randint(1, 6)):
        at, width = dice.randrange(len(data)), dice.choice((0, 1, 1, 4, 60))
        if not gentle:
            data[at : at + width] = dice.choice((*TOKENS, dice.randbytes(3), bytes(data[at : at + 90])))
        elif chr(data[at]).isalnum():
            data[at] = dice.choice(b"0123456789-.azAZ")
    return bytes(data[: dice.randrange(len(data) + 1)] if dice.random() < 0.1 else data)


def test_five_thousand_damaged_files_are_read_or_refused_quickly():
    dice, read, refused, slowest = random.Random(20260302), 0, set(), 0.0
    for _ in range(FILES):
        data, start = damaged(dice), time.perf_counter()
        try:
            read += bool(read_ubl(data).number)
        except Unreadable as error:
            refused.add(error.code)
        slowest = max(slowest, time.perf_counter() - start)
    assert slowest < SLOWEST
    assert read > FILES // 50
    assert {"xml_broken", "encoding", "missing_field", "not_an_invoice"} <= refused

"""How many parts an SMS is sent and paid as (3GPP TS 23.038, GSM 7-bit default alphabet, and TS 23.040)."""

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # each takes two places
SIZES = {"GSM-7": (160, 153), "UCS-2": (70, 67)}  # places of a single part, and of each part of several


@dataclass(frozen=True, slots=True)
class Segments:
    """An SMS as the networks carry it."""

    encoding: str
    places: int
    parts: int


def segments(text: str) -> Segments:
    """Encoding, places taken and parts of a text; one letter outside the GSM alphabet makes all of it UCS-2.

    A sign of two places is never cut in two: it opens the next part.
    """
    if set(text) <= BASIC | EXTENDED:
        encoding, widths = "GSM-7", [2 if sign in EXTENDED else 1 for sign in text]
    else:
        encoding, widths = "UCS-2", [len(sign.encode("utf-16-be")) // 2 for sign in text]
    single, several = SIZES[encoding]
    places = sum(widths)
    return Segments(encoding, places, 1 if places <= single else _parts(widths, several))


def _parts(widths: list[int], size: int) -> int:
    parts, taken = 1, 0
    for width in widths:
        if taken + width > size:
            parts, taken = parts + 1, 0
        taken += width
    return parts

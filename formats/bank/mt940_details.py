"""Field 86 of MT940: free text, numbered subfields (German and Polish banks), or code words between slashes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from formats.bank.references import Reference, structured
from formats.bank.source import iban_of, one_line

_NUMBERED = re.compile(r"[0-9]{3}([?>~])[0-9]{2}", re.ASCII)
_KEYWORDS = "|".join(
    re.findall(
        r"\w+",
        "ABWA ABWE ACCW ADDR BENM BIC BO BUSP CDCODE CHGS CNTP CREF CSID EREF EXCH IBAN ID INIT IREF ISDT KREF MARF "
        "MREF NAME NRTX OAMT OCMT OREF ORDP PREF PURP RCTL REMI RTRN RTYP STRD SUBF SVCL SVWZ TRCD TRTP TYPE UCRD "
        "UDTR ULTB ULTC ULTD USTD",
    )
)
_SLASHED = re.compile(rf"/({_KEYWORDS})/", re.ASCII)
_PLUSSED = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|COAM|OAMT|PURP|RREF)\+", re.ASCII)
_LEADING_ACCOUNT = re.compile(r"([A-Z]{2}[0-9]{2}[A-Z0-9]{11,30})(?:\s+(.*))?", re.ASCII)
_REMITTANCE = re.compile(r"USTD/+|STRD/(?:CUR/|ISO/|IBS/)?", re.ASCII)
_REMITTANCE_SUBFIELDS = (*range(20, 30), *range(60, 64))
_NOT_GIVEN = ("", "NOTPROVIDED", "NONREF")


@dataclass(frozen=True, slots=True)
class Details:
    """What the free field says of a movement; empty: not said."""

    text: str = ""
    name: str = ""
    account: str = ""
    end_to_end: str = ""
    return_reason: str = ""
    references: tuple[Reference, ...] = ()


def described(fields: Sequence[tuple[str, str]], supplement: str) -> Details:
    """What the fields behind a :61:, and its second line, tell."""
    native = [text for tag, text in fields if tag == "NS"]
    written = "\n".join(text for tag, text in fields if tag == "86")
    details = _of_86(written) if written.strip() else _native("\n".join(native))
    account = iban_of(one_line(supplement)) if not details.account else ""
    if account:
        return replace(details, account=account)
    return details if details.text or not supplement.strip() else replace(details, text=one_line(supplement))


def _of_86(written: str) -> Details:
    joined = written.replace("\n", "")
    if found := _NUMBERED.match(joined):
        return _numbered(joined, found.group(1))
    if _SLASHED.match(joined):
        return _slashed(joined)
    return _free(written)


def _free(written: str) -> Details:
    """An account at its very start is the other side's, and the rest of that line its name."""
    first, _, rest = written.partition("\n")
    if found := _LEADING_ACCOUNT.fullmatch(first.strip()):
        return Details(text=one_line(rest), name=one_line(found.group(2) or ""), account=found.group(1))
    return Details(text=one_line(written))


def _numbered(joined: str, mark: str) -> Details:
    """Subfields of two digits: 20 to 29 and 60 to 63 what the payer wrote, 31 the account, 32 and 33 the name."""
    pieces = re.split(rf"{re.escape(mark)}([0-9]{{2}})", joined)
    said: dict[int, str] = {}
    for code, text in zip(pieces[1::2], pieces[2::2], strict=True):
        said[int(code)] = said.get(int(code), "") + text
    written = "".join(said.get(code, "") for code in _REMITTANCE_SUBFIELDS)
    words = _plussed(written)
    account = said.get(31, "").strip()
    return Details(
        text=one_line(words.get("SVWZ", "") if "SVWZ" in words else words[""]) or one_line(said.get(0, "")),
        name=one_line(said.get(32, "") + said.get(33, "")),
        account=iban_of(account) or account,
        end_to_end=_given(words.get("EREF", "")),
    )


def _plussed(written: str) -> dict[str, str]:
    """EREF+… SVWZ+… by code word; what stands before the first under nothing."""
    pieces = _PLUSSED.split(written)
    return {"": pieces[0]} | dict(zip(pieces[1::2], pieces[2::2], strict=True))


def _slashed(joined: str) -> Details:
    """/EREF/…/NAME/…/REMI/…: the first value of each code word."""
    pieces = _SLASHED.split(joined)
    said: dict[str, str] = {}
    for word, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if text.strip(" /"):
            said.setdefault(word, text.strip().removesuffix("/"))
    counterparty = (said.get("CNTP", "") or said.get("BENM", "") or said.get("ORDP", "")).split("/")
    account = said.get("IBAN", "") or counterparty[0]
    structured_text = said.get("STRD", "").rpartition("/")[2]
    return Details(
        text=one_line(_REMITTANCE.sub("", said.get("REMI", "") or said.get("USTD", "")), structured_text),
        name=one_line(said.get("NAME", "") or (counterparty[2] if len(counterparty) > 2 else "")),
        account=iban_of(account) or one_line(account),
        end_to_end=_given(said.get("EREF", "")),
        return_reason=one_line(said.get("RTRN", "")).strip("/"),
        references=(structured(structured_text),) if structured_text else (),
    )


def _given(reference: str) -> str:
    clean = one_line(reference)
    return "" if clean.upper() in _NOT_GIVEN else clean


def _native(written: str) -> Details:
    """Field NS: lines under two digits, 01 to 14 what the payer wrote, 15 and 16 the name."""
    said = [(line[:2], line[2:]) for line in written.split("\n") if line[:2].isdigit()]
    text = one_line(*(words for code, words in said if int(code) <= 14))
    return Details(text=text, name=one_line(*(words for code, words in said if code in ("15", "16"))))

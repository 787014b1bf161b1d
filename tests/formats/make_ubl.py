"""Small UBL documents made here. A keyword is the text of an element; None leaves the element out."""

UBL = "urn:oasis:names:specification:ubl:schema:xsd"
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
SELLER_NUMBER, BUYER_NUMBER = "0403170701", "0202239951"
IBAN = "BE68539007547034"
DEFAULTS = {
    "CustomizationID": PEPPOL,
    "ID": "V-2026-17",
    "IssueDate": "2026-01-02",
    "DueDate": "2026-02-01",
    "DocumentCurrencyCode": "EUR",
}
AMOUNTS = {"TaxInclusiveAmount": "121.00", "PrepaidAmount": "21.00", "PayableAmount": "100.00"}


def elements(prefix, **texts):
    """One element after another."""
    return "".join(f"<{prefix}:{name}>{text}</{prefix}:{name}>" for name, text in texts.items() if text is not None)


def trader(name, number, *, vat="", scheme="VAT", country="BE", more=""):
    """A party with registered name, VAT and legal number, and an address in Brussels."""
    vat = vat if vat is None else vat or f"BE{number}"
    tax = elements("cac", TaxScheme=elements("cbc", ID=scheme))
    return elements(
        "cac",
        PartyName=elements("cbc", Name=f"{name} (trade)"),
        PostalAddress=elements("cbc", StreetName="Rue Haute 1", CityName="Bruxelles", PostalZone="1000")
        + elements("cac", Country=elements("cbc", IdentificationCode=country)),
        PartyTaxScheme=None if vat is None else elements("cbc", CompanyID=vat) + tax,
        PartyLegalEntity=elements("cbc", RegistrationName=name, CompanyID=number),
    ) + (more or elements("cac", Contact=elements("cbc", Telephone="02 500 00 00", ElectronicMail="pay@buyer.example")))


def ubl(
    root="Invoice",
    *,
    seller="",
    buyer="",
    amounts=None,
    type="",
    iban=IBAN,
    before="",
    lines=2,
    encoding="utf-8",
    **texts,
):
    """A complete document, of 100.00 EUR still to pay unless keywords say otherwise."""
    codes = {f"{root}TypeCode": type or ("380" if root == "Invoice" else "381")}
    if root == "CreditNote":
        texts.setdefault("DueDate", None)
    money = "".join(f'<cbc:{k} currencyID="EUR">{v}</cbc:{k}>' for k, v in (AMOUNTS | (amounts or {})).items() if v)
    line = elements("cbc", ID="1") + elements("cac", Item=elements("cbc", Name="Chairs & tables".replace("&", "&amp;")))
    body = elements("cbc", **DEFAULTS | codes | texts) + elements(
        "cac",
        AccountingSupplierParty=elements("cac", Party=seller or trader("Meubles SA", SELLER_NUMBER)),
        AccountingCustomerParty=elements("cac", Party=buyer or trader("Durand SRL", BUYER_NUMBER)),
        PaymentMeans=elements("cbc", PaymentID="+++202/6000/12320+++")
        + elements("cac", PayeeFinancialAccount=elements("cbc", ID=iban)),
        LegalMonetaryTotal=money,
    )
    spaces = f'xmlns="{UBL}:{root}-2" xmlns:cac="{UBL}:CommonAggregateComponents-2" xmlns:cbc="{UBL}:CommonBasicComponents-2"'  # noqa: E501
    sold = elements("cac", **{f"{root}Line": line}) * lines
    return f'<?xml version="1.0" encoding="{encoding}"?>{before}<{root} {spaces}>{body}{sold}</{root}>'.encode(encoding)

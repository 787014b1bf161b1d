"""One Peppol invoice that breaks no rule: a Belgian seller, a Belgian buyer, 100.00 and 21 % of VAT."""

UBL = "urn:oasis:names:specification:ubl:schema:xsd"
PROFILE = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"


def party(role: str, number: str, name: str) -> str:
    return (
        f'<cac:{role}><cac:Party><cbc:EndpointID schemeID="0208">{number}</cbc:EndpointID>'
        "<cac:PostalAddress><cbc:CityName>Bruxelles</cbc:CityName><cac:Country><cbc:IdentificationCode>BE"
        "</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        f"<cac:PartyTaxScheme><cbc:CompanyID>BE{number}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID>"
        "</cac:TaxScheme></cac:PartyTaxScheme>"
        f"<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>"
        f'<cbc:CompanyID schemeID="0208">{number}</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:{role}>'
    )


def money(name: str, amount: str) -> str:
    return f'<cbc:{name} currencyID="EUR">{amount}</cbc:{name}>'


def category(name: str) -> str:
    return (
        f"<cac:{name}><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>"
        f"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:{name}>"
    )


def peppol_invoice(*, payable: str = "121.00", seller: str = "0403170701", reference: str = "12") -> bytes:
    """The invoice, with some of it to be made wrong."""
    totals = ("LineExtensionAmount", "100.00"), ("TaxExclusiveAmount", "100.00"), ("TaxInclusiveAmount", "121.00")
    buyer_reference = f"<cbc:BuyerReference>{reference}</cbc:BuyerReference>" if reference else ""
    return (
        f'<Invoice xmlns="{UBL}:Invoice-2" xmlns:cac="{UBL}:CommonAggregateComponents-2" '
        f'xmlns:cbc="{UBL}:CommonBasicComponents-2"><cbc:CustomizationID>{PROFILE}</cbc:CustomizationID>'
        "<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID><cbc:ID>2026-1</cbc:ID>"
        "<cbc:IssueDate>2026-03-02</cbc:IssueDate><cbc:DueDate>2026-04-01</cbc:DueDate>"
        "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        f"{buyer_reference}{party('AccountingSupplierParty', seller, 'Creansys SRL')}"
        f"{party('AccountingCustomerParty', '0202239951', 'Meubles SA')}"
        "<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount>"
        "<cbc:ID>BE68539007547034</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>"
        f"<cac:TaxTotal>{money('TaxAmount', '21.00')}<cac:TaxSubtotal>{money('TaxableAmount', '100.00')}"
        f"{money('TaxAmount', '21.00')}{category('TaxCategory')}</cac:TaxSubtotal></cac:TaxTotal>"
        f"<cac:LegalMonetaryTotal>{''.join(money(*one) for one in totals)}{money('PayableAmount', payable)}"
        '</cac:LegalMonetaryTotal><cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1'
        f"</cbc:InvoicedQuantity>{money('LineExtensionAmount', '100.00')}<cac:Item><cbc:Name>Honoraires</cbc:Name>"
        f"{category('ClassifiedTaxCategory')}</cac:Item><cac:Price>{money('PriceAmount', '100.00')}</cac:Price>"
        "</cac:InvoiceLine></Invoice>"
    ).encode()

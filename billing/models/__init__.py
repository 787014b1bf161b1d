"""What creditors owe the agency: tariffs in versions, packs bought, fees earned, invoices."""

from billing.models.earned import Fee, Pack
from billing.models.invoice import Invoice, InvoiceLine
from billing.models.tariff import ContractTariff, Tariff, TariffLine, TariffVersion

__all__ = ["ContractTariff", "Fee", "Invoice", "InvoiceLine", "Pack", "Tariff", "TariffLine", "TariffVersion"]

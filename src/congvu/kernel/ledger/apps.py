from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "congvu.kernel.ledger"
    label = "ledger"
    verbose_name = "Sổ cái"

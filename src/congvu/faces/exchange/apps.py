from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "congvu.faces.exchange"
    label = "exchange"
    verbose_name = "Nhập, xuất"

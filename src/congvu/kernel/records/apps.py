from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "congvu.kernel.records"
    label = "records"
    verbose_name = "Văn bản"

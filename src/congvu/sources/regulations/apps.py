from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "congvu.sources.regulations"
    label = "regulations"
    verbose_name = "Quy định nội bộ"

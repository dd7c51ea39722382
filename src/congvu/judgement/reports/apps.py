from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "congvu.judgement.reports"
    label = "reports"
    verbose_name = "Báo cáo"

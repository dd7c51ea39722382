from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "congvu.kernel.notices"
    label = "notices"
    verbose_name = "Bản tin"

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "congvu.kernel.duties"
    label = "duties"
    verbose_name = "Việc"

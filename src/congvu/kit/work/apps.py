from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "congvu.kit.work"
    label = "work"
    verbose_name = "Việc nền"

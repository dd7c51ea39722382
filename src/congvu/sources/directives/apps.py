from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "congvu.sources.directives"
    label = "directives"
    verbose_name = "Văn bản chỉ đạo"

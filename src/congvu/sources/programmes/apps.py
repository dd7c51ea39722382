from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "congvu.sources.programmes"
    label = "programmes"
    verbose_name = "Chương trình công tác"

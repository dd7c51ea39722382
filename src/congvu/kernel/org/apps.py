from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "congvu.kernel.org"
    label = "org"
    verbose_name = "Tổ chức"

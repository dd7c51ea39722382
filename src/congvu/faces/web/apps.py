from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "congvu.faces.web"
    label = "web"

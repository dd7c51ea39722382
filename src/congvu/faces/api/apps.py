"""The API's face: a template and the root; it holds no tables."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "congvu.faces.api"
    label = "api"

from django.apps import AppConfig


class ObstaclesConfig(AppConfig):
    name = "congvu.sources.obstacles"
    label = "obstacles"
    verbose_name = "Vướng mắc pháp luật"

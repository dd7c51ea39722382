from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "congvu.sources.meetings"
    label = "meetings"
    verbose_name = "Cuộc họp"

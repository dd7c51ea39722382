"""Addresses of duties: the list, the duty, its moves."""

from django.urls import path

from congvu.kernel.duties.web import inbox

app_name = "duties"
urlpatterns = [
    path("", inbox.show, name="inbox"),
]

"""Addresses of the leader's page and of the rows behind its numbers."""

from django.urls import path

from congvu.kernel.duties.web import leader

app_name = "leader"
urlpatterns = [
    path("", leader.show, name="home"),
    path("<slug:kind>/", leader.rows, name="rows"),
]

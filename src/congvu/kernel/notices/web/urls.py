"""Addresses of the digest and of how one wants to be told."""

from django.urls import path

from congvu.kernel.notices.web import views

app_name = "notices"
urlpatterns = [
    path("ban-tin/", views.home, name="home"),
    path("ban-tin/<int:notice_id>/", views.show, name="show"),
    path("ban-tin/thu/", views.mail, name="mail"),
    path("toi/bao-tin/", views.preferences, name="preferences"),
]

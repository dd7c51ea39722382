"""Addresses of internal rules and of what does not fit in them."""

from django.urls import path

from congvu.sources.regulations.web import findings, pages

app_name = "regulations"
urlpatterns = [
    path("", pages.home, name="home"),
    path("moi/", pages.enter, name="enter"),
    path("phat-hien/", findings.home, name="findings"),
    path("phat-hien/xem/", findings.show, name="finding"),
    path("phat-hien/xem/<slug:verb>/", findings.act, name="finding_act"),
    path("<int:regulation_id>/", pages.show, name="page"),
    path("<int:regulation_id>/tep/", pages.download, name="file"),
    path("<int:regulation_id>/<slug:verb>/", pages.act, name="act"),
]

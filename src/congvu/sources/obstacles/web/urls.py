"""Addresses of obstacles and of what was put together of them."""

from django.urls import path

from congvu.sources.obstacles.web import acts, pages

app_name = "obstacles"
urlpatterns = [
    path("", pages.home, name="home"),
    path("moi/", pages.record, name="record"),
    path("gop/", acts.gather, name="gather"),
    path("nhom/<int:group_id>/", pages.group, name="group"),
    path("nhom/<int:group_id>/<slug:verb>/", acts.group_act, name="group_act"),
    path("<int:obstacle_id>/", pages.show, name="page"),
    path("<int:obstacle_id>/<slug:verb>/", acts.act, name="act"),
]

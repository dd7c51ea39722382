"""Addresses of the frame: home, search, menu, the person, the demonstration's sign-in, health."""

from django.urls import path

from congvu.faces.web import authority, demo, norms, search, views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("tim/", search.search, name="search"),
    path("tham-quyen/", authority.look_up, name="authority"),
    path("dinh-muc/", norms.norms, name="norms"),
    path("danh-muc/", views.menu, name="menu"),
    path("toi/", views.me, name="me"),
    path("ngon-ngu/", views.language, name="language"),
    path("dong-vai/", demo.roles, name="roles"),
    path("health", views.health, name="health"),
]

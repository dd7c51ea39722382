"""Addresses of the ledger's pages. `config.urls` includes them with `sight`, which says who may see an entry."""

from django.urls import path

from congvu.kernel.ledger.web import views

app_name = "ledger"
urlpatterns = [
    path("", views.home, name="home"),
    path("dau-cay/<int:log>/<int:size>/", views.head, name="head"),
    path("doi-chieu/", views.check, name="check"),
    path("chung-nhan/", views.proof, name="proof"),
    path("khoa/", views.key, name="key"),
]

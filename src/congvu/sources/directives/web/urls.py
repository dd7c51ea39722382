"""Addresses of directives: the registers, entering, the reading page and its verbs."""

from django.urls import path

from congvu.sources.directives.web import accuracy, acts, clashes, entering, pages, papers, readers, tree

app_name = "directives"
urlpatterns = [
    path("", pages.home, name="home"),
    path("di/", pages.outgoing, name="outgoing"),
    path("nhap/", entering.enter, name="enter"),
    path("yeu-cau-thuong-xuyen/", pages.obligations, name="obligations"),
    path("do-chinh-xac/", accuracy.show, name="accuracy"),
    path("doi-chieu/", clashes.home, name="clashes"),
    path("doi-chieu/tra-loi/", clashes.settle, name="settle_clash"),
    path("ra-soat/<int:duty_id>/", pages.review, name="review"),
    path("tai-lieu/<int:document_id>/", papers.document, name="document"),
    path("tai-lieu/<int:document_id>/lien-he/", papers.graph, name="graph"),
    path("tai-lieu/<int:document_id>/tep/", papers.download, name="file"),
    path("tai-lieu/<int:document_id>/doc/", papers.read, name="read"),
    path("quan-triet/", readers.overview, name="overview"),
    path("cau-hoi/<int:question_id>/<slug:verb>/", readers.question, name="question"),
    path("<int:reading_id>/quan-triet/", readers.show, name="readers"),
    path("<int:reading_id>/quan-triet/<slug:verb>/", readers.act, name="readers_act"),
    path("<int:reading_id>/", pages.reading, name="reading"),
    path("<int:reading_id>/dong/<int:number>/", papers.scanned_line, name="scanned_line"),
    path("<int:reading_id>/cay/", tree.show, name="tree"),
    path("so-ket/<int:stage_id>/nop/", tree.close, name="close_stage"),
    path("<int:reading_id>/<slug:verb>/", acts.act, name="act"),
]

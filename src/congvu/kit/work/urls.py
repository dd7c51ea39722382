from django.urls import path

from congvu.kit.work import web

app_name = "work"
urlpatterns = [
    path("", web.jobs, name="jobs"),
    path("<int:job_id>/", web.job, name="job"),
    path("<int:job_id>/dung/", web.cancel, name="cancel"),
]

"""The entry of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congvu.config.settings")
application = get_wsgi_application()

if os.environ.get("CONGVU_ENDS_WITH_PARENT") == "1":
    from congvu.faces.cli.web_process import end_with_parent

    end_with_parent(os.getppid())

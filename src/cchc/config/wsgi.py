"""The entry point for a web server."""

from django.core.wsgi import get_wsgi_application

from cchc.access.starting import start_django

start_django()
application = get_wsgi_application()

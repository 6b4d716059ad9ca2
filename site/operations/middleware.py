"""Headers that depend on where one is in the site."""

from django.conf import settings


class AdminContentSecurityPolicyMiddleware:
    """Gives the admin, and the previews it frames, the looser policy that Wagtail needs."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.prefix = f"/{settings.ADMIN_PATH}"

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith(self.prefix):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY  # noqa: SLF001
        return response

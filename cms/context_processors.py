from .shell import Shell


def shell(request):
    return {"shell": Shell(request)}

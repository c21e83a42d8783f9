"""x"""


def check_plan(plan, request):
    return ()

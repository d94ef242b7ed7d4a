"""Retries for failures that may pass, none for those that will not; headrace.Fatal ends them at once."""

import headrace
from headrace import Fatal, flow, task


class Busy(ConnectionError):
    pass


@task(retries=3, retry_delay=0.01, retry_on=ConnectionError)
def passes() -> int:
    if headrace.current().attempt < 3:
        raise Busy("try again")
    return 3


@task(retries=3, retry_delay=0.01, retry_on=ConnectionError)
def other() -> int:
    raise ValueError("not a number")


@task(retries=3, retry_delay=0.01, retry_never=[KeyError, "timeout"])
def never() -> int:
    raise KeyError("name")


@task(retries=3, retry_delay=0.01)
def fatal() -> int:
    raise Fatal("no such account")


@task(retries=3, retry_delay=0.01, retry_when='error.message.contains("503") && attempt < 2')
def answered() -> int:
    raise RuntimeError("503, for the time being")


@flow
def kinds() -> list[str]:
    results = [str(passes())]
    for one in (other, never, fatal, answered.options(retry_jitter=0)):
        try:
            one()
        except Exception as error:
            results.append(type(error).__name__)
    return results

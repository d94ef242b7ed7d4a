from headrace import task


@task
def many() -> dict[str, list[int]]:
    return {"first": list(range(4)), "all": list(range(20_000))}

"""Plain functions, which examples/hello.yaml makes tasks of. Nothing here knows of Headrace."""


def greet(name: str) -> str:
    print(f"greeting {name}")
    return f"hello {name}"


def longest(greetings: list[str]) -> str:
    return max(greetings, key=len)

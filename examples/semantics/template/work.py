def add(a, b):
    return a + b


def times(a, b):
    return a * b


def both(a, b):
    return [a, b]

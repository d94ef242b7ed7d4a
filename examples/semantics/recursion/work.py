def less(n):
    return n - 1


def times(a, b):
    return a * b

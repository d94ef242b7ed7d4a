def choose(size: int) -> str:
    return "large" if size > 10 else "small"

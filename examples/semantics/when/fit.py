def fit() -> dict[str, object]:
    return {"score": 0.95, "losses": (0.5, 2.5)}

def fit(**inputs):
    return inputs

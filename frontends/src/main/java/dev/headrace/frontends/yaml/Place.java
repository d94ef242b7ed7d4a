package dev.headrace.frontends.yaml;

/** Where something stands in a file; lines and columns are counted from 1. */
record Place(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}

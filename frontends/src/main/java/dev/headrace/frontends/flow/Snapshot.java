package dev.headrace.frontends.flow;

/** Keeps the files of a flow's code, so that a run can go on with the very same ones. */
@FunctionalInterface
public interface Snapshot {
    /**
     * Keeps this Python file and those that it imports.
     *
     * @param path relative to the flow's folder; the file exists and lies below it
     */
    Code keep(String path);
}

package dev.headrace.frontends.tests;

import java.util.List;
import java.util.Objects;

/**
 * Tests of one flow.
 *
 * @param flow the file of the flow, or {@code FILE:FLOW}, relative to the document's folder
 * @param cases at least one, in their order
 */
public record TestDocument(String flow, List<TestCase> cases) {
    public static final int CASES_MAX = 10_000;

    public TestDocument {
        Objects.requireNonNull(flow);
        cases = List.copyOf(cases);
        if (cases.isEmpty() || cases.size() > CASES_MAX) {
            throw new IllegalArgumentException(
                    "a document has 1.." + CASES_MAX + " cases, not " + cases.size());
        }
    }
}

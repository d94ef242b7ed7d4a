/** What a flow is, and the words with which its runs are spoken of. */
module dev.headrace.spec {
    requires static transitive org.jspecify;

    exports dev.headrace.spec.flow;
    exports dev.headrace.spec.run;
}

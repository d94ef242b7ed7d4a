/** What should happen next: pure, without clock, chance, threads or files. */
module dev.headrace.engine {
    requires static transitive org.jspecify;
    requires transitive dev.headrace.spec;

    exports dev.headrace.engine.persistent;
    exports dev.headrace.engine.run;
    exports dev.headrace.engine.capacity;
    exports dev.headrace.engine.explain;
}

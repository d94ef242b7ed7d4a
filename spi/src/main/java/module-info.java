/** What we ask of the world. */
module dev.headrace.spi {
    requires static transitive org.jspecify;
    requires transitive dev.headrace.spec;

    exports dev.headrace.spi.store;
    exports dev.headrace.spi.worker;
}

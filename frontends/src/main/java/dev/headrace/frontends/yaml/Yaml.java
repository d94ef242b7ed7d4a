package dev.headrace.frontends.yaml;

/** A part of a YAML text. */
sealed interface Yaml permits YamlMap, YamlList, YamlScalar {
    Place place();

    /** How many parts it has when every alias is written out. */
    long size();

    /** What people call it. */
    String word();
}

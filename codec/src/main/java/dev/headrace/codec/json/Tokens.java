package dev.headrace.codec.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** How texts are cut into tokens: the standard's JSON and nothing else, and all of it bounded. */
public final class Tokens {
    /** Keeps no names: those of users' values would fill its table. */
    public static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Json.DEPTH_MAX)
                                    .maxNumberLength(JsonNumber.LENGTH_MAX)
                                    .maxStringLength(Json.LENGTH_MAX)
                                    .maxNameLength(Json.LENGTH_MAX)
                                    .maxDocumentLength(Json.LENGTH_MAX)
                                    .build())
                    .build();

    private Tokens() {}
}

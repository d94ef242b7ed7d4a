package dev.headrace.frontends.yaml;

/** What stands under the keys of the grammar, as JSON Schemas. */
final class SchemaOf {
    static final String ANY = "{}";
    static final String TEXT =
            """
            {"type": "string"}\
            """;
    static final String NAME =
            """
            {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_.-]{0,99}$"}\
            """;
    static final String NAMES =
            """
            {"type": "array", "items": {"type": "string"}}\
            """;
    static final String ON_FAILURE =
            """
            {"enum": ["finish", "hold", "stop"]}\
            """;
    static final String DECIDES =
            """
            {"anyOf": [
              {"enum": ["all", "leaves"]},
              {"type": "array", "minItems": 1, "items": {"type": "string"}}]}\
            """;
    static final String RESULTS =
            """
            {"type": "array", "items": {"enum": ["failed", "errored", "cancelled"]}}\
            """;
    static final String PARAMS =
            """
            {"type": "object",
             "propertyNames": {"$ref": "#/$defs/name"},
             "additionalProperties": {"if": {"type": "object"}, "then": {"$ref": "#/$defs/param"}}}\
            """;
    static final String TASKS =
            """
            {"type": "object",
             "minProperties": 1,
             "propertyNames": {"$ref": "#/$defs/name"},
             "additionalProperties": {"$ref": "#/$defs/task"}}\
            """;
    static final String TEMPLATES =
            """
            {"type": "object",
             "propertyNames": {"$ref": "#/$defs/name"},
             "additionalProperties": {"$ref": "#/$defs/template"}}\
            """;
    static final String CASES =
            """
            {"type": "object", "required": ["cases"]}\
            """;
    static final String OUTPUTS =
            """
            {"type": "object", "minProperties": 1}\
            """;
    static final String REPEAT =
            """
            {"$ref": "#/$defs/repeat"}\
            """;
    static final String ARGV =
            """
            {"type": "array",
             "minItems": 1,
             "items": {"type": ["string", "number", "boolean"]}}\
            """;
    static final String PYTHON =
            """
            {"type": "string", "pattern": "^[^/].*\\\\.py:[A-Za-z_][A-Za-z0-9_]*$"}\
            """;
    static final String ITEMS =
            """
            {"anyOf": [
              {"type": "array"},
              {"$ref": "#/$defs/reference"},
              {"type": "object", "minProperties": 1, "maxProperties": 1,
               "additionalProperties": false,
               "properties": {
                 "product": {"$ref": "#/$defs/lists"},
                 "zip": {"$ref": "#/$defs/lists"},
                 "range": {"anyOf": [
                   {"type": "integer"},
                   {"$ref": "#/$defs/reference"},
                   {"type": "array", "minItems": 1, "maxItems": 3}]}}}]}\
            """;
    static final String FINALLY =
            """
            {"$ref": "#/$defs/following"}\
            """;
    static final String HOOKS =
            """
            {"type": "object",
             "maxProperties": 16,
             "propertyNames": {"$ref": "#/$defs/name"},
             "additionalProperties": {"allOf": [
               {"$ref": "#/$defs/hook"}, {"required": ["on"]}]}}\
            """;
    static final String ON =
            """
            {"enum": ["succeeded", "failed", "ended"]}\
            """;
    static final String BODY =
            """
            {"allOf": [
              {"$ref": "#/$defs/task"},
              {"not": {"anyOf": [
                {"required": ["needs"]}, {"required": ["join"]}, {"required": ["when"]},
                {"required": ["continue_on"]},
                {"required": ["finally"]}, {"required": ["hooks"]}]}}]}\
            """;
    static final String LISTS =
            """
            {"description": "Lists by name, or references to lists.",
             "type": "object",
             "minProperties": 1,
             "maxProperties": 20,
             "additionalProperties": {
               "anyOf": [{"type": "array"}, {"$ref": "#/$defs/reference"}]}}\
            """;
    static final String EMPTY =
            """
            {"enum": ["succeed", "skip", "fail"]}\
            """;
    static final String COLLECT =
            """
            {"enum": ["nulls", "drop"]}\
            """;
    static final String PARALLEL =
            """
            {"type": "integer", "minimum": 1, "maximum": 1000000}\
            """;
    static final String HISTORY =
            """
            {"type": "integer", "minimum": 100, "maximum": 100000000}\
            """;
    static final String TOLERATE =
            """
            {"anyOf": [
              {"type": "integer", "minimum": 0, "maximum": 1000000},
              {"type": "string", "pattern": "^([0-9]{1,2}|100) ?%$"}]}\
            """;
    static final String PERCENT =
            """
            {"anyOf": [
              {"type": "integer", "minimum": 0, "maximum": 100},
              {"type": "string", "pattern": "^([0-9]{1,2}|100) ?%$"}]}\
            """;
    static final String INPUTS =
            """
            {"type": "object", "additionalProperties": {"$ref": "#/$defs/input"}}\
            """;
    static final String ENV =
            """
            {"type": "object",
             "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
             "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}\
            """;
    static final String CACHE =
            """
            {"anyOf": [
              {"type": "boolean"},
              {"type": "number", "exclusiveMinimum": 0},
              {"type": "string", "pattern": "^[0-9]+(\\\\.[0-9]+)? ?(ms|s|m|h|d)?$"},
              {"$ref": "#/$defs/cache"}]}\
            """;
    static final String RETRIES =
            """
            {"type": "integer", "minimum": 0, "maximum": 1000}\
            """;
    static final String DURATION =
            """
            {"anyOf": [
              {"type": "number", "minimum": 0},
              {"type": "string", "pattern": "^[0-9]+(\\\\.[0-9]+)? ?(ms|s|m|h|d)?$"}]}\
            """;
    static final String POLL =
            """
            {"anyOf": [
              {"type": "number", "minimum": 0},
              {"type": "string", "pattern": "^[0-9]+(\\\\.[0-9]+)? ?(ms|s|m|h|d)?$"},
              {"type": "object",
               "required": ["every"],
               "additionalProperties": false,
               "properties": {
                 "every": {"type": ["number", "string"]},
                 "limit": {"type": ["number", "string"]},
                 "on_limit": {"enum": ["fail", "skip"]}}}]}\
            """;
    static final String FACTOR =
            """
            {"type": "number", "minimum": 1, "maximum": 100}\
            """;
    static final String CPUS =
            """
            {"type": "number", "minimum": 0, "maximum": 1000}\
            """;
    static final String MEMORY =
            """
            {"anyOf": [
              {"type": "integer", "minimum": 0},
              {"type": "string", "pattern": "^[0-9]+(\\\\.[0-9]+)? ?([kKmMgGtT][iI]?)?[bB]?$"}]}\
            """;

    static final String WAIT =
            """
            {"anyOf": [
              {"type": "number", "minimum": 0},
              {"type": "string", "pattern": "^[0-9]+(\\\\.[0-9]+)? ?(ms|s|m|h|d)?$"},
              {"type": "object",
               "required": ["until"],
               "additionalProperties": false,
               "properties": {"until": {"type": "string", "pattern": "^[0-9]{4}-"}}}]}\
            """;
    static final String APPROVE =
            """
            {"anyOf": [
              {"type": "string"},
              {"type": "object",
               "additionalProperties": false,
               "properties": {
                 "question": {"type": "string"},
                 "fields": {
                   "type": "object",
                   "propertyNames": {"$ref": "#/$defs/name"},
                   "additionalProperties": {
                     "anyOf": [
                       {"enum": ["text", "int", "number", "bool"]},
                       {"type": "object",
                        "required": ["type"],
                        "additionalProperties": false,
                        "properties": {
                          "type": {"enum": ["text", "int", "number", "bool"]},
                          "default": {}}}]}}}}]}\
            """;
    static final String ON_LIMIT =
            """
            {"enum": ["fail", "skip", "go_on"]}\
            """;
    static final String ON_REJECT =
            """
            {"enum": ["fail", "go_on"]}\
            """;

    /** What is referred to by name above and is no key. */
    static final String INPUT =
            """
            {"description": "A literal, or a reference: a mapping with exactly one of from, arg, item, outcome, value.",
             "if": {
               "type": "object",
               "maxProperties": 1,
               "anyOf": [
                 {"required": ["from"]}, {"required": ["arg"]},
                 {"required": ["item"]}, {"required": ["outcome"]},
                 {"required": ["value"]}]},
             "then": {"$ref": "#/$defs/reference"}}\
            """;

    static final String REFERENCE =
            """
            {"type": "object",
             "minProperties": 1,
             "maxProperties": 1,
             "additionalProperties": false,
             "properties": {
               "from": {
                 "description": "The result of a sibling, or a part of it: task, task.field.0, or [task, field, 0].",
                 "$ref": "#/$defs/path"},
               "arg": {"description": "An argument of the run, or of the template.", "type": "string"},
               "run": {"description": "An argument of the run, within a template.", "type": "string"},
               "round": {
                 "description": "The result of the round that is over: true, or a part of it.",
                 "anyOf": [{"const": true}, {"$ref": "#/$defs/path"}]},
               "item": {
                 "description": "The item of the innermost foreach: true, or a part of it.",
                 "anyOf": [{"const": true}, {"$ref": "#/$defs/path"}]},
               "outcome": {
                 "description": "In a hook: what the task came to, or a part of it: state, failure, failures, duration, result, name, attempt, run.",
                 "anyOf": [{"const": true}, {"$ref": "#/$defs/path"}]},
               "value": {"description": "Exactly this."}}}\
            """;

    static final String PATH =
            """
            {"anyOf": [
              {"type": ["string", "number"]},
              {"type": "array", "minItems": 1, "items": {"type": ["string", "number"]}}]}\
            """;

    private SchemaOf() {}
}

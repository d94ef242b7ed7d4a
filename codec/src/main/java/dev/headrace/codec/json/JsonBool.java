package dev.headrace.codec.json;

/** True or false. */
public record JsonBool(boolean value) implements Json {}

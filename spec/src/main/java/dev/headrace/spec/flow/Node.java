package dev.headrace.spec.flow;

/** A part of a flow. */
public sealed interface Node permits Task, Graph, ForEach, Call, Wait {}

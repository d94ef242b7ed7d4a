/**
 * What readers see of runs: {@link dev.headrace.runtime.view.RunView} keeps what documents need and
 * the engine's state does not, {@link dev.headrace.runtime.view.RunDocument} is a run as JSON.
 */
@NullMarked
package dev.headrace.runtime.view;

import org.jspecify.annotations.NullMarked;

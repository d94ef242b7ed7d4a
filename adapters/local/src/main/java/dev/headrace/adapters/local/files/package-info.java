/**
 * Files that are named by the digest of their content: artifacts, and the code that runs were
 * started with. Written under a private name, synced, then renamed: a file that is there is whole.
 */
@NullMarked
package dev.headrace.adapters.local.files;

import org.jspecify.annotations.NullMarked;

package dev.headrace.app.control;

import dev.headrace.adapters.local.worker.RunSetup;
import dev.headrace.codec.flow.FlowCodec;
import dev.headrace.spec.flow.FlowSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * A flow that is ready to run.
 *
 * @param folder of the flow's file
 * @param modules its code, as it was kept
 */
record Prepared(FlowSpec flow, Path folder, List<RunSetup.Module> modules) {
    Prepared {
        modules = List.copyOf(modules);
    }

    String version() {
        return FlowCodec.version(flow);
    }
}

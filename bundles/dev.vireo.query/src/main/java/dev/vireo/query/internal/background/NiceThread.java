package dev.vireo.query.internal.background;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Gives the calling thread the lowest weight of the scheduler, and with it the decoders that it starts. Java's own priorities do
 * nothing on Linux.
 */
final class NiceThread {
    private static final Logger LOG = System.getLogger(NiceThread.class.getName());
    private static final int PRIO_PROCESS = 0;
    private static final int CALLER = 0;
    private static final int LOWEST = 19;

    private NiceThread() {}

    /** Best effort: where there is no such call the work is done at the usual weight. */
    @SuppressWarnings("restricted") // one call of the C library that takes and returns numbers
    static void lower() {
        try {
            Linker linker = Linker.nativeLinker();
            // On Linux a "process" of this call is a thread, and 0 the one that calls.
            MethodHandle setpriority = linker.downcallHandle(
                    linker.defaultLookup().find("setpriority").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int failed = (int) setpriority.invokeExact(PRIO_PROCESS, CALLER, LOWEST);
            LOG.log(Level.DEBUG, "niced: {0}", failed == 0);
        } catch (Throwable e) { // of the handle's signature
            LOG.log(Level.INFO, "work in the background runs at the usual priority: " + e);
        }
    }
}

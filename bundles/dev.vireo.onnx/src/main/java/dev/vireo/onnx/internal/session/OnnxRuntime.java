package dev.vireo.onnx.internal.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens sessions with the settings that suit a machine of few cores shared with decoders: threads that wait instead of
 * spinning, and a memory arena for what one run needs beside the weights, since allocating each tensor costs more memory and
 * time (docs/adr/0031). {@link OnnxSession} has it shrink after large runs, so that it does not keep their peak for ever.
 *
 * <p>The environment belongs to the one loaded copy of the native library and lives as long as the process.
 */
public final class OnnxRuntime {
    /** ONNX Runtime 1.29.0 dies of SIGSEGV when it starts in a process whose command line has 4 KiB or a little less. */
    private static final int LONGEST_COMMAND_LINE = 3_800;

    private final OrtEnvironment environment;
    private final int threads;

    /**
     * @param threads that one run may use, the caller's own included
     * @throws VireoException RESOURCES when the native library would end the process instead of starting
     */
    public OnnxRuntime(int threads) {
        refuseLongCommandLine(Path.of("/proc/self/cmdline"));
        this.environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "vireo");
        this.threads = threads;
    }

    static void refuseLongCommandLine(Path commandLine) {
        try {
            int length = Files.exists(commandLine) ? Files.readAllBytes(commandLine).length : 0;
            if (length > LONGEST_COMMAND_LINE) {
                throw new VireoException(ErrorKind.RESOURCES, "the command line of this process has " + length
                        + " bytes, ONNX Runtime survives " + LONGEST_COMMAND_LINE
                        + "; put the class path into the variable CLASSPATH or the arguments into a file (java @FILE)");
            }
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, commandLine + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Threads that one run may use, the caller's own included. */
    public int threads() {
        return threads;
    }

    /** @throws VireoException USER_INPUT when the bytes are no model that this runtime can run */
    public OnnxSession open(String name, byte[] model) {
        return open(name, model, threads);
    }

    /** The same for runs on so many threads. */
    public OnnxSession open(String name, byte[] model, int threads) {
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setCPUArenaAllocator(true);
            options.addConfigEntry("session.use_device_allocator_for_initializers", "1"); // weights take no more than they need
            options.setMemoryPatternOptimization(false);
            return new OnnxSession(name, environment, environment.createSession(model, options));
        } catch (OrtException e) {
            throw new VireoException(ErrorKind.USER_INPUT, name + ": ONNX Runtime refuses the model: " + e.getMessage(), e);
        }
    }
}

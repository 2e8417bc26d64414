package dev.vireo.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;

/**
 * Opens sessions with the settings that suit a machine of few cores shared with decoders: threads that wait instead of
 * spinning, no memory arena that keeps its peak for ever.
 *
 * <p>The environment belongs to the one loaded copy of the native library and lives as long as the process.
 */
public final class OnnxRuntime {
    private final OrtEnvironment environment;
    private final int threads;

    /** @param threads that one run may use, the caller's own included */
    public OnnxRuntime(int threads) {
        this.environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "vireo");
        this.threads = threads;
    }

    /** @throws VireoException USER_INPUT when the bytes are no model that this runtime can run */
    public OnnxSession open(String name, byte[] model) {
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            return new OnnxSession(name, environment, environment.createSession(model, options));
        } catch (OrtException e) {
            throw new VireoException(ErrorKind.USER_INPUT, name + ": ONNX Runtime refuses the model: " + e.getMessage(), e);
        }
    }
}

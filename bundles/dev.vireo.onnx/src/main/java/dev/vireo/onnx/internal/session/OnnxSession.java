package dev.vireo.onnx.internal.session;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One loaded model. Runs from many threads at once; the owner must not close it while one is running. Input memory is
 * native, lives for one run and is freed with it.
 */
public final class OnnxSession implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OnnxSession.class.getName());

    /** Values in the inputs of a run after which its memory goes back; what smaller runs need stays for the next one. */
    private static final long LARGE_RUN = 1_000_000;

    private final String name;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, TensorInfo> inputs;
    private final Map<String, TensorInfo> outputs;
    /** Guarded by itself. */
    private final Set<OrtSession.RunOptions> running = new HashSet<>();
    private boolean cancelled;

    OnnxSession(String name, OrtEnvironment environment, OrtSession session) throws OrtException {
        this.name = name;
        this.environment = environment;
        this.session = session;
        this.inputs = tensors(session.getInputInfo());
        this.outputs = tensors(session.getOutputInfo());
    }

    private static Map<String, TensorInfo> tensors(Map<String, NodeInfo> nodes) {
        Map<String, TensorInfo> result = new HashMap<>();
        nodes.forEach((node, info) -> {
            if (info.getInfo() instanceof TensorInfo tensor) {
                result.put(node, tensor);
            }
        });
        return result;
    }

    /**
     * Checks that the model has this input.
     *
     * @param shape wanted axes; −1 where the size is free
     * @throws VireoException USER_INPUT naming what the model has instead
     */
    public void needInput(String input, String dtype, long... shape) {
        need("input", inputs, input, dtype, shape);
    }

    /** The same for an output of dtype float32. */
    public void needOutput(String output, long... shape) {
        need("output", outputs, output, "float32", shape);
    }

    /** Names of all inputs: a run must give each. */
    public Set<String> inputs() {
        return Set.copyOf(inputs.keySet());
    }

    private void need(String side, Map<String, TensorInfo> have, String wanted, String dtype, long[] shape) {
        TensorInfo info = have.get(wanted);
        if (info == null) {
            throw wrong(side + " '" + wanted + "' is not in the model, which has " + have.keySet());
        }
        String type = dtype(info);
        if (!type.equals(dtype)) {
            throw wrong(side + " '" + wanted + "' is " + type + " in the model, need " + dtype);
        }
        long[] has = info.getShape();
        boolean fits = has.length == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = has[i] < 0 || shape[i] < 0 || has[i] == shape[i];
        }
        if (!fits) {
            throw wrong(side + " '" + wanted + "' has shape " + shown(has) + " in the model, need " + shown(shape));
        }
    }

    private static String dtype(TensorInfo info) {
        return switch (info.type) {
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            default -> info.type.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String shown(long[] shape) {
        List<String> axes = new ArrayList<>();
        for (long axis : shape) {
            axes.add(axis < 0 ? "any" : Long.toString(axis));
        }
        return axes.toString();
    }

    private VireoException wrong(String message) {
        return new VireoException(ErrorKind.USER_INPUT, name + ": " + message);
    }

    /** Makes the inputs of one run. */
    public interface Inputs {
        /** Native memory for an input of dtype float32. */
        FloatBuffer floats(String input, long... shape);

        /** Native memory for an input of dtype int64. */
        LongBuffer longs(String input, long... shape);
    }

    /** Fills the inputs of one run. */
    @FunctionalInterface
    public interface Filler {
        void fill(Inputs inputs);
    }

    /**
     * Runs the model once.
     *
     * @param wanted names of the outputs to compute
     * @throws VireoException UNAVAILABLE when the run was cancelled, INTERNAL when the runtime failed
     */
    public Map<String, Tensor> run(Filler filler, Set<String> wanted) {
        try (Arena memory = Arena.ofConfined(); OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            Map<String, OnnxTensor> tensors = new HashMap<>();
            try {
                filler.fill(new NativeInputs(memory, tensors));
                if (tensors.values().stream().mapToLong(tensor -> tensor.getInfo().getNumElements()).sum() > LARGE_RUN) {
                    options.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
                }
                enter(options);
                try (OrtSession.Result result = session.run(tensors, wanted, options)) {
                    Map<String, Tensor> values = new HashMap<>();
                    for (String output : wanted) {
                        OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
                        values.put(output, new Tensor(tensor.getFloatBuffer().array(), tensor.getInfo().getShape()));
                    }
                    return values;
                }
            } finally {
                leave(options);
                tensors.values().forEach(OnnxTensor::close);
            }
        } catch (OrtException e) {
            if (isCancelled()) {
                throw new VireoException(ErrorKind.UNAVAILABLE, name + " is stopping; the run was cancelled", e);
            }
            throw new VireoException(ErrorKind.INTERNAL, name + ": the run failed: " + e.getMessage(), e);
        }
    }

    private void enter(OrtSession.RunOptions options) throws OrtException {
        synchronized (running) {
            if (cancelled) {
                options.setTerminate(true);
            }
            running.add(options);
        }
    }

    private void leave(OrtSession.RunOptions options) {
        synchronized (running) {
            running.remove(options);
        }
    }

    private boolean isCancelled() {
        synchronized (running) {
            return cancelled;
        }
    }

    /** Ends all runs, also those still to come, with UNAVAILABLE. */
    public void cancel() {
        synchronized (running) {
            cancelled = true;
            for (OrtSession.RunOptions options : running) {
                try {
                    options.setTerminate(true);
                } catch (OrtException e) {
                    LOG.log(Level.WARNING, name + ": a run could not be cancelled", e);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            LOG.log(Level.WARNING, name + ": the session did not close cleanly", e);
        }
    }

    private final class NativeInputs implements Inputs {
        private final Arena memory;
        private final Map<String, OnnxTensor> tensors;

        NativeInputs(Arena memory, Map<String, OnnxTensor> tensors) {
            this.memory = memory;
            this.tensors = tensors;
        }

        @Override
        public FloatBuffer floats(String input, long... shape) {
            FloatBuffer buffer = memory.allocate(ValueLayout.JAVA_FLOAT, count(shape))
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            put(input, buffer, shape);
            return buffer;
        }

        @Override
        public LongBuffer longs(String input, long... shape) {
            LongBuffer buffer = memory.allocate(ValueLayout.JAVA_LONG, count(shape))
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer();
            put(input, buffer, shape);
            return buffer;
        }

        private void put(String input, Buffer buffer, long[] shape) {
            try {
                // The tensor is the buffer, not a copy: what the caller writes afterwards is what the model reads.
                tensors.put(input, buffer instanceof FloatBuffer floats
                        ? OnnxTensor.createTensor(environment, floats, shape)
                        : OnnxTensor.createTensor(environment, (LongBuffer) buffer, shape));
            } catch (OrtException e) {
                throw new VireoException(ErrorKind.INTERNAL, name + ": input '" + input + "': " + e.getMessage(), e);
            }
        }

        private static long count(long[] shape) {
            long count = 1;
            for (long axis : shape) {
                count = Math.multiplyExact(count, axis);
            }
            return count;
        }
    }
}

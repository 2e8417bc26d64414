package dev.vireo.onnx.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What one model made of the last different inputs, so that the same input is not run again. It belongs to the provider that
 * made it and goes with it: another version, or another model, never sees it. Thread-safe; two callers that miss at once both
 * run.
 *
 * @param <K> the input, as a value
 * @param <V> what came out; must not be changed by whoever gets it
 */
final class Recent<K, V> {
    private final int most;
    /** Guarded by itself; the one asked for last is the last. */
    private final Map<K, V> known = new LinkedHashMap<>(16, 0.75f, true);

    /** @param most values kept */
    Recent(int most) {
        this.most = most;
    }

    V of(K input, Supplier<V> run) {
        synchronized (known) {
            V value = known.get(input);
            if (value != null) {
                return value;
            }
        }
        V made = run.get();
        synchronized (known) {
            known.put(input, made);
            if (known.size() > most) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return made;
    }

    int size() {
        synchronized (known) {
            return known.size();
        }
    }
}

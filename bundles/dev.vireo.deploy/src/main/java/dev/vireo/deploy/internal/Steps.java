package dev.vireo.deploy.internal;

import dev.vireo.api.deploy.Generations.Listening;
import dev.vireo.api.deploy.Generations.Progress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The steps of deployments, for those who follow one. Thread-safe. */
final class Steps {
    private static final Logger LOG = System.getLogger(Steps.class.getName());
    private static final int KEPT = 100;

    private record Listener(long generation, Consumer<Progress> consumer) {}

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    /** The newest step of each generation. Guarded by this. */
    private final Map<Long, Progress> last = new HashMap<>();

    void step(long generation, String step, String message) {
        tell(new Progress(generation, step, message, false, false));
    }

    void ended(long generation, String message) {
        tell(new Progress(generation, "serving", message, true, false));
    }

    /** It goes on by itself or by hand, nobody knows when. */
    void waits(long generation, String message) {
        tell(new Progress(generation, Progress.WAITING, message, true, false));
    }

    /** What was told of a generation last, since the start. */
    synchronized Optional<Progress> newest(long generation) {
        return Optional.ofNullable(last.get(generation));
    }

    /** It ended without the generation serving, as was asked for. */
    void ended(long generation, String step, String message) {
        tell(new Progress(generation, step, message, true, false));
    }

    void failed(long generation, String reason) {
        tell(new Progress(generation, "failed", reason, true, true));
    }

    private void tell(Progress progress) {
        synchronized (this) {
            last.put(progress.generation(), progress);
            last.keySet().removeIf(n -> n < progress.generation() - KEPT);
        }
        LOG.log(Level.INFO, "generation {0}: {1} {2}", progress.generation(), progress.step(), progress.message());
        listeners.stream().filter(l -> l.generation() == progress.generation()).forEach(l -> l.consumer().accept(progress));
    }

    /** @param otherwise what to tell of a generation that had no step since the start */
    Listening listen(long generation, Progress otherwise, Consumer<Progress> consumer) {
        Listener listener = new Listener(generation, consumer);
        listeners.add(listener);
        Progress now;
        synchronized (this) {
            now = last.getOrDefault(generation, otherwise);
        }
        consumer.accept(now);
        return () -> listeners.remove(listener);
    }
}

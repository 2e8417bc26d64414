package dev.vireo.ingest.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.MediaReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Decodes ahead on its own thread while models work: reads frames densely, finds cuts, and hands on only those that are
 * to be looked at: the first of each shot, and one every sample interval. A bounded queue holds the decoder back.
 */
final class FramePump implements FrameFeed {
    private static final int AHEAD = 6;
    private static final long JOIN_MS = 500;

    private final ArrayBlockingQueue<Item> queue = new ArrayBlockingQueue<>(AHEAD);
    private final Thread thread;
    private volatile FrameStream stream;
    private volatile boolean closed;

    /** @param sampleMs distance of the frames that are looked at [ms] */
    FramePump(MediaReader reader, Path file, FrameRequest request, long sampleMs) {
        thread = Thread.ofPlatform()
                .name("vireo-ingest-decode")
                .daemon()
                .start(() -> pump(reader, file, request, sampleMs));
    }

    @Override
    public Optional<Item> next(BooleanSupplier stopped) throws InterruptedException {
        while (!stopped.getAsBoolean()) {
            Item item = queue.poll(100, TimeUnit.MILLISECONDS);
            if (item != null) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    private void pump(MediaReader reader, Path file, FrameRequest request, long sampleMs) {
        long lastMs = -1;
        try (FrameStream frames = reader.frames(file, request)) {
            stream = frames;
            ShotCuts cuts = new ShotCuts();
            long due = Long.MIN_VALUE;
            while (!closed) {
                Optional<Frame> next = frames.next();
                if (next.isEmpty()) {
                    break;
                }
                Frame frame = next.get();
                lastMs = frame.timeMs();
                boolean cut = cuts.next(Sketch.of(frame.image()));
                // A tenth of a shot interval of grace: frame times of real files wander around the grid.
                if (cut || frame.timeMs() + request.intervalMs() / 10 >= due) {
                    boolean late = cut || due == Long.MIN_VALUE || frame.timeMs() >= due + sampleMs;
                    due = (late ? frame.timeMs() : due) + sampleMs;
                    put(new Item(next, cut, lastMs, Optional.empty()));
                }
            }
            put(new Item(Optional.empty(), false, lastMs, Optional.empty()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // close() asked for it
        } catch (VireoException e) {
            fail(lastMs, e);
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(lastMs, new VireoException(ErrorKind.INTERNAL, "decoding failed: " + e, e));
        }
    }

    private void fail(long lastMs, VireoException e) {
        try {
            put(new Item(Optional.empty(), false, lastMs, Optional.of(e)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(Item item) throws InterruptedException {
        while (!closed && !queue.offer(item, 200, TimeUnit.MILLISECONDS)) {
            // the models are slower; look again whether anybody still wants it
        }
    }

    @Override
    public void close() {
        closed = true;
        queue.clear();
        boolean interrupted = false;
        try {
            if (!thread.join(java.time.Duration.ofMillis(JOIN_MS))) {
                FrameStream blocked = stream;
                if (blocked != null) {
                    blocked.close(); // ends the decoder, and with it the read that the thread is stuck in
                }
                thread.interrupt();
                thread.join(JOIN_MS);
            }
        } catch (InterruptedException _) {
            interrupted = true;
            thread.interrupt();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

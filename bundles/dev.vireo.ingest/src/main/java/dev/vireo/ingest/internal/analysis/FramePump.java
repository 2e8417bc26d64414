package dev.vireo.ingest.internal.analysis;

import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaReader;
import dev.vireo.ingest.internal.twin.MotionHashes;
import dev.vireo.ingest.internal.work.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Decodes a file ahead on its own thread while models work. A bounded queue holds the decoder back.
 *
 * <p>There are two ways of decoding. Where something happens, frames come in the size of the analysis; cuts are found
 * among them, and a {@link ChangeGate} hands on those that are to be looked at. Once nothing has changed for a while the
 * file is only watched: its frames come tiny, are compared with the first of the stretch, and nothing else is done with
 * them, until one differs; from exactly that frame on they come in full size again.
 */
final class FramePump implements FrameFeed {
    private static final int AHEAD = 6;
    private static final long JOIN_MS = 500;

    /** Rest before a file is only watched: shorter stretches do not pay for starting the decoder twice [ms]. */
    private static final long WATCH_AFTER_MS = 20_000;

    /** How much of the file has to be left to watch [ms]. */
    private static final long WATCH_LEAST_MS = 10_000;

    /** A decoder that takes longer to find its place than this has few key frames: it is not sent there often [ms]. */
    private static final long SLOW_SEEK_MS = 3_000;

    /** Where a place that lies behind the end that the header tells is approached from, before that end [ms]. */
    private static final long BEFORE_END_MS = 1_000;

    /** How often a stretch that is watched is told of [ms]. */
    private static final long TOLD_EVERY_MS = 10_000;

    private final ArrayBlockingQueue<Item> queue = new ArrayBlockingQueue<>(AHEAD);
    private final FrameSource source;
    private final MediaInfo info;
    private final Settings settings;
    private final MotionHashes hashes = new MotionHashes();
    private final Thread thread;
    private volatile FrameStream stream;
    private volatile boolean closed;

    // Only the decoding thread uses these.
    private final ShotCuts cuts = new ShotCuts();
    private final ChangeGate gate;
    private long watchAfterMs = WATCH_AFTER_MS;
    private long momentMs;
    private long lastMs = -1;

    /** @param fromMs where to begin [ms] */
    FramePump(MediaReader reader, Path file, MediaInfo info, long fromMs, Settings settings) {
        this(request -> reader.frames(file, request), info, fromMs, settings);
    }

    /**
     * @param info of the footage; where its length is not known, 0
     * @param fromMs where to begin [ms]
     */
    FramePump(FrameSource source, MediaInfo info, long fromMs, Settings settings) {
        this.source = source;
        this.info = info;
        this.settings = settings;
        this.momentMs = fromMs;
        this.gate = new ChangeGate(settings.sampleIntervalMs(), settings.shotIntervalMs(), settings.restMs());
        this.thread = Thread.ofPlatform().name("vireo-ingest-decode").daemon().start(() -> pump(fromMs));
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

    @Override
    public List<FrameHash> hashes(long beforeMs) {
        return hashes.take(beforeMs);
    }

    private void pump(long fromMs) {
        try {
            Optional<Long> at = Optional.of(fromMs);
            boolean watching = false;
            while (at.isPresent() && !closed) {
                at = watching ? watch(at.get()) : look(at.get());
                watching = !watching;
            }
            put(new Item.End(lastMs, Optional.empty()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // close() asked for it
        } catch (VireoException e) {
            fail(e);
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(new VireoException(ErrorKind.INTERNAL, "decoding failed: " + e, e));
        }
    }

    /** Decodes frames to look at. @return from where on it is enough to watch; empty at the end of the file */
    private Optional<Long> look(long fromMs) throws InterruptedException {
        // A reader finds nothing behind the end that the header tells, and headers lie.
        long within = Math.clamp(info.durationMs() - BEFORE_END_MS, 0, fromMs);
        try (FrameStream frames = open(within, settings.analysisMaxSide())) {
            while (!closed) {
                Optional<Frame> next = frames.next();
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                Frame frame = next.get();
                if (frame.timeMs() < fromMs) {
                    continue;
                }
                lastMs = frame.timeMs();
                boolean cut = cuts.next(Sketch.of(frame.image()));
                ChangeGate.Verdict verdict = gate.next(frame, cut);
                if (verdict != ChangeGate.Verdict.PASS) {
                    put(new Item.Look(frame, cut, verdict == ChangeGate.Verdict.CHANGED));
                    if (cut || lastMs - momentMs >= settings.momentMaxMs()) {
                        momentMs = lastMs;
                    }
                }
                if (settings.restMs() > 0
                        && gate.restedMs(lastMs) >= watchAfterMs
                        && info.durationMs() - lastMs >= WATCH_LEAST_MS) {
                    return Optional.of(lastMs);
                }
            }
            return Optional.empty();
        }
    }

    /** Watches tiny frames. @return where something changes, or a moment has to begin; empty at the end of the file */
    private Optional<Long> watch(long fromMs) throws InterruptedException {
        int cell = Math.max(info.width(), info.height()) / Stillness.LEAST_SIDE;
        long begun = System.nanoTime();
        try (FrameStream frames = open(fromMs, Math.clamp(cell, 16, Stillness.COLUMNS))) {
            Stillness stillness = new Stillness(1);
            long toldMs = fromMs;
            long stillMs = fromMs;
            boolean first = true;
            while (!closed) {
                Optional<Frame> next = frames.next();
                if (next.isEmpty()) {
                    put(new Item.Still(stillMs));
                    return Optional.empty();
                }
                long now = next.get().timeMs();
                boolean still = stillness.still(next.get().image());
                if (first) {
                    first = false;
                    stillness.keep();
                    if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) > SLOW_SEEK_MS) {
                        watchAfterMs *= 4;
                    }
                } else if (!still || now - momentMs >= settings.momentMaxMs()) {
                    put(new Item.Still(stillMs));
                    gate.wake(now);
                    return Optional.of(now);
                }
                stillMs = now;
                lastMs = now;
                if (now - toldMs >= TOLD_EVERY_MS) {
                    put(new Item.Still(now));
                    toldMs = now;
                }
            }
            return Optional.empty();
        }
    }

    private FrameStream open(long fromMs, int maxSide) {
        FrameStream opened = hashes.over(
                source.frames(new FrameRequest(fromMs, Long.MAX_VALUE, settings.shotIntervalMs(), maxSide)));
        stream = opened;
        return opened;
    }

    private void fail(VireoException e) {
        try {
            put(new Item.End(lastMs, Optional.of(e)));
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

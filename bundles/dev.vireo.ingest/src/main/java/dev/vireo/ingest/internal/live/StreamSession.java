package dev.vireo.ingest.internal.live;

import dev.vireo.api.catalog.StreamSource;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.StreamStatus.State;
import dev.vireo.api.media.StreamRecorder;
import dev.vireo.api.media.StreamRecorder.Recording;
import dev.vireo.api.media.StreamRecorder.Segment;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The thread that keeps one stream recorded: connects, hands on segments, and when the source is lost waits and connects
 * again, for as long as it is not closed. Segments that an earlier run recorded and did not take in come first.
 */
final class StreamSession {
    private static final Logger LOG = System.getLogger(StreamSession.class.getName());
    private static final String NOT_RUNNING = "Vireo was not running";
    private static final String UNKNOWN = "no frames came";
    private static final Pattern SEGMENT = Pattern.compile("(\\d{1,15})-(\\d{1,9})\\.mp4");

    /** Takes what was recorded. */
    @FunctionalInterface
    interface Taker {
        /** @param lost why nothing was recorded before it, should there be a gap */
        void take(Segment segment, String lost);
    }

    private final StreamSource stream;
    private final StreamRecorder recorder;
    private final Supplier<String> address;
    private final Path folder;
    private final long segmentMs;
    private final BackOff backOff;
    private final InstantSource time;
    private final Taker taker;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile State state = State.CONNECTING;
    private volatile String reason = "";
    private volatile Instant retryAt;
    private volatile Instant lastFrameAt;
    private volatile Recording recording;

    /** Why nothing was recorded since the last segment: the first of each kind, for what was tried later fails otherwise. */
    private final Map<ErrorKind, String> lost = new LinkedHashMap<>(Map.of(ErrorKind.UNAVAILABLE, NOT_RUNNING));

    /**
     * @param address gives the whole address
     * @param folder where segments wait until they are taken in
     * @param taker takes segments, in order of time
     */
    StreamSession(
            StreamSource stream,
            StreamRecorder recorder,
            Supplier<String> address,
            Path folder,
            long segmentMs,
            BackOff backOff,
            InstantSource time,
            Taker taker) {
        this.stream = stream;
        this.recorder = recorder;
        this.address = address;
        this.folder = folder;
        this.segmentMs = segmentMs;
        this.backOff = backOff;
        this.time = time;
        this.taker = taker;
        this.thread = Thread.ofPlatform().name("vireo-stream-" + stream.id()).daemon().unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /** Ends the recording; what was being written is handed on. Returns at once. */
    void close() {
        closed.countDown();
        Recording running = recording;
        if (running != null) {
            running.close();
        }
    }

    /** Waits until nothing more is handed on. @return whether that was within {@code limitMs} */
    boolean join(long limitMs) throws InterruptedException {
        return thread.join(Duration.ofMillis(Math.max(1, limitMs)));
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void work() {
        try {
            leftover().forEach(segment -> taker.take(segment, NOT_RUNNING));
            while (!isClosed()) {
                long waitMs = record();
                if (isClosed()) {
                    break;
                }
                retryAt = time.instant().plusMillis(waitMs);
                LOG.log(Level.INFO, "stream s" + stream.id() + ": " + reason + "; tried again in " + waitMs + " ms");
                if (closed.await(waitMs, TimeUnit.MILLISECONDS)) {
                    break;
                }
                retryAt = null;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            state = State.STOPPED;
        }
    }

    /** One connection from its beginning to its end. @return how long to wait before the next [ms] */
    @SuppressWarnings("try") // closed early when the session was closed while it connected
    private long record() {
        state = State.CONNECTING;
        try (Recording running = recorder.record(address.get(), folder, segmentMs)) {
            recording = running;
            if (isClosed()) {
                running.close();
            }
            for (Optional<Segment> next = running.next(); next.isPresent(); next = running.next()) {
                state = State.RECORDING;
                reason = "";
                backOff.reset();
                taker.take(next.get(), lost.isEmpty() ? UNKNOWN : String.join("; then ", lost.values()));
                lost.clear();
            }
            return waits(State.WAITING, ErrorKind.EXTERNAL, "the source closed the connection");
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.INTERNAL) {
                LOG.log(Level.ERROR, "stream s" + stream.id(), e);
            }
            return waits(e.kind() == ErrorKind.USER_INPUT ? State.FAILED : State.WAITING, e.kind(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "recording stream s" + stream.id() + " failed", e);
            return waits(State.WAITING, ErrorKind.INTERNAL, "a fault of the recorder itself: " + e);
        } finally {
            Recording over = recording;
            recording = null;
            if (over != null) {
                over.lastFrameAt().ifPresent(at -> lastFrameAt = at);
            }
        }
    }

    private long waits(State now, ErrorKind kind, String why) {
        reason = why;
        lost.putIfAbsent(kind, why);
        state = now;
        // Asking often does not change a refusal, and some cameras lock a user out who does.
        return now == State.FAILED ? backOff.longest() : backOff.next();
    }

    /** What an earlier run recorded and did not take in, oldest first. */
    private List<Segment> leftover() {
        List<Segment> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = SEGMENT.matcher(file.getFileName().toString());
                if (name.matches()) {
                    found.add(new Segment(file, Instant.ofEpochMilli(Long.parseLong(name.group(1))),
                            Long.parseLong(name.group(2)), Optional.empty()));
                } else {
                    Files.deleteIfExists(file); // was being written
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "what was recorded before in " + folder + " cannot be read", e);
        }
        found.sort(Comparator.comparing(Segment::startedAt));
        return found;
    }

    StreamSource stream() {
        return stream;
    }

    Path folder() {
        return folder;
    }

    State state() {
        return state == State.CONNECTING && recording != null && recording().isPresent() ? State.RECORDING : state;
    }

    private Optional<Instant> recording() {
        Recording running = recording;
        return running == null ? Optional.empty() : running.lastFrameAt();
    }

    /** Why it is not recorded now; of the last time while it is connected anew. */
    String reason() {
        return state() == State.RECORDING ? "" : reason;
    }

    /** When it is tried again; empty unless it waits. */
    Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    Optional<Instant> lastFrameAt() {
        return recording().or(() -> Optional.ofNullable(lastFrameAt));
    }
}

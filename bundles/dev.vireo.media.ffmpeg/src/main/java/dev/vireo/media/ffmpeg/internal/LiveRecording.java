package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.StreamRecorder.Recording;
import dev.vireo.api.media.StreamRecorder.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;

/** Cuts what one recorder child sends into segments, at key frames. */
final class LiveRecording implements Recording {
    /** Times in a stream that differ more than this from one frame to the next have jumped [ms]. */
    private static final long JUMP_MS = 10_000;

    /** How far ahead of the clock a source may send: a finished film comes as fast as the network allows [ms]. */
    private static final long AHEAD_MS = 2_000;

    private static final long LONGEST_SEGMENT_MS = 60_000;
    private static final long ASSUMED_FRAME_MS = 40;

    /**
     * What stays free on the disk, for segments wait here while there is no room to take them in, and clearing needs room
     * [bytes]: less than media leave, more than the catalogue needs.
     */
    private static final long RESERVE = 48L << 20;

    private final StreamAddress address;
    private final Child child;
    private final Children children;
    private final Path folder;
    private final long segmentMs;
    private final long silenceMs;
    private final InstantSource time;
    private final Fragments fragments;
    private final SourceClock clock = new SourceClock();

    private SegmentFile segment;
    private long segmentShown;
    private long lastShown;
    private long keyShown;
    private long firstArrived = -1;
    private long firstShown;
    private long segmentArrived;
    private long endedAtMs;
    private long lastWaitMs;
    private boolean ended;
    private boolean begun;
    private volatile Instant lastFrameAt;
    private volatile boolean closed;

    /** Why no segment could be begun, told after the one that ended before it. */
    private IOException noRoom;

    LiveRecording(StreamAddress address, Child child, Children children, Path folder, long segmentMs, long silenceMs,
            InstantSource time) {
        this.address = address;
        this.child = child;
        this.children = children;
        this.folder = folder;
        this.segmentMs = segmentMs;
        this.silenceMs = silenceMs;
        this.time = time;
        this.fragments = new Fragments(child.output());
    }

    @Override
    public Optional<Segment> next() {
        if (ended) {
            return Optional.empty();
        }
        try {
            if (noRoom != null) {
                throw noRoom;
            }
            while (true) {
                Optional<Fragments.Frame> frame = read();
                if (frame.isEmpty()) {
                    Optional<Segment> last = finish();
                    if (last.isPresent()) {
                        return last; // what ended it is told by the next call
                    }
                    ended = true;
                    end();
                    return Optional.empty();
                }
                Optional<Segment> finished = take(frame.get());
                if (finished.isPresent()) {
                    return finished;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            ended = true;
            discard();
            throw StreamFailure.writing(folder, e);
        }
    }

    private Optional<Fragments.Frame> read() throws IOException {
        if (closed && !child.alive()) {
            return Optional.empty();
        }
        // The child gives up by itself when nothing comes; this is for one that hangs.
        Future<?> timer = children.killAfter(2 * silenceMs, child);
        try {
            return fragments.next();
        } catch (IOException e) {
            child.kill(Child.Killed.STOPPING);
            return Optional.empty();
        } finally {
            timer.cancel(false);
        }
    }

    /** Adds a frame. @return the segment that ended before it */
    private Optional<Segment> take(Fragments.Frame frame) throws IOException {
        Instant now = time.instant();
        lastWaitMs = lastFrameAt == null ? 0 : Duration.between(lastFrameAt, now).toMillis();
        lastFrameAt = now;
        begun = true;
        boolean byArrival = fragments.jpeg() && !address.rtsp(); // JPEG pictures over HTTP carry no times at all
        long arrived = now.toEpochMilli();
        long shown = byArrival ? arrived : ms(frame.shown());
        if (firstArrived < 0) {
            firstArrived = arrived;
            firstShown = shown;
        }
        Optional<Segment> finished = Optional.empty();
        if (segment != null) {
            boolean jumped = Math.abs(shown - lastShown) > JUMP_MS;
            long length = shown - segmentShown;
            // At the key frame that is nearest to the wanted length, should the next come as soon as this one came.
            if (jumped || (frame.key() && length >= segmentMs - (shown - keyShown) / 2)) {
                finished = finish();
            } else if (length > LONGEST_SEGMENT_MS) {
                discard();
                child.kill(Child.Killed.STOPPING);
                ended = true;
                throw new VireoException(ErrorKind.EXTERNAL, address.shown() + " sent no key frame for "
                        + LONGEST_SEGMENT_MS / 1000 + " s; let the camera send one every 2 s (often called I-frame interval"
                        + " or GOP)");
            }
            if (jumped) {
                firstArrived = arrived;
                firstShown = shown;
            }
        }
        if (segment == null) {
            if (!frame.key()) {
                lastShown = shown;
                return finished; // cannot be decoded without what came before
            }
            try {
                long free = Files.getFileStore(folder).getUsableSpace();
                if (free < RESERVE) {
                    throw new IOException(RESERVE / 1_000_000 + " MB stay reserved");
                }
                segment = new SegmentFile(folder, fragments.initial(), frame, !byArrival);
            } catch (IOException e) {
                if (finished.isEmpty()) {
                    throw e;
                }
                noRoom = e;
                return finished;
            }
            segmentShown = shown;
            segmentArrived = arrived;
        }
        keyShown = frame.key() ? shown : keyShown;
        if (shown >= segmentShown) { // else it leads a key frame and needs the group before
            segment.add(frame, (arrived - segmentArrived) * fragments.timescale() / 1000);
            clock.came(shown, arrived, address.rtsp() ? frame.producedMs() : OptionalLong.empty());
        }
        lastShown = shown;
        pace(shown);
        return finished;
    }

    /** Holds a source back that sends faster than time passes. */
    private void pace(long shown) {
        while (!closed && !address.rtsp()) {
            long ahead = shown - firstShown - (time.instant().toEpochMilli() - firstArrived) - AHEAD_MS;
            if (ahead <= 0) {
                return;
            }
            try {
                Thread.sleep(Math.min(ahead, 200));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Optional<Segment> finish() throws IOException {
        SegmentFile done = segment;
        segment = null;
        if (done == null) {
            return Optional.empty();
        }
        if (done.frames() == 0) {
            done.close();
            return Optional.empty();
        }
        clock.settle();
        long span = ms(done.span());
        long durationMs = span + (done.frames() > 1 ? span / (done.frames() - 1) : ASSUMED_FRAME_MS);
        long startMs = Math.max(endedAtMs, clock.siteMs(segmentShown));
        Instant startedAt = Instant.ofEpochMilli(startMs);
        Path file = done.finish(startedAt, durationMs);
        endedAtMs = startMs + durationMs;
        return Optional.of(new Segment(file, startedAt, durationMs, clock.cameraOffsetMs()));
    }

    private long ms(long ticks) {
        return Math.round(ticks * 1000.0 / fragments.timescale());
    }

    private void discard() {
        SegmentFile open = segment;
        segment = null;
        try {
            if (open != null) {
                open.close();
            }
            Files.deleteIfExists(folder.resolve("segment.part"));
        } catch (IOException e) {
            System.getLogger(LiveRecording.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove an unfinished segment in " + folder, e);
        }
    }

    /** Says why the child ended. */
    private void end() {
        int exit = child.await(2_000);
        // FFmpeg takes silence for the end of a stream, hands out the frame that it still held, and is content.
        if (!closed && lastWaitMs >= silenceMs * 0.9) {
            throw StreamFailure.silent(address, silenceMs);
        }
        if (!closed && (exit != 0 || child.killed() != null || !begun)) {
            throw StreamFailure.of(address, child, exit, begun, silenceMs);
        }
    }

    @Override
    public Optional<Instant> lastFrameAt() {
        return Optional.ofNullable(lastFrameAt);
    }

    @Override
    public void close() {
        closed = true;
        child.close();
    }
}

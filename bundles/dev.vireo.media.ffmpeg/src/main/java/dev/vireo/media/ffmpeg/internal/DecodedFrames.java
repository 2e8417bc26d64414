package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Future;

/** Frames of a video from one child; the child waits on its pipe while nobody asks for the next frame. */
final class DecodedFrames implements FrameStream {
    /** A file may end this much before its header says [ms]: audio is often longer than video. */
    private static final long TOLERATED_END_MS = 2_000;
    /** Share of the announced bytes that may be absent: recorders that lose power cut the last fragment. */
    private static final double TOLERATED_MISSING = 0.01;

    private final Path file;
    private final Child child;
    private final Children children;
    private final Matroska stream;
    private final FrameRequest request;
    private final Limits limits;
    private final int width;
    private final int height;
    private final long seekMs;
    private final long durationMs;
    private final double missing;
    private long lastMs = -1;
    private boolean ended;

    DecodedFrames(Path file, Child child, Children children, FrameRequest request, Limits limits, int width, int height,
            long seekMs, long durationMs, double missing) {
        this.file = file;
        this.child = child;
        this.children = children;
        this.stream = new Matroska(child.output(), width * height * 3);
        this.request = request;
        this.limits = limits;
        this.width = width;
        this.height = height;
        this.seekMs = seekMs;
        this.durationMs = durationMs;
        this.missing = missing;
    }

    @Override
    public Optional<Frame> next() {
        if (ended) {
            return Optional.empty();
        }
        Matroska.Block block;
        Future<?> timer = children.killAfter(limits.frameMs(), child);
        try {
            block = stream.next();
        } catch (IOException e) {
            block = null; // the child died; its exit code and errors say why
        } finally {
            timer.cancel(false);
        }
        long timeMs = block == null ? -1 : Math.max(0, seekMs + block.timeMs());
        if (timeMs > limits.maxHours() * 3_600_000L) {
            close();
            throw new VireoException(ErrorKind.USER_INPUT, Header.shown(file) + " goes on beyond " + limits.maxHours()
                    + " hours; Vireo takes no more. Split it first");
        }
        if (block != null && timeMs < request.toMs()) {
            lastMs = timeMs;
            return Optional.of(new Frame(timeMs, new Image(width, height, block.bytes())));
        }
        ended = true;
        if (block == null) {
            checkEnd();
        }
        close();
        return Optional.empty();
    }

    /** Throws unless the file was read to its end. */
    private void checkEnd() {
        int exit = child.await(limits.frameMs());
        if (exit != 0 || child.killed() != null) {
            VireoException failure = Failure.of(file, child, exit,
                    "the next frame took longer than " + limits.frameMs() / 1000 + " s");
            close();
            throw failure;
        }
        String errors = child.errors();
        long expected = Math.min(durationMs, request.toMs());
        boolean nothing = lastMs < 0 && request.fromMs() == 0;
        boolean early = Math.max(lastMs, request.fromMs()) + request.intervalMs() + TOLERATED_END_MS < expected;
        // A cut-off container matters to a reader of its end only; where the index was kept, "early" tells.
        boolean cutOff = missing > TOLERATED_MISSING && request.toMs() >= durationMs;
        if (nothing || cutOff || early && Failure.complained(errors)) {
            close();
            String why = Failure.complained(errors) ? " (" + Failure.first(errors) + ")" : "";
            throw new VireoException(ErrorKind.USER_INPUT, Header.shown(file) + (nothing
                    ? " has no frame that can be decoded" + why
                    : " is cut off or damaged: its last frame is at " + lastMs / 1000.0 + " s" + why));
        }
    }

    @Override
    public void close() {
        ended = true;
        child.close();
    }
}

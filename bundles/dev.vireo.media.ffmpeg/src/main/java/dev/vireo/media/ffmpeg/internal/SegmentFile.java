package dev.vireo.media.ffmpeg.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** A segment while it is written: fragments with times from its own start. It gets its name when it is whole and synced. */
final class SegmentFile implements AutoCloseable {
    private final Path aside;
    private final FileChannel channel;
    private final long base;
    private final long firstShown;
    private final boolean timed;
    private long lastShown;
    private int frames;

    /**
     * @param first a key frame
     * @param timed false when decode times are given to {@link #add} and not taken from the frames
     */
    SegmentFile(Path folder, byte[] initial, Fragments.Frame first, boolean timed) throws IOException {
        this.aside = folder.resolve("segment.part");
        this.base = first.decode();
        this.firstShown = first.shown();
        this.lastShown = first.shown();
        this.timed = timed;
        this.channel = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        write(initial);
    }

    /** @param ticks decode time from the start of the segment, used when frames have no times of their own */
    void add(Fragments.Frame frame, long ticks) throws IOException {
        ByteBuffer.wrap(frame.moof()).putLong(frame.timeAt(), timed ? Math.max(0, frame.decode() - base) : ticks);
        write(frame.moof());
        write(frame.mdat());
        lastShown = Math.max(lastShown, timed ? frame.shown() : firstShown + ticks);
        frames++;
    }

    int frames() {
        return frames;
    }

    /** From the first frame to the last [ticks]. */
    long span() {
        return lastShown - firstShown;
    }

    /** Makes it durable under its final name. */
    Path finish(Instant startedAt, long durationMs) throws IOException {
        channel.force(true);
        channel.close();
        Path target = aside.resolveSibling(startedAt.toEpochMilli() + "-" + durationMs + ".mp4");
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(aside.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        return target;
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Removes it unless it was finished. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(aside);
    }
}

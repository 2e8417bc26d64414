package dev.vireo.ingest.internal;

import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.StreamRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Segments as they are put; an exception ends the connection. */
public final class ScriptedCamera implements StreamRecorder {
    public final BlockingQueue<Object> script = new LinkedBlockingQueue<>();
    public final Set<String> addresses = new HashSet<>();
    public int connections;
    private Path folder;

    @Override
    public String check(String address) {
        return address.replaceAll("//.*@", "//");
    }

    @Override
    public synchronized Recording record(String address, Path to, long segmentMs) {
        addresses.add(address);
        connections++;
        folder = to;
        notifyAll();
        try {
            Files.createDirectories(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Recording() {
            private volatile boolean closed;

            @Override
            public Optional<Segment> next() {
                try {
                    while (!closed) {
                        Object next = script.poll(20, TimeUnit.MILLISECONDS);
                        if (next instanceof VireoException e) {
                            throw e;
                        }
                        if (next instanceof Segment segment) {
                            return Optional.of(segment);
                        }
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Optional.empty();
            }

            @Override
            public Optional<Instant> lastFrameAt() {
                return Optional.empty();
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    public synchronized Path folder() throws InterruptedException {
        while (folder == null) {
            wait();
        }
        return folder;
    }

    /** A segment that shows the square of {@link ScriptedReader}, unlike any other in its bytes. */
    public Segment file(Instant at, int seconds, String more) throws Exception {
        Path file = folder().resolve(at.toEpochMilli() + "-" + seconds * 1000 + ".mp4");
        Files.writeString(file, "video " + seconds + more + " at=" + at.getEpochSecond());
        return new Segment(file, at, seconds * 1000L, Optional.of(-250L));
    }

    public void shows(Instant at, int seconds) throws Exception {
        script.add(file(at, seconds, ""));
    }
}

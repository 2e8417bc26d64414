package dev.vireo.ingest.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.media.MediaReader;
import dev.vireo.ingest.internal.picture.Pixels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A decoder for faults and timing. A file says what it is in words: {@code image …}, {@code video SECONDS [cut=SECOND]
 * [breaks=SECOND] [hangs=SECOND] …}; anything else is no media. Videos show a square that moves, on a ground that changes
 * at the cut.
 */
public final class ScriptedReader implements MediaReader {
    /** Opens when decoding that hangs goes on. */
    public final CountDownLatch release = new CountDownLatch(1);

    /** Opens when decoding hangs. */
    public final CountDownLatch hanging = new CountDownLatch(1);

    /** Where each decoding began [ms]. */
    public final List<Long> starts = Collections.synchronizedList(new ArrayList<>());

    @Override
    public MediaInfo probe(Path file) {
        List<String> words = words(file);
        return switch (words.get(0)) {
            case "image" -> new MediaInfo(MediaKind.IMAGE, "png", "png", 160, 120, 0, 0, Optional.empty());
            case "video" -> new MediaInfo(
                    MediaKind.VIDEO, "mp4", "h264", 160, 120, 1000L * Long.parseLong(words.get(1)), 25, Optional.empty());
            default -> throw new VireoException(ErrorKind.USER_INPUT, "is neither a picture nor a video");
        };
    }

    @Override
    public FrameStream frames(Path file, FrameRequest request) {
        List<String> words = words(file);
        long length = words.get(0).equals("video") ? 1000L * Long.parseLong(words.get(1)) : 1;
        long cut = number(words, "cut");
        long breaks = number(words, "breaks");
        long hangs = number(words, "hangs");
        starts.add(request.fromMs());
        return new FrameStream() {
            private long next = request.fromMs();
            private volatile boolean closed;

            @Override
            public Optional<Frame> next() {
                if (next >= length || closed) {
                    return Optional.empty();
                }
                if (next >= breaks) {
                    throw new VireoException(ErrorKind.EXTERNAL, "the decoder failed at " + next + " ms");
                }
                if (next >= hangs) {
                    hanging.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return Optional.empty();
                    }
                }
                Pictures picture = new Pictures(160, 120, next < cut ? 0x305030 : 0xd0c0a0);
                picture.fill(new Box(next < cut ? 20 : 90, 30, 60, 60), next < cut ? 0xc02020 : 0x101010);
                Frame frame = new Frame(next, Pixels.shrink(picture.noise(next, 3).image(), request.maxSide()));
                next += request.intervalMs();
                return Optional.of(frame);
            }

            @Override
            public void close() {
                closed = true;
                release.countDown();
            }
        };
    }

    @Override
    public Image frameAt(Path file, long timeMs) {
        throw new UnsupportedOperationException("not part of ingest");
    }

    @Override
    public byte[] jpeg(Path file, long timeMs, List<Box> boxes, int maxSide) {
        throw new UnsupportedOperationException("not part of ingest");
    }

    @Override
    public void clip(List<Span> spans, Path target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clip(Path file, long startMs, long endMs, Path target) {
        throw new UnsupportedOperationException("not part of ingest");
    }

    @Override
    public Image decode(byte[] picture) {
        throw new UnsupportedOperationException("not part of ingest");
    }

    private static long number(List<String> words, String name) {
        return words.stream()
                .filter(w -> w.startsWith(name + "="))
                .map(w -> 1000L * Long.parseLong(w.substring(name.length() + 1)))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static List<String> words(Path file) {
        try {
            return List.of(Files.readString(file).strip().split(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.vireo.admin.javalin.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Footage;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pictures and clips that say in plain text what was asked for. */
final class FakeMedia implements MediaReader, Footage {
    private static final byte[] PICTURE = {1, 2, 3};

    @Override
    public byte[] jpeg(long asset, long timeMs, List<Box> boxes, int maxSide) {
        return ("jpeg of " + asset + " at " + timeMs + " boxes " + boxes + " side " + maxSide).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void clip(long asset, long startMs, long endMs, Path target) {
        if (startMs == 13_000) {
            throw new VireoException(ErrorKind.EXTERNAL, "the decoder gave up at 13 s");
        }
        try {
            Files.writeString(target, "clip of " + asset + " from " + startMs + " to " + endMs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Image decode(byte[] picture) {
        if (!java.util.Arrays.equals(picture, PICTURE)) {
            throw new VireoException(ErrorKind.USER_INPUT, "this is no picture");
        }
        return new Image(1, 1, new byte[3]);
    }

    @Override
    public Image frameAt(long asset, long timeMs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] jpeg(Path file, long timeMs, List<Box> boxes, int maxSide) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clip(Path file, long startMs, long endMs, Path target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clip(List<Span> spans, Path target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MediaInfo probe(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FrameStream frames(Path file, FrameRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Image frameAt(Path file, long timeMs) {
        throw new UnsupportedOperationException();
    }
}

package dev.vireo.ingest.internal.renewal;

import dev.vireo.api.catalog.Piece;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.MediaReader;
import dev.vireo.ingest.internal.analysis.FrameSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Pieces of a recording between two gaps that end a moment, as one source of frames. As when they were recorded, a piece whose
 * bits were damaged counts as far as it can be decoded.
 */
final class Stretch {
    private static final Logger LOG = System.getLogger(Stretch.class.getName());

    private final List<Piece> pieces;

    private Stretch(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** @param gapMs a gap longer than this ends a stretch [ms] */
    static List<Stretch> of(List<Piece> pieces, long gapMs) {
        List<Stretch> stretches = new ArrayList<>();
        List<Piece> joined = new ArrayList<>();
        for (Piece piece : pieces) {
            if (!joined.isEmpty() && piece.startMs() - joined.getLast().endMs() > gapMs) {
                stretches.add(new Stretch(joined));
                joined.clear();
            }
            joined.add(piece);
        }
        if (!joined.isEmpty()) {
            stretches.add(new Stretch(joined));
        }
        return stretches;
    }

    long startMs() {
        return pieces.getFirst().startMs();
    }

    /** Exclusive [ms]. */
    long endMs() {
        return pieces.getLast().endMs();
    }

    /** @param files where the bytes of a hash lie */
    FrameSource source(MediaReader reader, Function<String, Path> files) {
        return request -> new Joined(reader, files, request);
    }

    private final class Joined implements FrameStream {
        private final MediaReader reader;
        private final Function<String, Path> files;
        private final FrameRequest request;
        private int next;
        private Piece piece;
        private FrameStream open;

        Joined(MediaReader reader, Function<String, Path> files, FrameRequest request) {
            this.reader = reader;
            this.files = files;
            this.request = request;
        }

        @Override
        public Optional<Frame> next() {
            while (true) {
                if (open == null) {
                    if (next == pieces.size()) {
                        return Optional.empty();
                    }
                    piece = pieces.get(next++);
                    if (piece.endMs() <= request.fromMs()) {
                        continue;
                    }
                }
                try {
                    if (open == null) {
                        open = reader.frames(files.apply(piece.sha256()), new FrameRequest(
                                Math.max(0, request.fromMs() - piece.startMs()), Long.MAX_VALUE, request.intervalMs(), request.maxSide()));
                    }
                    Optional<Frame> frame = open.next();
                    if (frame.isPresent()) {
                        return Optional.of(new Frame(piece.startMs() + frame.get().timeMs(), frame.get().image()));
                    }
                } catch (VireoException e) {
                    if (e.kind() == ErrorKind.UNAVAILABLE || e.kind() == ErrorKind.RESOURCES || e.kind() == ErrorKind.NOT_FOUND) {
                        throw e;
                    }
                    LOG.log(Level.WARNING, "a recorded segment could not be read whole: " + e.getMessage());
                }
                close();
            }
        }

        @Override
        public void close() {
            FrameStream closing = open;
            open = null;
            if (closing != null) {
                closing.close();
            }
        }
    }
}

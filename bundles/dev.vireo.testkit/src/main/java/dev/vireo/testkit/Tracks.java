package dev.vireo.testkit;

import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.NewVector;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.model.Colour;
import dev.vireo.api.model.LabelScore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes catalogue contents for tests. */
public final class Tracks {
    private boolean wholeFrame;
    private long startMs;
    private long endMs = 1000;
    private MotionState state = MotionState.UNKNOWN;
    private final List<LabelScore> labels = new ArrayList<>();
    private final List<ColourShare> colours = new ArrayList<>();
    private final List<NewVector> vectors = new ArrayList<>();
    private Quality quality = Quality.CLEAR;

    private Tracks() {}

    public static Tracks track() {
        return new Tracks();
    }

    public Tracks wholeFrame() {
        wholeFrame = true;
        return this;
    }

    public Tracks during(long fromMs, long toMs) {
        startMs = fromMs;
        endMs = toMs;
        return this;
    }

    public Tracks state(MotionState motionState) {
        state = motionState;
        return this;
    }

    public Tracks label(String model, int label, double probability) {
        labels.add(new LabelScore(model, label, probability));
        return this;
    }

    public Tracks colour(Colour colour, double fraction) {
        colours.add(new ColourShare(colour, fraction));
        return this;
    }

    public Tracks vector(Space space, float... vector) {
        vectors.add(new NewVector(space, vector));
        return this;
    }

    public Tracks quality(Quality seen) {
        quality = seen;
        return this;
    }

    public NewTrack make() {
        long observed = endMs - startMs;
        return new NewTrack(
                wholeFrame,
                startMs,
                endMs,
                startMs + observed / 2,
                new Motion(state, 0.125, observed),
                List.copyOf(labels),
                List.copyOf(colours),
                quality,
                List.of(
                        new Observation(startMs, new Box(10, 20.5, 30, 40.25), 0.75),
                        new Observation(startMs + observed / 2, new Box(11, 21, 30, 40), 0.875)),
                List.copyOf(vectors));
    }

    /** A moment that spans its tracks. */
    public static NewMoment moment(NewTrack... tracks) {
        long from = Long.MAX_VALUE;
        long to = 0;
        for (NewTrack t : tracks) {
            from = Math.min(from, t.startMs());
            to = Math.max(to, t.endMs());
        }
        return new NewMoment(from, to, from, List.of(tracks), List.of());
    }

    /** A video of a minute whose bytes are told by its name. */
    public static NewAsset asset(String domain, String name, Optional<Instant> captured) {
        return new NewAsset(
                domain,
                "/footage/" + name,
                sha256(name),
                12_345,
                new MediaInfo(MediaKind.VIDEO, "mp4", "h264", 768, 576, 60_000, 12.5, Optional.empty()),
                captured.map(c -> new Clock(ClockSource.CONTAINER, 0.5, Optional.of(c))).orElse(Clock.UNKNOWN));
    }

    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A random vector of norm 1. */
    public static float[] unit(Random random, int dimension) {
        float[] v = new float[dimension];
        double norm = 0;
        for (int i = 0; i < dimension; i++) {
            v[i] = (float) random.nextGaussian();
            norm += (double) v[i] * v[i];
        }
        for (int i = 0; i < dimension; i++) {
            v[i] = (float) (v[i] / Math.sqrt(norm));
        }
        return v;
    }
}

package dev.vireo.ingest.internal.moment;

import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.model.LabelScore;
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.picture.ColourMeasure;
import dev.vireo.ingest.internal.picture.ColourNames;
import dev.vireo.ingest.internal.picture.View;
import dev.vireo.ingest.internal.picture.ViewQuality;
import dev.vireo.ingest.internal.track.LabelTally;
import dev.vireo.ingest.internal.work.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The frame as a whole, seen by classifiers and encoders now and then: the track that each moment has. */
public final class FrameStage implements MomentStage {
    /** When a shot is looked at as a whole for the second time: its first frame may still be a transition [ms]. */
    private static final long SECOND_LOOK_MS = 3_000;

    private final MediaInfo info;
    private final Models models;
    private final ColourMeasure colours;
    private final Settings settings;
    private final Map<String, List<float[]>> labels = new HashMap<>();
    private final Map<Space, List<float[]>> vectors = new HashMap<>();
    private final double[] colourSums = new double[ColourNames.TERMS];
    private Optional<Quality> quality = Optional.empty();
    private int looks;
    private long nextLookMs;

    public FrameStage(long startMs, MediaInfo info, Models models, ColourMeasure colours, Settings settings) {
        this.info = info;
        this.models = models;
        this.colours = colours;
        this.settings = settings;
        this.nextLookMs = startMs;
    }

    @Override
    public void look(Scene scene) {
        View view = scene.view();
        if (view.timeMs() < nextLookMs) {
            return;
        }
        List<Image> one = List.of(view.image());
        models.classify(one).forEach((model, rows) -> labels.computeIfAbsent(model, _ -> new ArrayList<>()).addAll(rows));
        models.encode(one).forEach((space, rows) -> vectors.computeIfAbsent(space, _ -> new ArrayList<>()).addAll(rows));
        colours.addFrame(view, colourSums);
        Quality seen = ViewQuality.of(view.image());
        if (quality.isEmpty() || seen.score() > quality.get().score()) {
            quality = Optional.of(seen);
        }
        looks++;
        nextLookMs = view.timeMs() + (looks == 1 ? SECOND_LOOK_MS : settings.frameLookMs());
    }

    @Override
    public void finish(long endMs, MomentContents contents) {
        List<LabelScore> scores = new ArrayList<>();
        labels.forEach((model, rows) ->
                scores.addAll(LabelTally.ofClassifier(model, rows, settings.labelFloor(), settings.labelLimit())));
        contents.add(new NewTrack(
                true,
                contents.startMs(),
                endMs,
                contents.keyMs(),
                new Motion(MotionState.UNKNOWN, 0, endMs - contents.startMs()),
                scores,
                ColourMeasure.largest(colourSums, Math.max(1, looks)),
                quality.orElse(Quality.CLEAR),
                List.of(new Observation(contents.keyMs(), new Box(0, 0, info.width(), info.height()), 1)),
                LabelTally.meanVectors(vectors)),
                this);
    }

    @Override
    public void soFar(long endMs, MomentContents contents) {
        finish(endMs, contents);
    }
}

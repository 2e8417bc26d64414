package dev.vireo.ingest.internal;

import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.NewVector;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.model.LabelScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds to tracks, and tracks to what models and measures say of them. */
final class ObjectStage implements MomentStage {
    /** A track whose best label comes to less than this over its life is noise. */
    private static final double LEAST_TRACK = 0.1;

    private final MediaInfo info;
    private final Models models;
    private final ColourMeasure colours;
    private final Settings settings;
    private final Tracker tracker;
    private final List<Long> times = new ArrayList<>();
    private final List<NewTrack> tracks = new ArrayList<>();
    private double scaleX = 1;
    private double scaleY = 1;

    ObjectStage(MediaInfo info, Models models, ColourMeasure colours, Settings settings) {
        this.info = info;
        this.models = models;
        this.colours = colours;
        this.settings = settings;
        this.tracker = new Tracker(settings.looksPerTrack());
    }

    @Override
    public void look(Scene scene) {
        View view = scene.view();
        scaleX = info.width() / (double) view.image().width();
        scaleY = info.height() / (double) view.image().height();
        times.add(view.timeMs());
        if (info.kind() == MediaKind.IMAGE) {
            List<LiveTrack> single = new ArrayList<>();
            for (int i = 0; i < scene.finds().size(); i++) {
                single.add(tracker.single(view, scene.finds(), i));
            }
            describe(single, 0);
        } else {
            describe(tracker.step(view, scene.finds()), -1);
        }
    }

    @Override
    public void still(long untilMs) {
        if (times.isEmpty() || untilMs > times.get(times.size() - 1)) {
            times.add(untilMs);
            tracker.still(untilMs);
        }
    }

    @Override
    public void finish(long endMs, MomentContents contents) {
        if (info.kind() == MediaKind.VIDEO) {
            describe(Tracklets.join(tracker.end(), settings.looksPerTrack()), endMs);
        }
        tracks.forEach(contents::add);
    }

    /** @param endMs end of the moment; −1 while it goes on */
    private void describe(List<LiveTrack> over, long endMs) {
        List<LiveTrack> kept = new ArrayList<>();
        List<List<LabelScore>> labels = new ArrayList<>();
        for (LiveTrack track : over) {
            List<LabelScore> scores = LabelTally.ofDetectors(
                    track.sights(), framesOf(track), settings.labelFloor(), settings.labelLimit());
            double best = scores.stream().mapToDouble(LabelScore::probability).max().orElse(0);
            boolean single = info.kind() == MediaKind.VIDEO && track.sights().size() == 1;
            if (best >= (single ? settings.singleScore() : LEAST_TRACK)) {
                kept.add(track);
                labels.add(new ArrayList<>(scores));
            }
        }
        if (kept.isEmpty()) {
            return;
        }
        List<Image> views = new ArrayList<>();
        List<Image> encoded = new ArrayList<>();
        for (LiveTrack track : kept) {
            for (Look look : track.looks()) {
                views.add(look.forModels());
            }
            for (Look look : best(track)) {
                encoded.add(look.forModels());
            }
        }
        Map<String, List<float[]>> rows = models.classify(views);
        Map<Space, List<float[]>> vectors = models.encode(encoded);
        int view = 0;
        int code = 0;
        for (int i = 0; i < kept.size(); i++) {
            LiveTrack track = kept.get(i);
            int looks = track.looks().size();
            int codes = best(track).size();
            for (var entry : rows.entrySet()) {
                labels.get(i)
                        .addAll(LabelTally.ofClassifier(
                                entry.getKey(),
                                entry.getValue().subList(view, view + looks),
                                settings.labelFloor(),
                                settings.labelLimit()));
            }
            Map<Space, List<float[]>> own = new HashMap<>();
            for (var entry : vectors.entrySet()) {
                own.put(entry.getKey(), entry.getValue().subList(code, code + codes));
            }
            tracks.add(track(track, endMs, labels.get(i), LabelTally.meanVectors(own)));
            view += looks;
            code += codes;
        }
    }

    private List<Look> best(LiveTrack track) {
        return track.looks().stream()
                .sorted(Comparator.comparingDouble((Look l) -> -l.quality()))
                .limit(settings.encodedLooks())
                .toList();
    }

    private NewTrack track(LiveTrack track, long endMs, List<LabelScore> labels, List<NewVector> vectors) {
        List<Observation> path = track.sights().stream()
                .map(s -> new Observation(s.timeMs(), s.find().box().scale(scaleX, scaleY), s.find().probability()))
                .toList();
        long from = track.startMs();
        long to = from;
        Motion motion = new Motion(MotionState.UNKNOWN, 0, 0);
        if (info.kind() == MediaKind.VIDEO) {
            to = track.last().timeMs() + settings.sampleIntervalMs();
            if (endMs >= 0) {
                to = Math.max(track.last().timeMs() + 1, Math.min(to, endMs));
            }
            motion = MotionMeasure.of(path, from, to, settings.parkedMs(), settings.parkedDisplacement());
        }
        Optional<Look> best = track.looks().stream().max(Comparator.comparingDouble(Look::quality));
        long key = best.map(Look::timeMs).orElse(from);
        Quality quality = best.map(look -> ViewQuality.of(look.crop(), look.box())).orElse(Quality.CLEAR);
        return new NewTrack(false, from, to, key, motion, labels, colours.of(track.looks()), quality, path, vectors);
    }

    /** Frames that were looked at while the track lived. */
    private int framesOf(LiveTrack track) {
        int n = 0;
        for (int i = times.size() - 1; i >= 0 && times.get(i) >= track.startMs(); i--) {
            if (times.get(i) <= track.last().timeMs()) {
                n++;
            }
        }
        return n;
    }
}

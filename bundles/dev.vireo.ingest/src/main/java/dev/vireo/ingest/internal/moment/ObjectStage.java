package dev.vireo.ingest.internal.moment;

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
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.picture.ColourMeasure;
import dev.vireo.ingest.internal.picture.Look;
import dev.vireo.ingest.internal.picture.View;
import dev.vireo.ingest.internal.picture.ViewQuality;
import dev.vireo.ingest.internal.track.LabelTally;
import dev.vireo.ingest.internal.track.LiveTrack;
import dev.vireo.ingest.internal.track.MotionMeasure;
import dev.vireo.ingest.internal.track.Tracker;
import dev.vireo.ingest.internal.track.Tracklets;
import dev.vireo.ingest.internal.work.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds to tracks, and tracks to what models and measures say of them. */
public final class ObjectStage implements MomentStage {
    /** A track whose best label comes to less than this over its life is noise. */
    private static final double LEAST_TRACK = 0.1;

    private final MediaInfo info;
    private final Models models;
    private final ColourMeasure colours;
    private final Settings settings;
    private final Tracker tracker;
    private final List<Long> times = new ArrayList<>();
    /** Tracks that are over and were not told of since. */
    private final List<MomentContents.Known> over = new ArrayList<>();

    /** What models said of the tracks that go on, and of how many sights each was told. Empty unless the source is live. */
    private final Map<LiveTrack, Views> seen = new IdentityHashMap<>();

    private final Map<LiveTrack, Integer> told = new IdentityHashMap<>();
    private double scaleX = 1;
    private double scaleY = 1;

    public ObjectStage(MediaInfo info, Models models, ColourMeasure colours, Settings settings) {
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
            List<LiveTrack> ended = tracker.step(view, scene.finds());
            describe(ended, -1);
            ended.forEach(seen::remove);
            ended.forEach(told::remove);
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
            List<LiveTrack> joined = Tracklets.join(tracker.end(), settings.looksPerTrack());
            describe(joined, endMs);
            told.keySet().stream().filter(track -> !joined.contains(track)).forEach(contents::drop);
        }
        over.forEach(known -> contents.add(known.track(), known.identity()));
    }

    @Override
    public void soFar(long endMs, MomentContents contents) {
        List<LiveTrack> changed = tracker.live().stream()
                .filter(track -> told.getOrDefault(track, 0) != track.sights().size())
                .toList();
        describe(changed, endMs);
        for (MomentContents.Known known : over) {
            contents.add(known.track(), known.identity());
        }
        over.clear();
        // What is over was told now, finally; what goes on is told again when it changes.
        Set<LiveTrack> live = Collections.newSetFromMap(new IdentityHashMap<>());
        live.addAll(tracker.live());
        told.keySet().retainAll(live);
        seen.keySet().retainAll(live);
        changed.forEach(track -> told.put(track, track.sights().size()));
    }

    /** @param endMs end of the moment, or how far it was looked at; −1 when these tracks were over before */
    private void describe(List<LiveTrack> tracks, long endMs) {
        List<LiveTrack> kept = new ArrayList<>();
        List<List<LabelScore>> labels = new ArrayList<>();
        for (LiveTrack track : tracks) {
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
        look(kept);
        for (int i = 0; i < kept.size(); i++) {
            LiveTrack track = kept.get(i);
            Views views = seen.get(track);
            for (var entry : views.rows().entrySet()) {
                labels.get(i).addAll(LabelTally.ofClassifier(
                        entry.getKey(), entry.getValue(), settings.labelFloor(), settings.labelLimit()));
            }
            over.add(new MomentContents.Known(
                    track(track, endMs, labels.get(i), LabelTally.meanVectors(views.vectors())), track));
        }
    }

    /**
     * What models said of a track.
     *
     * @param looks what they were shown
     * @param rows each classifier's distributions, one a look
     * @param vectors each encoder's vectors of the best looks
     */
    private record Views(List<Look> looks, Map<String, List<float[]>> rows, Map<Space, List<float[]>> vectors) {}

    /** Shows models the looks of these tracks, in one go, but of those whose looks they saw before. */
    private void look(List<LiveTrack> tracks) {
        List<LiveTrack> fresh = tracks.stream()
                .filter(track -> !seen.containsKey(track) || !seen.get(track).looks().equals(track.looks()))
                .toList();
        List<Image> views = new ArrayList<>();
        List<Image> encoded = new ArrayList<>();
        for (LiveTrack track : fresh) {
            track.looks().forEach(look -> views.add(look.forModels()));
            best(track).forEach(look -> encoded.add(look.forModels()));
        }
        if (fresh.isEmpty()) {
            return;
        }
        Map<String, List<float[]>> rows = models.classify(views);
        Map<Space, List<float[]>> vectors = models.encode(encoded);
        int view = 0;
        int code = 0;
        for (LiveTrack track : fresh) {
            int looks = track.looks().size();
            int codes = best(track).size();
            seen.put(track, new Views(List.copyOf(track.looks()), part(rows, view, looks), part(vectors, code, codes)));
            view += looks;
            code += codes;
        }
    }

    private static <K> Map<K, List<float[]>> part(Map<K, List<float[]>> all, int from, int count) {
        Map<K, List<float[]>> part = new LinkedHashMap<>();
        all.forEach((key, rows) -> part.put(key, List.copyOf(rows.subList(from, from + count))));
        return part;
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

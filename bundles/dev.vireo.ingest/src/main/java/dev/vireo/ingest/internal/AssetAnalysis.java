package dev.vireo.ingest.internal;

import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.NewVector;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.model.LabelScore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns one file into parts: frames to finds, finds to tracks, tracks to what models and measures say of them. */
final class AssetAnalysis {
    /** Who takes what comes out, and may end it. */
    interface Sink {
        /** Makes a part durable before the analysis goes on. */
        void part(Part part);

        /** @param timeMs how far the file was looked at [ms] */
        void looked(long timeMs);

        /** Asked before each frame and while waiting for one; true ends the analysis. */
        boolean stopped();
    }

    /**
     * How it ended.
     *
     * @param endMs everything before this was looked at [ms]
     * @param frames frames looked at
     * @param stopped whether the sink ended it
     * @param trouble why the file could not be read to its end; empty otherwise
     */
    record Result(long endMs, long frames, boolean stopped, Optional<VireoException> trouble) {}

    /** A track whose best label comes to less than this over its life is noise. */
    private static final double LEAST_TRACK = 0.1;

    /** When a shot is looked at as a whole for the second time: its first frame may still be a transition [ms]. */
    private static final long SECOND_FRAME_LOOK_MS = 3_000;

    private final Models models;
    private final MediaReader reader;
    private final Settings settings;
    private final ColourMeasure colours = new ColourMeasure();

    AssetAnalysis(Models models, MediaReader reader, Settings settings) {
        this.models = models;
        this.reader = reader;
        this.settings = settings;
    }

    /**
     * Looks at a file.
     *
     * @param fromMs where to begin; 0, or what is committed already [ms]
     */
    Result run(Path file, MediaInfo info, long fromMs, Sink sink) throws InterruptedException {
        return info.kind() == MediaKind.IMAGE ? image(file, info, sink) : video(file, info, fromMs, sink);
    }

    private Result image(Path file, MediaInfo info, Sink sink) throws InterruptedException {
        FrameRequest request = FrameRequest.every(settings.sampleIntervalMs(), settings.analysisMaxSide());
        try (FramePump pump = new FramePump(reader, file, request, settings.sampleIntervalMs())) {
            Optional<FramePump.Item> next = pump.next(sink::stopped);
            if (next.isEmpty()) {
                return new Result(0, 0, true, Optional.empty());
            }
            FramePump.Item item = next.get();
            if (item.frame().isEmpty()) {
                return new Result(0, 0, false, item.trouble());
            }
            MomentDraft draft = new MomentDraft(0, info);
            draft.look(new View(0, item.frame().get().image(), View.of(item.frame().get()).exposure()));
            sink.looked(0);
            sink.part(new Part(0, List.of(draft.finish(0))));
            return new Result(0, 1, false, Optional.empty());
        }
    }

    private Result video(Path file, MediaInfo info, long fromMs, Sink sink) throws InterruptedException {
        FrameRequest request =
                new FrameRequest(fromMs, Long.MAX_VALUE, settings.shotIntervalMs(), settings.analysisMaxSide());
        long frames = 0;
        try (FramePump pump = new FramePump(reader, file, request, settings.sampleIntervalMs())) {
            MomentDraft draft = null;
            while (true) {
                Optional<FramePump.Item> next = pump.next(sink::stopped);
                if (next.isEmpty()) {
                    return new Result(draft == null ? fromMs : draft.startMs, frames, true, Optional.empty());
                }
                FramePump.Item item = next.get();
                if (item.frame().isEmpty()) {
                    long endMs = end(item, info, fromMs);
                    if (draft != null) {
                        sink.part(new Part(endMs, List.of(draft.finish(endMs))));
                    }
                    return new Result(endMs, frames, false, item.trouble());
                }
                Frame frame = item.frame().get();
                if (draft == null) {
                    draft = new MomentDraft(fromMs, info);
                } else if (item.cut() || frame.timeMs() - draft.startMs >= settings.momentMaxMs()) {
                    sink.part(new Part(frame.timeMs(), List.of(draft.finish(frame.timeMs()))));
                    draft = new MomentDraft(frame.timeMs(), info);
                }
                draft.look(View.of(frame));
                frames++;
                sink.looked(frame.timeMs());
            }
        }
    }

    /** End of the footage: what the header says when the frames bear it out, else one interval after the last frame. */
    private long end(FramePump.Item item, MediaInfo info, long fromMs) {
        long seen = item.lastMs() < 0 ? fromMs : item.lastMs() + settings.shotIntervalMs();
        boolean borneOut = item.trouble().isEmpty() && Math.abs(info.durationMs() - seen) <= 1_000;
        return Math.max(fromMs, borneOut && info.durationMs() > item.lastMs() ? info.durationMs() : seen);
    }

    /** One moment while it is looked at. */
    private final class MomentDraft {
        private final long startMs;
        private final MediaInfo info;
        private final Tracker tracker = new Tracker(settings.looksPerTrack());
        private final Stillness stillness = new Stillness();
        private final List<Long> times = new ArrayList<>();
        private final List<NewTrack> tracks = new ArrayList<>();
        private final Map<String, List<float[]>> frameLabels = new HashMap<>();
        private final Map<Space, List<float[]>> frameVectors = new HashMap<>();
        private final double[] frameColours = new double[ColourNames.TERMS];
        private int frameLooks;
        private long nextFrameLookMs;
        private List<Find> finds = List.of();
        private long detectedMs;
        private double scaleX = 1;
        private double scaleY = 1;
        private long keyMs;
        private double keyValue = -1;

        MomentDraft(long startMs, MediaInfo info) {
            this.startMs = startMs;
            this.info = info;
            this.nextFrameLookMs = startMs;
        }

        void look(View view) {
            Image image = view.image();
            scaleX = info.width() / (double) image.width();
            scaleY = info.height() / (double) image.height();
            times.add(view.timeMs());
            boolean rest = view.timeMs() - detectedMs < settings.restMs() && stillness.still(image);
            if (!rest) {
                finds = models.detect(image);
                detectedMs = view.timeMs();
                stillness.looked(image);
            }
            if (info.kind() == MediaKind.IMAGE) {
                List<LiveTrack> single = new ArrayList<>();
                for (int i = 0; i < finds.size(); i++) {
                    single.add(tracker.single(view, finds, i));
                }
                finish(single, 0);
            } else {
                finish(tracker.step(view, finds), -1);
            }
            double value = 0;
            for (Find find : finds) {
                value += find.probability();
            }
            if (value > keyValue) {
                keyValue = value;
                keyMs = view.timeMs();
            }
            if (view.timeMs() >= nextFrameLookMs) {
                lookAtFrame(view);
                nextFrameLookMs = view.timeMs() + (frameLooks == 1 ? SECOND_FRAME_LOOK_MS : settings.frameLookMs());
            }
        }

        private void lookAtFrame(View view) {
            List<Image> one = List.of(view.image());
            models.classify(one)
                    .forEach((model, rows) -> frameLabels.computeIfAbsent(model, _ -> new ArrayList<>()).addAll(rows));
            models.encode(one)
                    .forEach((space, rows) -> frameVectors.computeIfAbsent(space, _ -> new ArrayList<>()).addAll(rows));
            colours.addFrame(view, frameColours);
            frameLooks++;
        }

        NewMoment finish(long endMs) {
            if (info.kind() == MediaKind.VIDEO) {
                finish(Tracklets.join(tracker.end(), settings.looksPerTrack()), endMs);
            }
            tracks.sort(Comparator.comparingLong(NewTrack::startMs).thenComparingLong(NewTrack::endMs));
            List<LabelScore> labels = new ArrayList<>();
            frameLabels.forEach((model, rows) ->
                    labels.addAll(LabelTally.ofClassifier(model, rows, settings.labelFloor(), settings.labelLimit())));
            List<NewTrack> all = new ArrayList<>();
            all.add(new NewTrack(
                    true,
                    startMs,
                    endMs,
                    keyMs,
                    new Motion(MotionState.UNKNOWN, 0, endMs - startMs),
                    labels,
                    ColourMeasure.largest(frameColours, Math.max(1, frameLooks)),
                    List.of(new Observation(keyMs, new Box(0, 0, info.width(), info.height()), 1)),
                    vectors(frameVectors)));
            all.addAll(tracks);
            return new NewMoment(startMs, endMs, keyMs, all);
        }

        /** @param endMs end of the moment; −1 while it goes on */
        private void finish(List<LiveTrack> over, long endMs) {
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
                tracks.add(track(track, endMs, labels.get(i), vectors(own)));
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
            long key = track.looks().stream()
                    .max(Comparator.comparingDouble(Look::quality))
                    .map(Look::timeMs)
                    .orElse(from);
            return new NewTrack(false, from, to, key, motion, labels, colours.of(track.looks()), path, vectors);
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

    private static List<NewVector> vectors(Map<Space, List<float[]>> bySpace) {
        List<NewVector> result = new ArrayList<>();
        bySpace.forEach((space, rows) -> {
            float[] mean = rows.isEmpty() ? new float[0] : LabelTally.meanVector(rows);
            if (mean.length > 0) {
                result.add(new NewVector(space, mean));
            }
        });
        return result;
    }
}

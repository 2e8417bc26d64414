package dev.vireo.ingest.internal;

import dev.vireo.api.catalog.Part;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.media.MediaReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Turns frames into parts: they are divided into moments, and each moment is made by its {@link MomentStage}s. Frames come
 * from a file, or from any other {@link FrameFeed}.
 */
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

    private final Models models;
    private final MediaReader reader;
    private final Settings settings;
    private final List<MomentStage.Maker> stages;

    AssetAnalysis(Models models, MediaReader reader, Settings settings) {
        this.models = models;
        this.reader = reader;
        this.settings = settings;
        ColourMeasure colours = new ColourMeasure();
        this.stages = List.of(
                (startMs, info) -> new FrameStage(startMs, info, models, colours, settings),
                (_, info) -> new ObjectStage(info, models, colours, settings),
                (_, info) -> new TextStage(info, models, settings));
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
        try (FrameFeed feed = new FramePump(reader, file, request, settings.sampleIntervalMs())) {
            Optional<FrameFeed.Item> next = feed.next(sink::stopped);
            if (next.isEmpty()) {
                return new Result(0, 0, true, Optional.empty());
            }
            FrameFeed.Item item = next.get();
            if (item.frame().isEmpty()) {
                return new Result(0, 0, false, item.trouble());
            }
            MomentDraft draft = draft(0, info);
            draft.look(View.of(new Frame(0, item.frame().get().image())));
            sink.looked(0);
            sink.part(part(draft, 0));
            return new Result(0, 1, false, Optional.empty());
        }
    }

    private Result video(Path file, MediaInfo info, long fromMs, Sink sink) throws InterruptedException {
        FrameRequest request =
                new FrameRequest(fromMs, Long.MAX_VALUE, settings.shotIntervalMs(), settings.analysisMaxSide());
        try (FrameFeed feed = new FramePump(reader, file, request, settings.sampleIntervalMs())) {
            return run(feed, info, fromMs, sink);
        }
    }

    /**
     * Looks at frames, wherever they come from. The feed is the caller's to close.
     *
     * @param info size of the source's frames; a length of 0 when there is no telling
     * @param fromMs start of the first moment [ms]
     */
    Result run(FrameFeed feed, MediaInfo info, long fromMs, Sink sink) throws InterruptedException {
        long frames = 0;
        MomentDraft draft = null;
        while (true) {
            Optional<FrameFeed.Item> next = feed.next(sink::stopped);
            if (next.isEmpty()) {
                return new Result(draft == null ? fromMs : draft.startMs(), frames, true, Optional.empty());
            }
            FrameFeed.Item item = next.get();
            if (item.frame().isEmpty()) {
                long endMs = end(item, info, fromMs);
                if (draft != null) {
                    sink.part(part(draft, endMs));
                }
                return new Result(endMs, frames, false, item.trouble());
            }
            Frame frame = item.frame().get();
            if (draft == null) {
                draft = draft(fromMs, info);
            } else if (item.cut() || frame.timeMs() - draft.startMs() >= settings.momentMaxMs()) {
                sink.part(part(draft, frame.timeMs()));
                draft = draft(frame.timeMs(), info);
            }
            draft.look(View.of(frame));
            frames++;
            sink.looked(frame.timeMs());
        }
    }

    private MomentDraft draft(long startMs, MediaInfo info) {
        return new MomentDraft(startMs, info, models, settings.restMs(), stages);
    }

    private static Part part(MomentDraft draft, long endMs) {
        MomentContents contents = draft.finish(endMs);
        return new Part(endMs, List.of(contents.moment()), List.of());
    }

    /** End of the footage: what the header says when the frames bear it out, else one interval after the last frame. */
    private long end(FrameFeed.Item item, MediaInfo info, long fromMs) {
        long seen = item.lastMs() < 0 ? fromMs : item.lastMs() + settings.shotIntervalMs();
        boolean borneOut = item.trouble().isEmpty() && Math.abs(info.durationMs() - seen) <= 1_000;
        return Math.max(fromMs, borneOut && info.durationMs() > item.lastMs() ? info.durationMs() : seen);
    }
}

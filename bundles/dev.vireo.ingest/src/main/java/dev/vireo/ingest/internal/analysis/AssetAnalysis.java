package dev.vireo.ingest.internal.analysis;

import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.media.MediaReader;
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.moment.FrameStage;
import dev.vireo.ingest.internal.moment.MomentContents;
import dev.vireo.ingest.internal.moment.MomentDraft;
import dev.vireo.ingest.internal.moment.MomentStage;
import dev.vireo.ingest.internal.moment.ObjectStage;
import dev.vireo.ingest.internal.picture.ColourMeasure;
import dev.vireo.ingest.internal.picture.View;
import dev.vireo.ingest.internal.text.TextStage;
import dev.vireo.ingest.internal.twin.PerceptualHash;
import dev.vireo.ingest.internal.work.LiveFirst;
import dev.vireo.ingest.internal.work.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Turns frames into parts: they are divided into moments, and each moment is made by its {@link MomentStage}s. Frames come
 * from a file, or from any other {@link FrameFeed}.
 */
public final class AssetAnalysis {
    /** Who takes what comes out, and may end it. */
    public interface Sink {
        /** Makes a part durable before the analysis goes on. */
        void part(Part part);

        /** @param timeMs how far the file was looked at [ms] */
        void looked(long timeMs);

        /** @param timeMs how far nothing had to be looked at [ms] */
        void passed(long timeMs);

        /** Asked before each frame and while waiting for one; true ends the analysis. */
        boolean stopped();
    }

    /** What has to wait for others than live footage. */
    @FunctionalInterface
    public interface Courtesy {
        /** Waits for nobody. */
        Courtesy NONE = _ -> {};

        /**
         * Waits before a frame is looked at.
         *
         * @param stopped asked now and then; true ends the waiting
         */
        void giveWay(BooleanSupplier stopped) throws InterruptedException;
    }

    /**
     * How it ended.
     *
     * @param endMs everything before this was looked at [ms]
     * @param frames frames looked at
     * @param stopped whether the sink ended it
     * @param trouble why the file could not be read to its end; empty otherwise
     */
    public record Result(long endMs, long frames, boolean stopped, Optional<VireoException> trouble) {}

    /** Contrast that a picture needs to be recognised, of 255: photographs have 17 and more. */
    private static final double LEAST_CONTRAST = 4;

    private final Models models;
    private final MediaReader reader;
    private final Settings settings;
    private final LiveFirst liveFirst;
    private final Courtesy courtesy;
    private final List<MomentStage.Maker> stages;

    /** @param liveFirst what files wait for at each call of a model */
    public AssetAnalysis(Models models, MediaReader reader, Settings settings, LiveFirst liveFirst, Courtesy courtesy) {
        this.models = models;
        this.reader = reader;
        this.settings = settings;
        this.liveFirst = liveFirst;
        this.courtesy = courtesy;
        ColourMeasure colours = new ColourMeasure();
        this.stages = List.of(
                (startMs, info, asked) -> new FrameStage(startMs, info, asked, colours, settings),
                (_, info, asked) -> new ObjectStage(info, asked, colours, settings),
                (_, info, asked) -> new TextStage(info, asked, settings));
    }

    /**
     * Looks at a file.
     *
     * @param fromMs where to begin; 0, or what is committed already [ms]
     */
    public Result run(Path file, MediaInfo info, long fromMs, Sink sink) throws InterruptedException {
        return info.kind() == MediaKind.IMAGE ? image(file, info, sink) : video(file, info, fromMs, sink);
    }

    private Result image(Path file, MediaInfo info, Sink sink) throws InterruptedException {
        try (FrameFeed feed = new FramePump(reader, file, info, 0, settings)) {
            return switch (feed.next(sink::stopped).orElse(null)) {
                case FrameFeed.Item.Look look -> {
                    courtesy.giveWay(sink::stopped);
                    MomentDraft draft = draft(0, info, givingWay(sink));
                    draft.look(View.of(new Frame(0, look.frame().image())), true);
                    sink.looked(0);
                    sink.part(part(draft, 0, pictureHash(look.frame().image())));
                    yield new Result(0, 1, false, Optional.empty());
                }
                case FrameFeed.Item.End end -> new Result(0, 0, false, end.trouble());
                case FrameFeed.Item.Still _ -> new Result(0, 0, false, Optional.empty());
                case null -> new Result(0, 0, true, Optional.empty());
            };
        }
    }

    private Result video(Path file, MediaInfo info, long fromMs, Sink sink) throws InterruptedException {
        return run(request -> reader.frames(file, request), info, fromMs, sink);
    }

    /**
     * Looks at a video whose footage may lie in many files.
     *
     * @param info size of its frames, and its end as its length
     * @param fromMs where to begin [ms]
     */
    public Result run(FrameSource source, MediaInfo info, long fromMs, Sink sink) throws InterruptedException {
        try (FrameFeed feed = new FramePump(request -> givingWay(source.frames(request)), info, fromMs, settings)) {
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
        Models asked = givingWay(sink);
        long frames = 0;
        MomentDraft draft = null;
        while (true) {
            Optional<FrameFeed.Item> next = feed.next(sink::stopped);
            if (next.isEmpty()) {
                return new Result(draft == null ? fromMs : draft.startMs(), frames, true, Optional.empty());
            }
            switch (next.get()) {
                case FrameFeed.Item.Look(Frame frame, boolean cut, boolean changed) -> {
                    courtesy.giveWay(sink::stopped);
                    boolean begins = draft == null;
                    if (draft == null) {
                        draft = draft(fromMs, info, asked);
                    } else if (cut || frame.timeMs() - draft.startMs() >= settings.momentMaxMs()) {
                        sink.part(part(draft, frame.timeMs(), feed.hashes(frame.timeMs())));
                        draft = draft(frame.timeMs(), info, asked);
                        begins = true;
                    }
                    draft.look(View.of(frame), changed || begins);
                    frames++;
                    sink.looked(frame.timeMs());
                }
                case FrameFeed.Item.Still(long untilMs) -> {
                    if (draft != null) {
                        draft.still(untilMs);
                    }
                    sink.passed(untilMs);
                }
                case FrameFeed.Item.End end -> {
                    long endMs = end(end, info, fromMs);
                    if (draft != null) {
                        sink.part(part(draft, endMs, feed.hashes(Long.MAX_VALUE)));
                    }
                    return new Result(endMs, frames, false, end.trouble());
                }
            }
        }
    }

    /** Begins a moment of a live source, which waits for nobody. */
    MomentDraft draft(long startMs, MediaInfo info) {
        return draft(startMs, info, models);
    }

    private MomentDraft draft(long startMs, MediaInfo info, Models asked) {
        return new MomentDraft(startMs, info, asked, stages);
    }

    private Models givingWay(Sink sink) {
        return models.before(() -> giveWay(sink::stopped));
    }

    /** A decoder that watches a still film keeps the processors as busy as a model does. It has a thread of its own. */
    private FrameStream givingWay(FrameStream frames) {
        return new FrameStream() {
            @Override
            public Optional<Frame> next() {
                giveWay(() -> false);
                return frames.next();
            }

            @Override
            public void close() {
                frames.close();
            }
        };
    }

    private void giveWay(BooleanSupplier stopped) {
        try {
            liveFirst.giveWay(stopped);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // who waits next sees it
        }
    }

    private static Part part(MomentDraft draft, long endMs, List<FrameHash> hashes) {
        MomentContents contents = draft.finish(endMs);
        return new Part(endMs, List.of(contents.moment()), hashes, draft.makers());
    }

    /** None for a picture that is flat or dark: all such pictures are alike. */
    private static List<FrameHash> pictureHash(Image picture) {
        float[] grey = PerceptualHash.grey(picture);
        return PerceptualHash.contrast(grey) < LEAST_CONTRAST
                ? List.of()
                : List.of(new FrameHash(0, PerceptualHash.of(grey)));
    }

    /** End of the footage: what the header says when the frames bear it out, else one interval after the last frame. */
    private long end(FrameFeed.Item.End item, MediaInfo info, long fromMs) {
        long seen = item.lastMs() < 0 ? fromMs : item.lastMs() + settings.shotIntervalMs();
        boolean borneOut = item.trouble().isEmpty() && Math.abs(info.durationMs() - seen) <= 1_000;
        return Math.max(fromMs, borneOut && info.durationMs() > item.lastMs() ? info.durationMs() : seen);
    }
}

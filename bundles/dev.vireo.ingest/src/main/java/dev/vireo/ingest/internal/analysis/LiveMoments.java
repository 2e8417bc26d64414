package dev.vireo.ingest.internal.analysis;

import dev.vireo.api.catalog.Growth;
import dev.vireo.api.catalog.Growth.GrownMoment;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameRequest;
import dev.vireo.api.media.FrameStream;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaReader;
import dev.vireo.ingest.internal.moment.MomentContents;
import dev.vireo.ingest.internal.moment.MomentDraft;
import dev.vireo.ingest.internal.picture.View;
import dev.vireo.ingest.internal.work.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The moments of one recording while it goes on. A moment that is open lives on from segment to segment, with its tracker:
 * what stands in the picture for an hour is one track, told of again whenever it changed. Used by one thread.
 *
 * <p>After each call that returns moments, {@link #named} has to be told their ids before the next.
 */
public final class LiveMoments {
    private static final Logger LOG = System.getLogger(LiveMoments.class.getName());

    private final AssetAnalysis analysis;
    private final MediaReader reader;
    private final Settings settings;
    private final MediaInfo info;
    private final List<Told> waiting = new ArrayList<>();
    private Makers makers = Makers.NONE;
    private ShotCuts cuts;
    private ChangeGate gate;
    private Open open;

    /** A moment that is not over. */
    private static final class Open {
        private final MomentDraft draft;
        private final Map<Object, Long> tracks = new IdentityHashMap<>();
        private Optional<Long> id = Optional.empty();

        Open(MomentDraft draft) {
            this.draft = draft;
        }
    }

    /** What was told of a moment and waits for its ids. */
    private record Told(Open moment, List<Object> identities) {}

    /** @param info of the recording's first segment; positions of boxes are in pixels of its frames */
    public LiveMoments(AssetAnalysis analysis, MediaReader reader, Settings settings, MediaInfo info) {
        this.analysis = analysis;
        this.reader = reader;
        this.settings = settings;
        this.info = info;
        begin();
    }

    private void begin() {
        cuts = new ShotCuts();
        gate = new ChangeGate(settings.sampleIntervalMs(), settings.shotIntervalMs(), settings.restMs());
    }

    /**
     * Looks at a segment.
     *
     * @param startMs its position in the recording [ms]
     * @param endMs its end, exclusive [ms]
     * @param stopped asked before each frame; what was seen by then is told
     * @return moments that ended in it, and the open one as far as it is new or changed
     */
    public List<GrownMoment> look(Path file, long startMs, long endMs, BooleanSupplier stopped) {
        List<GrownMoment> moments = new ArrayList<>();
        FrameRequest request =
                new FrameRequest(0, Long.MAX_VALUE, settings.shotIntervalMs(), settings.analysisMaxSide());
        try (FrameStream stream = reader.frames(file, request)) {
            for (Optional<Frame> next = stream.next(); next.isPresent() && !stopped.getAsBoolean(); next = stream.next()) {
                Frame frame = new Frame(startMs + next.get().timeMs(), next.get().image());
                boolean cut = cuts.next(Sketch.of(frame.image()));
                ChangeGate.Verdict verdict = gate.next(frame, cut);
                if (verdict == ChangeGate.Verdict.PASS) {
                    continue;
                }
                boolean changed = verdict == ChangeGate.Verdict.CHANGED;
                if (open == null) {
                    open = new Open(analysis.draft(startMs, info));
                    changed = true;
                } else if (cut || frame.timeMs() - open.draft.startMs() >= settings.momentMaxMs()) {
                    moments.add(over(frame.timeMs()));
                    open = new Open(analysis.draft(frame.timeMs(), info));
                    changed = true;
                }
                open.draft.look(View.of(frame), changed);
            }
        } catch (VireoException e) {
            if (e.kind() == ErrorKind.UNAVAILABLE) {
                throw e;
            }
            // A camera's line drops bits now and then; what could be decoded counts.
            LOG.log(Level.WARNING, "a recorded segment could not be read whole: " + e.getMessage());
        }
        if (open != null) {
            moments.add(told(open, open.draft.soFar(endMs)));
        }
        return moments;
    }

    /**
     * Ends the open moment, if there is one: nothing came for a while, or nothing more will.
     *
     * @param endMs end of what was recorded [ms]
     */
    public List<GrownMoment> end(long endMs) {
        begin();
        return open == null ? List.of() : List.of(over(endMs));
    }

    private GrownMoment over(long endMs) {
        Open ended = open;
        open = null;
        return told(ended, ended.draft.finish(endMs));
    }

    private GrownMoment told(Open moment, MomentContents contents) {
        List<Optional<Long>> ids = new ArrayList<>();
        List<Object> identities = new ArrayList<>();
        for (MomentContents.Known known : contents.tracks()) {
            identities.add(known.identity());
            ids.add(Optional.ofNullable(moment.tracks.get(known.identity())));
        }
        List<Long> dropped = contents.dropped().stream().map(moment.tracks::remove).filter(id -> id != null).toList();
        waiting.add(new Told(moment, identities));
        makers = makers.and(moment.draft.makers());
        return new GrownMoment(moment.id, contents.moment(), ids, dropped);
    }

    /** The models that had a part in what was told until now. */
    public Makers makers() {
        return makers;
    }

    /** Ids of the moments that were returned since the last call, in their order. */
    public void named(List<Growth.Ids> ids) {
        for (int i = 0; i < ids.size(); i++) {
            Told told = waiting.get(i);
            told.moment().id = Optional.of(ids.get(i).moment());
            for (int t = 0; t < told.identities().size(); t++) {
                told.moment().tracks.put(told.identities().get(t), ids.get(i).tracks().get(t));
            }
        }
        waiting.clear();
    }
}

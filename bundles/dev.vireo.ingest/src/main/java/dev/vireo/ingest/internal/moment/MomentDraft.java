package dev.vireo.ingest.internal.moment;

import dev.vireo.api.catalog.Makers;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.ingest.internal.model.Find;
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.picture.View;
import java.util.List;

/** One moment while it is looked at: detectors see each frame in which something changed, stages see every frame. */
public final class MomentDraft {
    private final long startMs;
    private final Models models;
    private final boolean picture;
    private final List<MomentStage> stages;
    private List<Find> finds = List.of();
    private long keyMs;
    private double keyValue = -1;

    public MomentDraft(long startMs, MediaInfo info, Models models, List<MomentStage.Maker> stages) {
        this.startMs = startMs;
        this.models = models.noting();
        this.picture = info.kind() == MediaKind.IMAGE;
        this.stages = stages.stream().map(s -> s.begin(startMs, info, this.models)).toList();
    }

    /** The models that had a part in it until now. */
    public Makers makers() {
        return models.noted();
    }

    public long startMs() {
        return startMs;
    }

    /** @param changed whether detectors have to see it; else what they last found still holds */
    public void look(View view, boolean changed) {
        if (changed) {
            finds = picture ? models.detectInPicture(view.image()) : models.detect(view.image());
        }
        double value = 0;
        for (Find find : finds) {
            value += find.probability();
        }
        if (value > keyValue) {
            keyValue = value;
            keyMs = view.timeMs();
        }
        Scene scene = new Scene(view, finds, changed);
        stages.forEach(stage -> stage.look(scene));
    }

    /** Nothing changed from the last frame that was looked at until this time [ms]. */
    public void still(long untilMs) {
        stages.forEach(stage -> stage.still(untilMs));
    }

    /** @param endMs end of the moment, exclusive [ms] */
    public MomentContents finish(long endMs) {
        MomentContents contents = new MomentContents(startMs, endMs, keyMs);
        stages.forEach(stage -> stage.finish(endMs, contents));
        return contents;
    }

    /**
     * What is new or changed since the last time; the moment goes on.
     *
     * @param endMs how far it was looked at, exclusive [ms]
     */
    public MomentContents soFar(long endMs) {
        MomentContents contents = new MomentContents(startMs, endMs, keyMs);
        stages.forEach(stage -> stage.soFar(endMs, contents));
        return contents;
    }
}

package dev.vireo.ingest.internal;

import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import java.util.List;

/** One moment while it is looked at: detectors see each frame in which something changed, stages see every frame. */
final class MomentDraft {
    private final long startMs;
    private final Models models;
    private final boolean picture;
    private final long restMs;
    private final List<MomentStage> stages;
    private final Stillness stillness = new Stillness();
    private List<Find> finds = List.of();
    private long detectedMs;
    private long keyMs;
    private double keyValue = -1;

    /** @param restMs longest time that finds are taken over while nothing changes [ms] */
    MomentDraft(long startMs, MediaInfo info, Models models, long restMs, List<MomentStage.Maker> stages) {
        this.startMs = startMs;
        this.models = models;
        this.picture = info.kind() == MediaKind.IMAGE;
        this.restMs = restMs;
        this.stages = stages.stream().map(s -> s.begin(startMs, info)).toList();
    }

    long startMs() {
        return startMs;
    }

    void look(View view) {
        boolean rest = view.timeMs() - detectedMs < restMs && stillness.still(view.image());
        if (!rest) {
            finds = picture ? models.detectInPicture(view.image()) : models.detect(view.image());
            detectedMs = view.timeMs();
            stillness.looked(view.image());
        }
        double value = 0;
        for (Find find : finds) {
            value += find.probability();
        }
        if (value > keyValue) {
            keyValue = value;
            keyMs = view.timeMs();
        }
        Scene scene = new Scene(view, finds, !rest);
        stages.forEach(stage -> stage.look(scene));
    }

    /** @param endMs end of the moment, exclusive [ms] */
    MomentContents finish(long endMs) {
        MomentContents contents = new MomentContents(startMs, endMs, keyMs);
        stages.forEach(stage -> stage.finish(endMs, contents));
        return contents;
    }
}

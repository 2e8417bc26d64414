package dev.vireo.ingest.internal;

import dev.vireo.api.classify.Classifier;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.ingest.internal.picture.Pixels;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A real, small classifier: dark or bright, by the luma of the first pixel. */
public final class ShadeClassifier implements Classifier {
    private final String version;

    public ShadeClassifier() {
        this("1.0.0");
    }

    public ShadeClassifier(String version) {
        this.version = version;
    }

    @Override
    public ProviderInfo info() {
        return new ProviderInfo("shade", version, "Shades");
    }

    @Override
    public Vocabulary vocabulary() {
        return new Vocabulary("shades",
                List.of(new Label(0, "dark", "", List.of(), List.of()), new Label(1, "bright", "", List.of(), List.of())),
                Map.of(), Set.of());
    }

    @Override
    public float[][] classify(List<Image> images) {
        float[][] rows = new float[images.size()][];
        for (int i = 0; i < rows.length; i++) {
            float bright = Pixels.luma(images.get(i).rgb(), 0) / 255f;
            rows[i] = new float[] {1 - bright, bright};
        }
        return rows;
    }
}

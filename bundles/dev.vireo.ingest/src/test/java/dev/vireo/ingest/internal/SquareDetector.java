package dev.vireo.ingest.internal;

import dev.vireo.api.detect.Detection;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.ingest.internal.picture.Pixels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Finds the square that {@link ScriptedReader} draws, by being told where it is; may be told to fail. */
public final class SquareDetector implements Detector {
    public final AtomicInteger calls = new AtomicInteger();

    /** What to throw at the n-th call, from 1. */
    public volatile IntFunction<Optional<VireoException>> failure = _ -> Optional.empty();

    private final String version;

    public SquareDetector() {
        this("1.0.0");
    }

    public SquareDetector(String version) {
        this.version = version;
    }

    @Override
    public ProviderInfo info() {
        return new ProviderInfo("square", version, "Squares");
    }

    @Override
    public Vocabulary vocabulary() {
        return new Vocabulary(
                "squares", List.of(new Label(0, "square", "", List.of(), List.of())), Map.of(), Set.of());
    }

    @Override
    public List<List<Detection>> detect(List<Image> images) {
        Optional<VireoException> error = failure.apply(calls.incrementAndGet());
        if (error.isPresent()) {
            throw error.get();
        }
        return images.stream()
                .map(image -> {
                    boolean dark = Pixels.luma(image.rgb(), 0) < 128;
                    return List.of(new Detection(new Box(dark ? 20 : 90, 30, 60, 60), Map.of(0, 0.8)));
                })
                .toList();
    }
}

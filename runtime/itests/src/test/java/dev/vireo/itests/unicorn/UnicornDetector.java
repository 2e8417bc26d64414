package dev.vireo.itests.unicorn;

import dev.vireo.api.detect.Detection;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.model.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Sees a unicorn in the middle of every picture; its bundle's start is all that makes the word known. */
@Component(service = {Detector.class, Provider.class})
public final class UnicornDetector implements Detector {
    private volatile boolean stopped;

    @Override
    public ProviderInfo info() {
        return new ProviderInfo("unicorn", "1.0.0", "Unicorns");
    }

    @Override
    public Vocabulary vocabulary() {
        return new Vocabulary("unicorns", List.of(new Label(0, "unicorn", "", List.of(), List.of("独角兽"))), Map.of(), Set.of());
    }

    @Override
    public List<List<Detection>> detect(List<Image> images) {
        if (stopped) {
            throw new VireoException(ErrorKind.UNAVAILABLE, "the unicorn detector was stopped; ask the broker again");
        }
        return images.stream().map(image -> List.of(new Detection(
                new Box(image.width() / 4.0, image.height() / 4.0, image.width() / 2.0, image.height() / 2.0),
                Map.of(0, 0.95)))).toList();
    }

    @Deactivate
    void stop() {
        stopped = true;
    }
}

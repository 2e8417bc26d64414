package dev.vireo.itests.unicorn;

import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.Provider;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.itests.shape.Shapes;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Two numbers a picture, from its shape: enough to see that a new space is filled. Ranked low, so that it takes nothing over. */
@Component(service = {Encoder.class, Provider.class}, property = "service.ranking:Integer=-100")
public final class ShapeEncoder implements Encoder {
    @Override
    public ProviderInfo info() {
        return new ProviderInfo("shape", "1.0.0", "Shape");
    }

    @Override
    public Space space() {
        return new Space("shape-1.0.0", 2);
    }

    @Override
    public Set<Modality> modalities() {
        return Set.of(Modality.IMAGE);
    }

    @Override
    public List<Encoding> encodeImages(List<Image> images) {
        return Shapes.of(images);
    }

    @Override
    public List<Encoding> encodeTexts(List<String> texts) {
        throw new UnsupportedOperationException("shapes have no words");
    }

    @Override
    public double textMatchProbability(double cosine) {
        throw new UnsupportedOperationException("shapes have no words");
    }

    @Override
    public double imageMatchProbability(double cosine) {
        return Math.clamp(cosine, 0, 1);
    }
}

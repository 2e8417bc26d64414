package dev.vireo.itests.eye;

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
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Two numbers a picture, from its shape, in the space that a header of its bundle names. All words mean the widest picture. */
@Component(service = {Encoder.class, Provider.class})
public final class SwapEncoder implements Encoder {
    private final String version;
    private final String space;

    @Activate
    public SwapEncoder(BundleContext context) {
        this.version = context.getBundle().getVersion().toString();
        this.space = context.getBundle().getHeaders().get("Eye-Space");
    }

    @Override
    public ProviderInfo info() {
        return new ProviderInfo("eye", version, "Test of changes of space");
    }

    @Override
    public Space space() {
        return new Space(space, 2);
    }

    @Override
    public Set<Modality> modalities() {
        return Set.of(Modality.IMAGE, Modality.TEXT);
    }

    @Override
    public List<Encoding> encodeImages(List<Image> images) {
        return Shapes.of(images);
    }

    @Override
    public List<Encoding> encodeTexts(List<String> texts) {
        return texts.stream().map(_ -> new Encoding(new float[] {0, 1}, true)).toList();
    }

    @Override
    public double textMatchProbability(double cosine) {
        return Math.clamp(cosine, 0, 1);
    }

    @Override
    public double imageMatchProbability(double cosine) {
        return Math.clamp(cosine, 0, 1);
    }
}

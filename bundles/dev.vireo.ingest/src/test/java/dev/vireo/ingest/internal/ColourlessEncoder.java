package dev.vireo.ingest.internal;

import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.ingest.internal.picture.Pixels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A real, small encoder: mean luma of 4 × 4 blocks, centred, as a unit vector. */
public final class ColourlessEncoder implements Encoder {
    public static final Space SPACE = new Space("blocks-4x4", 17);

    @Override
    public ProviderInfo info() {
        return new ProviderInfo("blocks", "1.0.0", "Blocks of luma");
    }

    @Override
    public Space space() {
        return SPACE;
    }

    @Override
    public Set<Modality> modalities() {
        return Set.of(Modality.IMAGE);
    }

    @Override
    public List<Encoding> encodeImages(List<Image> images) {
        List<Encoding> result = new ArrayList<>();
        for (Image image : images) {
            float[] v = new float[17];
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    v[y * 4 / image.height() * 4 + x * 4 / image.width()] +=
                            Pixels.luma(image.rgb(), (y * image.width() + x) * 3) - 128;
                }
            }
            v[16] = 1;
            double norm = 0;
            for (float f : v) {
                norm += f * (double) f;
            }
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) (v[i] / Math.sqrt(norm));
            }
            result.add(new Encoding(v, true));
        }
        return result;
    }

    @Override
    public List<Encoding> encodeTexts(List<String> texts) {
        throw new UnsupportedOperationException("pictures only");
    }

    @Override
    public double textMatchProbability(double cosine) {
        return 0;
    }

    @Override
    public double imageMatchProbability(double cosine) {
        return Math.max(0, cosine);
    }
}

package dev.vireo.encode.conse.internal;

import dev.vireo.api.classify.Classifier;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.media.Image;
import dev.vireo.onnx.internal.ModelLoader;
import dev.vireo.onnx.internal.OnnxProvider;
import dev.vireo.onnx.internal.session.OnnxRuntime;
import dev.vireo.testkit.Bundled;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.imageio.ImageIO;

/** The product's classifier and text encoder, and the encoder over them. */
final class RealModels implements AutoCloseable {
    private final ModelLoader loader = new ModelLoader(new OnnxRuntime(2));
    private final OnnxProvider classifier = load("dev.vireo.model.efficientnet");
    private final OnnxProvider text = load("dev.vireo.model.minilm");

    private OnnxProvider load(String bundle) {
        return loader.load(path -> Bundled.open(bundle, path));
    }

    Classifier classifier() {
        return (Classifier) classifier;
    }

    Encoder text() {
        return (Encoder) text;
    }

    ConseEncoder encoder(Optional<Path> cacheFolder) {
        return new ConseEncoder(cacheFolder, classifier(), text());
    }

    @Override
    public void close() {
        classifier.stop(Duration.ZERO);
        text.stop(Duration.ZERO);
    }

    static Image read(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        byte[] rgb = new byte[picture.getWidth() * picture.getHeight() * 3];
        for (int y = 0, p = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++, p += 3) {
                int argb = picture.getRGB(x, y);
                rgb[p] = (byte) (argb >> 16);
                rgb[p + 1] = (byte) (argb >> 8);
                rgb[p + 2] = (byte) argb;
            }
        }
        return new Image(picture.getWidth(), picture.getHeight(), rgb);
    }
}

package dev.vireo.onnx.internal;

import dev.vireo.api.media.Image;
import dev.vireo.onnx.internal.session.OnnxRuntime;
import dev.vireo.testkit.Bundled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The product's model bundles, found on the tests' class path. */
public final class Models {
    private Models() {}

    /** A provider over the model bundle with this symbolic name, proved by its goldens. */
    static OnnxProvider load(String bundle) {
        return new ModelLoader(new OnnxRuntime(2)).load(path -> Bundled.open(bundle, path));
    }

    /** A picture of its goldens. */
    static Image picture(String bundle, String name) {
        String path = "META-INF/vireo/golden/" + name;
        return PictureFile.decode(path, bytes(bundle, path));
    }

    /** One file of it. */
    public static byte[] bytes(String bundle, String path) {
        try (InputStream in = Bundled.open(bundle, path).orElseThrow()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

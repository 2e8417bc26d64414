package dev.vireo.onnx.internal;

import dev.vireo.api.media.Image;
import dev.vireo.onnx.internal.manifest.ManifestReader;
import dev.vireo.onnx.internal.manifest.ModelFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.Optional;

/** The product's model bundles, found on the tests' class path. */
public final class Models {
    private Models() {}

    /** Files of the model bundle with this symbolic name. */
    public static ModelFiles files(String bundle) {
        String root = root(bundle);
        return path -> {
            URL url = URI.create(root + path).toURL();
            try {
                return Optional.of(url.openStream());
            } catch (FileNotFoundException e) {
                return Optional.empty();
            }
        };
    }

    /** A provider over it, proved by its goldens. */
    static OnnxProvider load(String bundle) {
        return new ModelLoader(new OnnxRuntime(2)).load(files(bundle));
    }

    /** A picture of its goldens. */
    static Image picture(String bundle, String name) {
        String path = "META-INF/vireo/golden/" + name;
        return PictureFile.decode(path, bytes(bundle, path));
    }

    /** One file of it. */
    public static byte[] bytes(String bundle, String path) {
        try (InputStream in = files(bundle).open(path).orElseThrow()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** URL of the folder or jar, with a slash at its end. */
    private static String root(String bundle) {
        return Models.class.getClassLoader().resources(ManifestReader.PATH)
                .map(URL::toString)
                .filter(url -> url.contains("/" + bundle + "/") || url.contains("/" + bundle + "-"))
                .map(url -> url.substring(0, url.length() - ManifestReader.PATH.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(bundle + " is not on the class path"));
    }
}

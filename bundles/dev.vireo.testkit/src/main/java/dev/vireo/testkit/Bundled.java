package dev.vireo.testkit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.Optional;

/** Files of model bundles that lie on the tests' class path, where every one has the same manifest path. */
public final class Bundled {
    private static final String MANIFEST = "META-INF/vireo/model.json";

    private Bundled() {}

    /** Opens a file of the bundle with this symbolic name, or nothing when it has none of that name. */
    public static Optional<InputStream> open(String bundle, String path) throws IOException {
        try {
            return Optional.of(URI.create(root(bundle) + path).toURL().openStream());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** URL of the bundle's folder or jar, with a slash at its end. */
    private static String root(String bundle) {
        return Bundled.class.getClassLoader().resources(MANIFEST)
                .map(URL::toString)
                .filter(url -> url.contains("/" + bundle + "/") || url.contains("/" + bundle + "-"))
                .map(url -> url.substring(0, url.length() - MANIFEST.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(bundle + " is not on the class path"));
    }
}

package dev.vireo.onnx.internal;

import dev.vireo.onnx.internal.manifest.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Optional;
import org.osgi.framework.Bundle;

/** The files of an installed bundle, its fragments left out. */
record BundleFiles(Bundle bundle) implements ModelFiles {
    @Override
    public Optional<InputStream> open(String path) throws IOException {
        try {
            URL entry = bundle.getEntry(path);
            return entry == null ? Optional.empty() : Optional.of(entry.openStream());
        } catch (IllegalStateException e) {
            throw new IOException("the bundle was uninstalled", e);
        }
    }
}

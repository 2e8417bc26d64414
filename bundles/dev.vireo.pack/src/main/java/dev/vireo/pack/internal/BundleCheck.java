package dev.vireo.pack.internal;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.PackageManifest;
import dev.vireo.pack.PackagedBundle;
import java.util.List;

/** The jar of a bundle: content as the manifest promises, every entry plain, and the bundle what the manifest says. */
public final class BundleCheck {
    private BundleCheck() {}

    public static PackagedBundle check(PackageFile file, PackageManifest manifest, PackageManifest.BundleSpec spec, StoredJar stored) {
        stored.check(file.channel());
        Jar jar = Jar.read(stored.title(), file.slice(stored), StrictZip.Form.JAR);
        BundleHeaders headers = BundleHeaders.read(jar);
        if (!headers.symbolicName().equals(spec.symbolicName()) || !headers.version().equals(spec.version())) {
            throw new VireoException(ErrorKind.USER_INPUT, stored.title() + ": is the bundle " + Names.shown(headers.symbolicName()) + " "
                    + headers.version() + ", the manifest says " + spec.symbolicName() + " " + spec.version());
        }
        boolean model = headers.clauses("Provide-Capability").stream().anyMatch(c -> c.names().equals(List.of("dev.vireo.model")));
        return new PackagedBundle(spec.symbolicName(), spec.version(), spec.sha256(), spec.size(), model);
    }

    /** A bundle's version as OSGi writes it: one to three numbers and a qualifier. */
    static PackageVersion version(String what, String text) {
        String whole = text.matches("\\d+") ? text + ".0.0" : text.matches("\\d+\\.\\d+") ? text + ".0" : text;
        try {
            return PackageVersion.parse(whole);
        } catch (VireoException e) {
            throw new VireoException(ErrorKind.USER_INPUT, what + ": " + e.getMessage(), e);
        }
    }
}

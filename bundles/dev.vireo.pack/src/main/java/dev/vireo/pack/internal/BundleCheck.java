package dev.vireo.pack.internal;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.Delegation;
import dev.vireo.pack.PackageManifest;
import dev.vireo.pack.PackagedBundle;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The jars of a package: content as the manifest promises, every entry plain, and nothing in them that a bundle may not have. */
public final class BundleCheck {
    private final FileChannel file;
    private final PackageManifest manifest;
    private final Map<PackageManifest.BundleSpec, StoredJar> jars;

    private BundleCheck(FileChannel file, PackageManifest manifest, Map<PackageManifest.BundleSpec, StoredJar> jars) {
        this.file = file;
        this.manifest = manifest;
        this.jars = jars;
    }

    private record Open(StoredJar stored, Jar jar, BundleHeaders headers) {}

    /** @return where the jar of each bundle is, in the order of the manifest */
    public static Map<PackagedBundle, StoredJar> of(PackageFile file, PackageManifest manifest) {
        return new BundleCheck(file.channel(), manifest, file.jars(manifest)).check();
    }

    /** A file that is a bundle itself, and the only one of the manifest. */
    public static Map<PackagedBundle, StoredJar> alone(Path file, PackageManifest manifest, JarFacts facts) {
        StoredJar stored = new StoredJar(file, Names.shown(String.valueOf(file.getFileName())), 0, facts.size(), facts.crc32(), facts.sha256());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new BundleCheck(channel, manifest, Map.of(manifest.bundles().getFirst(), stored)).check();
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, stored.title() + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<PackagedBundle, StoredJar> check() {
        Map<PackageManifest.BundleSpec, Open> open = new LinkedHashMap<>();
        jars.forEach((spec, stored) -> open.put(spec, opened(spec, stored)));
        Set<String> exported = new HashSet<>();
        open.values().forEach(o -> o.headers().clauses("Export-Package").forEach(c -> exported.addAll(c.names())));
        boolean product = manifest.channel().equals(Delegation.PRODUCT_CHANNEL);
        Map<PackagedBundle, StoredJar> checked = new LinkedHashMap<>();
        open.forEach((spec, o) -> {
            boolean model = HeaderRules.model(o.headers());
            HeaderRules rules = new HeaderRules(o.jar(), o.headers());
            rules.everyone();
            if (!product) {
                rules.others(exported::contains);
            }
            new ContentRules(o.jar(), model, product).check();
            checked.put(new PackagedBundle(spec.symbolicName(), spec.version(), spec.sha256(), spec.size(), model), o.stored());
        });
        return checked;
    }

    private Open opened(PackageManifest.BundleSpec spec, StoredJar stored) {
        stored.check(file);
        Jar jar = Jar.read(stored.title(), new Slice(file, stored.begin(), stored.size()), StrictZip.Form.JAR);
        BundleHeaders headers = BundleHeaders.read(jar);
        if (!headers.symbolicName().equals(spec.symbolicName()) || !headers.version().equals(spec.version())) {
            throw new VireoException(ErrorKind.USER_INPUT, stored.title() + ": is the bundle " + Names.shown(headers.symbolicName()) + " "
                    + headers.version() + ", the manifest says " + spec.symbolicName() + " " + spec.version());
        }
        return new Open(stored, jar, headers);
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

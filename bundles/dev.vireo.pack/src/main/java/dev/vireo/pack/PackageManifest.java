package dev.vireo.pack;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.CanonicalJson;
import dev.vireo.pack.internal.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a package says of itself; the signature is over its canonical form.
 *
 * @param name lower case letters, digits, {@code .}, {@code -} and {@code _}, such as {@code acme.encoder}; begins with a prefix of the publisher
 * @param channel what the package is for, such as {@code stable}
 * @param expires last moment at which it can be deployed, whole seconds; what is deployed goes on
 * @param bundles in the order in which they are in the package
 */
public record PackageManifest(String name, PackageVersion version, String channel, Instant expires, List<BundleSpec> bundles) {
    static final String FORMAT = "vireo-package/1";
    static final String NAME = "[a-z0-9]+(?:[._-][a-z0-9]+)*";
    static final String CHANNEL = "[a-z][a-z0-9-]{0,30}";
    private static final String SYMBOLIC_NAME = "[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*";
    private static final int LONGEST_NAME = 100;
    /** Bundles of one package. */
    public static final int MOST_BUNDLES = 64;
    /** Size of a bundle [bytes]. */
    public static final long MOST_BYTES = Integer.MAX_VALUE;

    public PackageManifest {
        bundles = List.copyOf(bundles);
    }

    /**
     * A bundle of the package.
     *
     * @param path of its jar in the package
     * @param sha256 of the jar, 64 hexadecimal digits in lower case
     * @param size of the jar [bytes]
     */
    public record BundleSpec(String symbolicName, PackageVersion version, String path, String sha256, long size) {
        /** Where the jar of a bundle is in a package. */
        public static String path(String symbolicName, PackageVersion version) {
            return "bundles/" + symbolicName + "-" + version + ".jar";
        }
    }

    /** @throws VireoException USER_INPUT naming the field, its value and what is allowed */
    public static PackageManifest read(String what, byte[] json) {
        Fields fields = new Fields(what, CanonicalJson.read(what, json));
        fields.format(FORMAT);
        String name = fields.text("name", "(?=.{1," + LONGEST_NAME + "}$)" + NAME, "1 to " + LONGEST_NAME + " of a-z, 0-9, '.', '-' and '_'");
        PackageVersion version = version(fields);
        String channel = fields.text("channel", CHANNEL, "a channel, such as stable");
        Instant expires = fields.time("expires");
        List<BundleSpec> bundles = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Fields bundle : fields.children("bundles", 1, MOST_BUNDLES)) {
            String symbolicName =
                    bundle.text("name", "(?=.{1," + LONGEST_NAME + "}$)" + SYMBOLIC_NAME, "a symbolic name of 1 to " + LONGEST_NAME + " characters");
            PackageVersion bundleVersion = version(bundle);
            bundle.end();
            if (!names.add(symbolicName)) {
                throw new VireoException(ErrorKind.USER_INPUT, what + ": the bundle " + symbolicName + " is there twice");
            }
            bundles.add(new BundleSpec(symbolicName, bundleVersion, BundleSpec.path(symbolicName, bundleVersion), "", 0));
        }
        List<Fields> files = fields.children("files", bundles.size(), bundles.size());
        for (int i = 0; i < bundles.size(); i++) {
            BundleSpec bundle = bundles.get(i);
            Fields file = files.get(i);
            String path = file.text("path", ".{1,300}", "the path of a file");
            if (!path.equals(bundle.path())) {
                throw new VireoException(ErrorKind.USER_INPUT, what + ": file " + (i + 1) + " is not the jar of bundle " + (i + 1)
                        + ", which is " + bundle.path());
            }
            bundles.set(i, new BundleSpec(bundle.symbolicName(), bundle.version(), path,
                    file.text("sha256", Fields.SHA256, "64 hexadecimal digits"), file.number("size", 1, MOST_BYTES)));
            file.end();
        }
        fields.end();
        return new PackageManifest(name, version, channel, expires, bundles);
    }

    private static PackageVersion version(Fields fields) {
        return PackageVersion.parse(fields.text("version", "[\\w.-]{1,100}", "a version, such as 1.2.0"));
    }

    /** The bytes that are signed. */
    public byte[] canonical() {
        return CanonicalJson.write(Map.of(
                "format", FORMAT,
                "name", name,
                "version", version.toString(),
                "channel", channel,
                "expires", Fields.of(expires),
                "bundles", bundles.stream().map(b -> Map.of("name", b.symbolicName(), "version", b.version().toString())).toList(),
                "files", bundles.stream().map(b -> Map.of("path", b.path(), "sha256", b.sha256(), "size", b.size())).toList()));
    }
}

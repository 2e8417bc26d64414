package dev.vireo.pack;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.deploy.TrustState;
import dev.vireo.pack.internal.Hash;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A root, a publisher, and packages of theirs. */
public final class Fixture {
    public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    public static final Instant EXPIRES = Instant.parse("2027-11-24T12:00:00Z");

    public final SigningKey rootKey = SigningKey.generate();
    public final SigningKey publisherKey = SigningKey.generate();
    public final byte[] root = RootKey.write(rootKey, "Acme root", List.of());
    public final Delegation delegation = delegation(rootKey, publisherKey, List.of("acme"), List.of("stable"));
    private final Path folder;
    private int files;

    public Fixture(Path folder) {
        this.folder = folder;
    }

    public static Delegation delegation(SigningKey root, SigningKey key, List<String> prefixes, List<String> channels) {
        return Delegation.read("the delegation", Delegation.write(
                new Delegation.Terms(root.id(), key.verifying(), "Acme", prefixes, channels, NOW.minusSeconds(86_400), EXPIRES), root));
    }

    public TrustState state() {
        return new TrustState(Optional.of(text(root)), List.of(), Optional.empty(), 0, Map.of(), Instant.EPOCH, false);
    }

    public Trust trust() {
        return Trust.of(state(), NOW);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Headers of a bundle that holds data only. */
    public static Map<String, String> headers(String symbolicName, String version) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Manifest-Version", "1.0");
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", symbolicName);
        headers.put("Bundle-Version", version);
        headers.put("Provide-Capability", "dev.vireo.model;format=\"vireo-model/1\"");
        return headers;
    }

    public Path jar(Map<String, String> headers, Map<String, byte[]> entries) throws IOException {
        StringBuilder manifest = new StringBuilder();
        headers.forEach((k, v) -> manifest.append(k).append(": ").append(v).append("\r\n"));
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("META-INF/MANIFEST.MF", bytes(manifest.append("\r\n").toString()));
        all.putAll(entries);
        Path file = file(".jar");
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                ZipEntry e = new ZipEntry(entry.getKey());
                e.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
                zip.putNextEntry(e);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    /** A bundle that is refused by nothing. */
    public Path model(String symbolicName, String version) throws IOException {
        return jar(headers(symbolicName, version), Map.of("META-INF/vireo/model.json", bytes("{\"format\":\"vireo-model/1\"}")));
    }

    public Path folder() {
        return folder;
    }

    public Path file(String suffix) {
        return folder.resolve("file-" + ++files + suffix);
    }

    public Path signed(String name, String version, Path... jars) {
        return signed(PackageWriter.manifest(name, PackageVersion.parse(version), "stable", EXPIRES, List.of(jars)), jars);
    }

    public Path signed(PackageManifest manifest, Path... jars) {
        return packed(manifest, Optional.of(new PackageWriter.By(publisherKey, Optional.of(delegation))), jars);
    }

    public Path packed(PackageManifest manifest, Optional<PackageWriter.By> by, Path... jars) {
        Path file = file(".vpk");
        PackageWriter.write(manifest, List.of(jars), by, file);
        return file;
    }

    /** A package that is refused by nothing. */
    public Path good() throws IOException {
        return signed("acme.encoder", "1.0.0", model("acme.encoder.model", "1.0.0"));
    }

    /** A signed package around any bytes in the place of the bundle {@code acme.encoder.model} 1.0.0. */
    public Path around(byte[] jar) throws IOException {
        return around(jar, "acme.encoder.model", "stable", publisherKey, delegation);
    }

    public Path around(byte[] jar, String symbolicName, String channel, SigningKey key, Delegation by) throws IOException {
        PackageVersion version = PackageVersion.parse("1.0.0");
        PackageManifest manifest = new PackageManifest("acme.encoder", version, channel, EXPIRES, List.of(new PackageManifest.BundleSpec(
                symbolicName, version, PackageManifest.BundleSpec.path(symbolicName, version), Hash.of(jar), jar.length)));
        Path file = file(".jar");
        Files.write(file, jar);
        return packed(manifest, Optional.of(new PackageWriter.By(key, Optional.of(by))), file);
    }

    /** A package taken apart, to be changed. */
    static RawZip raw(Path file) throws IOException {
        RawZip raw = new RawZip();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                raw.add(e.getName(), zip.readAllBytes());
            }
        }
        return raw;
    }

    Path write(RawZip raw) throws IOException {
        return Files.write(file(".vpk"), raw.bytes());
    }
}

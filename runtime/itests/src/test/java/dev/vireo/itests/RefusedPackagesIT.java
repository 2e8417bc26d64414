package dev.vireo.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.pack.Delegation;
import dev.vireo.pack.PackageManifest;
import dev.vireo.pack.PackageWriter;
import dev.vireo.pack.Revocations;
import dev.vireo.pack.RootKey;
import dev.vireo.pack.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Packages that the running product refuses: exit code 1, the reason, and nothing else. What is trusted, deployed, installed
 * and stored is as before. All refusals one by one: {@code RefusalTest} and {@code AdmissionTest} of dev.vireo.pack.
 */
public class RefusedPackagesIT {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final SigningKey root = SigningKey.generate();
    private final SigningKey acme = SigningKey.generate();
    private final SigningKey lost = SigningKey.generate();
    private int files;

    private record Outcome(int code, String output) {}

    private Outcome vireo(Path home, String... arguments) throws Exception {
        Process process = Cli.start(Stream.concat(Arrays.stream(arguments), Stream.of("--home", home.toString())).toArray(String[]::new));
        String output = Cli.said(process);
        return new Outcome(process.exitValue(), output);
    }

    private Path file(String suffix) throws IOException {
        return folder.getRoot().toPath().resolve("package-" + ++files + suffix);
    }

    private Path jar(Map<String, String> headers, Map<String, byte[]> entries) throws IOException {
        Path file = file(".jar");
        StringBuilder manifest = new StringBuilder("Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-Version: 1.0.0\n");
        headers.forEach((k, v) -> manifest.append(k).append(": ").append(v).append('\n'));
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("META-INF/MANIFEST.MF", manifest.toString().getBytes(StandardCharsets.UTF_8));
        all.putAll(entries);
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    private Path model(Map<String, byte[]> entries) throws IOException {
        return jar(Map.of("Bundle-SymbolicName", "acme.model", "Provide-Capability", "dev.vireo.model;format=\"vireo-model/1\""), entries);
    }

    private Delegation delegation(SigningKey key, Instant until) {
        return Delegation.read("d", Delegation.write(
                new Delegation.Terms(root.id(), key.verifying(), "Acme", List.of("acme"), List.of("stable"), NOW.minusSeconds(1000), until), root));
    }

    private Path packed(Path jar, String version, Optional<PackageWriter.By> by) throws IOException {
        PackageManifest manifest = PackageWriter.manifest("acme.model", PackageVersion.parse(version), "stable", NOW.plusSeconds(10_000), List.of(jar));
        Path file = file(".vpk");
        PackageWriter.write(manifest, List.of(jar), by, file);
        return file;
    }

    private Path signed(Path jar, SigningKey key, Instant until) throws IOException {
        return packed(jar, "1.0.0", Optional.of(new PackageWriter.By(key, Optional.of(delegation(key, until)))));
    }

    @Test
    public void theyHaveNoEffect() throws Exception {
        Path home = folder.newFolder("home").toPath();
        Process run = Cli.runtime(home);
        try {
            Path statement = Files.write(file(".json"), RootKey.write(root, "Acme root", List.of()));
            assertEquals(0, vireo(home, "keys", "trust", statement.toString()).code());
            Path list = Files.write(file(".json"), Revocations.write(
                    new Revocations.Terms(root.id(), 1, NOW, Map.of(lost.id(), "stolen"), Map.of()), root));
            assertEquals(0, vireo(home, "keys", "trust", list.toString()).code());

            String before = state(home);
            for (Map.Entry<Path, String> refused : packages().entrySet()) {
                Outcome outcome = vireo(home, "deploy", refused.getKey().toString());
                assertEquals(outcome.output(), 1, outcome.code());
                assertTrue(outcome.output(), outcome.output().contains(refused.getValue()));
                assertEquals("after " + outcome.output(), before, state(home));
            }
            assertTrue(vireo(home, "status").output().contains(", ready"));
            run.toHandle().destroy();
            assertTrue(run.waitFor(30, TimeUnit.SECONDS));
        } finally {
            run.destroyForcibly();
        }
    }

    /** Each with its reason. */
    private Map<Path, String> packages() throws Exception {
        Instant later = NOW.plusSeconds(5_000);
        byte[] content = {1, 2, 3};
        Path model = model(Map.of("META-INF/vireo/model.json", content));
        Path good = signed(model, acme, later);
        byte[] bytes = Files.readAllBytes(good);
        Map<Path, String> refused = new LinkedHashMap<>();
        refused.put(packed(model, "1.0.0", Optional.empty()), "is not signed");
        refused.put(changed(bytes), "sha256");
        refused.put(signed(model, lost, later), "was revoked: stolen");
        refused.put(signed(model, acme, NOW.minusSeconds(10)), "expired at");
        refused.put(Files.write(file(".vpk"), Arrays.copyOf(bytes, bytes.length / 2)), "cut short");
        refused.put(signed(model(Map.of("acme/X.class", new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE})), acme, later), "holds code");
        refused.put(signed(jar(Map.of("Bundle-SymbolicName", "acme.model", "Import-Package", "javax.swing"), Map.of()), acme, later), "javax.swing");
        refused.put(signed(model(Map.of("lib/x.so", content)), acme, later), "native code");
        refused.put(Files.copy(model, file(".jar")), "is a bundle and no package");
        return refused;
    }

    /** One byte of the jar. */
    private Path changed(byte[] bytes) throws IOException {
        byte[] changed = bytes.clone();
        changed[new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("META-INF/MANIFEST.MF")] ^= 1;
        return Files.write(file(".vpk"), changed);
    }

    /** Trust, generations, bundles and files of the home, without what changes by itself. */
    private String state(Path home) throws Exception {
        String told = vireo(home, "keys", "list", "--json").output().replaceAll("\"(now|latest_seen)\":\"[^\"]*\"", "")
                + vireo(home, "generations", "--json").output() + vireo(home, "bundles", "--json").output();
        try (Stream<Path> found = Files.walk(home)) {
            return told + found.map(home::relativize).map(Path::toString)
                    .filter(f -> !f.startsWith("log") && !f.startsWith("catalog") && !f.startsWith("cache") && !f.startsWith("run") && !f.startsWith("tmp"))
                    .sorted().toList();
        }
    }
}

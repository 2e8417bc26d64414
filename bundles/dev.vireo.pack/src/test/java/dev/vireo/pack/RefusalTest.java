package dev.vireo.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.deploy.TrustState;
import dev.vireo.api.deploy.TrustStore;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.testkit.MemoryTrust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every refusal of a package: what is done to a good one, and the reason that is given. Each leaves the trust of the appliance
 * and every file as they were. The good package itself is taken first, so that a case fails for its own reason only.
 */
class RefusalTest {
    @TempDir
    private Path folder;

    private Fixture fixture;
    private TrustStore store;

    @BeforeEach
    void make() throws IOException {
        fixture = new Fixture(folder);
        store = new MemoryTrust();
        store.trustRoot(fixture.rootKey.id(), Fixture.text(fixture.root));
        assertEquals("acme.encoder", PackageReader.verify(fixture.good(), Trust.of(store.state(), Fixture.NOW)).manifest().name());
    }

    /** What is done; it gives the file to be refused. */
    @FunctionalInterface
    interface Attempt {
        Path file(Fixture fixture, TrustStore store) throws Exception;
    }

    record Case(String name, String reason, Attempt attempt) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case refused(String name, String reason, Attempt attempt) {
        return new Case(name, reason, attempt);
    }

    /** One field of an archive's entry is a lie. */
    private static Case entry(String name, String reason, int index, java.util.function.Consumer<RawZip.Entry> lie) {
        return refused(name, reason, (f, s) -> {
            RawZip raw = Fixture.raw(f.good());
            lie.accept(raw.entries.get(index));
            return f.write(raw);
        });
    }

    private static Case archive(String name, String reason, java.util.function.Consumer<RawZip> lie) {
        return refused(name, reason, (f, s) -> {
            RawZip raw = Fixture.raw(f.good());
            lie.accept(raw);
            return f.write(raw);
        });
    }

    /** The entry is added to a good package. */
    private static Case more(String name, String reason, String entryName) {
        return archive(name, reason, raw -> raw.add(entryName, new byte[] {1}));
    }

    private static final byte[] EMPTY = {};

    static Stream<Case> signatures() {
        return Stream.of(
                refused("no signature", "is not signed", (f, s) -> {
                    RawZip raw = Fixture.raw(f.good());
                    raw.entries.remove(1);
                    return f.write(raw);
                }),
                refused("wrong signature", "the signature is wrong", (f, s) -> {
                    RawZip raw = Fixture.raw(f.good());
                    RawZip other = Fixture.raw(f.signed("acme.encoder", "1.0.1", f.model("acme.encoder.model", "1.0.0")));
                    return f.write(swap(raw, 1, other.entries.get(1).data));
                }),
                refused("changed manifest", "the signature is wrong", (f, s) -> {
                    RawZip raw = Fixture.raw(f.good());
                    String manifest = Fixture.text(raw.entries.get(0).data);
                    return f.write(swap(raw, 0, Fixture.bytes(manifest.replace("\"1.0.0\"}", "\"9.0.0\"}"))));
                }),
                refused("key of nobody", "is signed by the key", (f, s) -> f.around(Files.readAllBytes(f.model("acme.encoder.model", "1.0.0")),
                        "acme.encoder.model", "stable", SigningKey.generate(), f.delegation)),
                refused("delegation by another root", "this appliance trusts the root", (f, s) -> {
                    SigningKey other = SigningKey.generate();
                    return f.around(Files.readAllBytes(f.model("acme.encoder.model", "1.0.0")), "acme.encoder.model", "stable", f.publisherKey,
                            Fixture.delegation(other, f.publisherKey, List.of("acme"), List.of("stable")));
                }),
                refused("delegation that was changed", "wrong signature of the root key", (f, s) -> {
                    RawZip raw = Fixture.raw(f.good());
                    return f.write(swap(raw, 1, Fixture.bytes(Fixture.text(raw.entries.get(1).data).replace("[\"acme\"]", "[\"acmf\"]"))));
                }),
                refused("delegation signed by somebody else in the name of the root", "is not signed by the root key", (f, s) -> {
                    SigningKey other = SigningKey.generate();
                    Delegation forged = Delegation.read("x", Fixture.bytes(
                            Fixture.text(Delegation.write(f.delegation.terms(), other)).replace("\"root\":\"" + other.id(), "\"root\":\"" + f.rootKey.id())));
                    return f.around(Files.readAllBytes(f.model("acme.encoder.model", "1.0.0")), "acme.encoder.model", "stable", f.publisherKey, forged);
                }),
                refused("delegation that ended", "expired at", (f, s) -> delegated(f, Fixture.NOW.minusSeconds(100), Fixture.NOW.minusSeconds(1))),
                refused("delegation that begins later", "is the clock right?", (f, s) -> delegated(f, Fixture.NOW.plusSeconds(1), Fixture.EXPIRES)),
                refused("no root", "trusts no root key yet", (f, s) -> {
                    s.developerMode(true); // takes unsigned packages, but no signature that cannot be checked
                    s.trustRoot("", "");
                    return f.good();
                }),
                refused("revoked key", "was revoked: stolen laptop", (f, s) -> {
                    revoke(f, s, Map.of(f.publisherKey.id(), "stolen laptop"), Map.of());
                    return f.good();
                }),
                refused("revoked release", "this release was revoked: wrong weights", (f, s) -> {
                    Path good = f.good();
                    revoke(f, s, Map.of(), Map.of(PackageReader.verify(good, f.trust()).manifestSha256(), "wrong weights"));
                    return good;
                }),
                refused("package name of somebody else", "may use names that begin with acme", (f, s) ->
                        f.signed("acmeco.encoder", "1.0.0", f.model("acme.encoder.model", "1.0.0"))),
                refused("bundle name of somebody else", "has the bundle name other.model", (f, s) ->
                        f.signed("acme.encoder", "1.0.0", f.model("other.model", "1.0.0"))),
                refused("channel that is not the publisher's", "may publish for stable", (f, s) -> f.around(
                        Files.readAllBytes(f.model("acme.encoder.model", "1.0.0")), "acme.encoder.model", "vireo", f.publisherKey, f.delegation)),
                refused("signature file that is none", "signature.json", (f, s) -> f.write(swap(Fixture.raw(f.good()), 1, Fixture.bytes("{}")))),
                refused("signature file with more", "is not known", (f, s) -> {
                    RawZip raw = Fixture.raw(f.good());
                    return f.write(swap(raw, 1, Fixture.bytes(Fixture.text(raw.entries.get(1).data).replaceFirst("}$", ",\"zzz\":1}"))));
                }));
    }

    private static RawZip swap(RawZip raw, int index, byte[] data) {
        RawZip.Entry fresh = new RawZip.Entry(new String(raw.entries.get(index).name, StandardCharsets.UTF_8), data);
        raw.entries.set(index, fresh);
        return raw;
    }

    private static Path delegated(Fixture f, Instant from, Instant until) throws IOException {
        Delegation.Terms terms = new Delegation.Terms(f.rootKey.id(), f.publisherKey.verifying(), "Acme", List.of("acme"), List.of("stable"), from, until);
        return f.around(Files.readAllBytes(f.model("acme.encoder.model", "1.0.0")), "acme.encoder.model", "stable", f.publisherKey,
                Delegation.read("the delegation", Delegation.write(terms, f.rootKey)));
    }

    private static void revoke(Fixture f, TrustStore s, Map<String, String> keys, Map<String, String> packages) {
        s.revoke(f.rootKey.id(), 1, Fixture.text(Revocations.write(
                new Revocations.Terms(f.rootKey.id(), 1, Fixture.NOW, keys, packages), f.rootKey)));
    }

    static Stream<Case> terms() {
        return Stream.of(
                refused("expired", "expired at 2027-11-24T12:00:00Z", (f, s) -> {
                    s.see(Fixture.EXPIRES.plusSeconds(1)); // the clock of the test says less: it was set back
                    Delegation longer = Delegation.read("d", Delegation.write(new Delegation.Terms(f.rootKey.id(), f.publisherKey.verifying(), "Acme",
                            List.of("acme"), List.of("stable"), Fixture.NOW, Fixture.EXPIRES.plusSeconds(1000)), f.rootKey));
                    return f.around(Files.readAllBytes(f.model("acme.encoder.model", "1.0.0")), "acme.encoder.model", "stable", f.publisherKey, longer);
                }),
                refused("older than what was deployed", "is older than 1.0.1", (f, s) -> {
                    s.raiseFloor("acme.encoder", PackageVersion.parse("1.0.1"), "00");
                    return f.good();
                }),
                refused("same version, other content", "another package was deployed here as acme.encoder 1.0.0", (f, s) -> {
                    s.raiseFloor("acme.encoder", PackageVersion.parse("1.0.0"), "00".repeat(32));
                    return f.good();
                }),
                refused("jar of another release", "it was changed, or is of another release", (f, s) -> {
                    RawZip raw = Fixture.raw(f.good());
                    return f.write(swap(raw, 2, Files.readAllBytes(f.jar(Fixture.headers("acme.encoder.model", "1.0.0"), Map.of("other", new byte[40])))));
                }),
                refused("jar of another release and equal size", "has sha256", (f, s) -> {
                    RawZip raw = Fixture.raw(f.good());
                    byte[] jar = raw.entries.get(2).data.clone();
                    jar[jar.length / 2] ^= 1;
                    return f.write(swap(raw, 2, jar));
                }),
                refused("manifest and signature of another release", "it was changed, or is of another release", (f, s) -> {
                    RawZip raw = Fixture.raw(f.good());
                    RawZip other = Fixture.raw(f.signed("acme.encoder", "1.0.1", f.jar(Fixture.headers("acme.encoder.model", "1.0.0"), Map.of())));
                    return f.write(swap(swap(raw, 0, other.entries.get(0).data), 1, other.entries.get(1).data));
                }),
                refused("bundle of another version than the manifest says", "the manifest says acme.encoder.model 1.0.0", (f, s) ->
                        f.around(Files.readAllBytes(f.model("acme.encoder.model", "1.0.1")))),
                refused("bundle of another name than the manifest says", "is the bundle acme.other.model", (f, s) ->
                        f.around(Files.readAllBytes(f.model("acme.other.model", "1.0.0")))),
                archive("jar is missing", "lacks bundles/acme.encoder.model-1.0.0.jar", raw -> raw.entries.remove(2)),
                more("file that the manifest does not name", "which the manifest does not name", "bundles/more.jar"),
                archive("jar under another name", "where the manifest names", raw -> raw.entries.add(2, new RawZip.Entry("bundles/other.jar", raw.entries.remove(2).data))));
    }

    static Stream<Case> archives() {
        return Stream.of(
                refused("no archive", "which is no zip archive", (f, s) -> Files.writeString(f.file(".vpk"), "hello")),
                refused("empty file", "has 0 bytes", (f, s) -> Files.write(f.file(".vpk"), EMPTY)),
                refused("bundle in place of a package", "it is no package of vireo pack", (f, s) -> {
                    RawZip jar = new RawZip();
                    jar.add("META-INF/MANIFEST.MF", EMPTY);
                    return f.write(jar);
                }),
                archive("data before", "there is data before entry", raw -> raw.before = new byte[] {1, 2, 3}),
                refused("data before that no position counts", "there is data before, between or after", (f, s) -> {
                    byte[] good = Files.readAllBytes(f.good());
                    byte[] shifted = new byte[good.length + 3];
                    System.arraycopy(good, 0, shifted, 3, good.length);
                    return Files.write(f.file(".vpk"), shifted);
                }),
                archive("data after", "there is data after its end", raw -> raw.after = new byte[] {0}),
                archive("comment", "there is data after its end", raw -> raw.comment = new byte[] {'x'}),
                archive("data before the directory", "there is data after the last entry", raw -> raw.beforeDirectory = new byte[] {1}),
                archive("gap between entries", "there is data before entry", raw -> raw.entries.get(0).after = new byte[] {1}),
                archive("entry that the directory hides", "there is data before entry", raw -> raw.entries.get(1).hidden = true),
                archive("fewer entries than it says", "ends after 3 of 4 entries", raw -> raw.count = 4),
                archive("more entries than it says", "bytes that belong to no entry", raw -> raw.count = 2),
                archive("overlapping entries", "overlaps", raw -> {
                    RawZip.Entry twin = raw.add("twin", raw.entries.get(0).data);
                    twin.header = 0;
                    twin.name = raw.entries.get(0).name;
                    twin.hidden = false;
                }),
                archive("zip64 count", "zip64", raw -> raw.count = 0xffff),
                archive("zip64 directory", "zip64", raw -> raw.directoryBegin = 0xffff_ffffL),
                entry("zip64 size", "zip64", 2, e -> e.size = 0xffff_ffffL),
                entry("zip64 field", "zip64", 2, e -> e.extra = new byte[] {1, 0, 0, 0}),
                entry("second name", "has a second name", 2, e -> e.extra = new byte[] {0x75, 0x70, 1, 0, 1}),
                entry("extra field", "extra fields", 2, e -> e.extra = new byte[] {9, 9, 0, 0}),
                entry("symbolic link", "is a symbolic link", 2, e -> e.attributes = 0xA1FF << 16),
                entry("device", "neither a plain file nor a folder", 2, e -> e.attributes = 0x21B6 << 16),
                entry("folder that does not look so", "neither a plain file nor a folder", 2, e -> e.attributes = 0x10),
                entry("encrypted", "is encrypted", 2, e -> e.flags = 1),
                entry("size after content", "flags 0x8", 2, e -> e.flags = 8),
                entry("compressed", "is stored with method 8", 2, e -> e.method = 8),
                entry("unknown method", "is stored with method 99", 2, e -> e.method = 99),
                entry("two sizes", "described differently", 2, e -> e.localSize = e.size + 1),
                entry("two names", "described differently", 2, e -> e.localName = "bundles/acme.encoder.mode1-1.0.0.jar".getBytes(StandardCharsets.UTF_8)),
                entry("size beyond the file", "ends outside of the archive", 2, e -> {
                    e.size += 1_000_000;
                    e.localSize = e.size;
                }),
                entry("wrong check sum of the manifest", "its check sum is wrong", 0, e -> e.crc ^= 1),
                entry("wrong check sum of a jar", "the check sum of the archive is wrong", 2, e -> e.crc ^= 1),
                archive("duplicate", "is there twice", raw -> raw.add("manifest.json", raw.entries.get(0).data)),
                more("name that differs in case", "in case only", "Manifest.json"),
                more("..", "has \"..\" in its name", "bundles/../../etc/passwd"),
                more("absolute", "has an absolute name", "/etc/passwd"),
                more("drive", "has an absolute name", "C:x"),
                more("backslash", "has a backslash", "bundles\\x"),
                more("NUL", "has a NUL", "bundles/x\0.jar"),
                more("line end", "has a control character", "bundles/x\n.jar"),
                more("empty part", "has an empty part", "bundles//x"),
                more("no name", "has a name of 0 characters", ""),
                archive("folder", "is a folder; a package holds files only", raw -> raw.add("bundles/", EMPTY)),
                more("file in a file", "which is a file", "manifest.json/x"),
                refused("name that is not UTF-8", "not UTF-8", (f, s) -> {
                    RawZip raw = Fixture.raw(f.good());
                    RawZip.Entry e = raw.add("x", EMPTY);
                    e.name = new byte[] {(byte) 0xff};
                    e.localName = e.name;
                    return f.write(raw);
                }));
    }

    static Stream<Case> manifests() {
        return Stream.of(
                manifest("unknown field", "\"extra\" is not known", m -> m.replace(",\"files\"", ",\"extra\":1,\"files\"")),
                manifest("duplicate field", "twice", m -> m.replaceFirst("\\{", "{\"bundles\":[],")),
                manifest("blanks", "without blanks", m -> m.replace(":\"acme.encoder\"", ": \"acme.encoder\"")),
                manifest("fields in another order", "canonical form", m -> "{\"name\":\"acme.encoder\"," + m.substring(1).replace(",\"name\":\"acme.encoder\"", "")),
                manifest("needless escape", "canonical form", m -> m.replace("\"stable\"", "\"st\\u0061ble\"")),
                manifest("big number", "expected a whole number from 0 to 9007199254740991", m -> m.replaceFirst("\"size\":\\d+", "\"size\":99999999999999999999")),
                manifest("fraction", "expected a whole number", m -> m.replaceFirst("\"size\":(\\d+)", "\"size\":$1.0")),
                manifest("negative number", "expected an object, a list", m -> m.replaceFirst("\"size\":", "\"size\":-")),
                manifest("leading zero", "expected a whole number", m -> m.replaceFirst("\"size\":", "\"size\":0")),
                manifest("size of 2 GiB", "a whole number from 1 to 2147483647", m -> m.replaceFirst("\"size\":\\d+", "\"size\":2147483648")),
                manifest("null", "expected an object, a list", m -> m.replace("\"stable\"", "null")),
                manifest("another format", "expected vireo-package/1", m -> m.replace("vireo-package/1", "vireo-package/2")),
                manifest("a delegation as manifest", "format is \"vireo-delegation/1\"", m -> m.replace("vireo-package/1", "vireo-delegation/1")),
                manifest("name with capitals", "name is \"Acme.encoder\"", m -> m.replace("\"acme.encoder\"", "\"Acme.encoder\"")),
                manifest("version that is none", "version is \"1.0\"", m -> m.replaceFirst("\"version\":\"1.0.0\"}\\z", "\"version\":\"1.0\"}")),
                manifest("time without a zone", "expected a time in UTC", m -> m.replace("12:00:00Z", "12:00:00")),
                manifest("path that leads elsewhere", "is not the jar of bundle 1", m -> m.replace("bundles/acme", "bundles/../acme")),
                manifest("no bundles", "a list of 1 to 64", m -> m.replaceFirst("\"bundles\":\\[[^]]*]", "\"bundles\":[]")),
                manifest("text after the end", "expected the end", m -> m + " "),
                manifest("deep nesting", "nested deeper", m -> "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}"),
                manifest("no JSON", "expected a JSON object", m -> "hello"));
    }

    private static Case manifest(String name, String reason, java.util.function.UnaryOperator<String> change) {
        return refused("manifest: " + name, reason, (f, s) -> {
            RawZip raw = Fixture.raw(f.good());
            byte[] manifest = Fixture.bytes(change.apply(Fixture.text(raw.entries.get(0).data)));
            assertFalse(Arrays.equals(manifest, raw.entries.get(0).data), "nothing was changed");
            byte[] signature = SignatureCheck.write(manifest, f.publisherKey, Optional.of(f.delegation));
            return f.write(swap(swap(raw, 0, manifest), 1, signature));
        });
    }

    @ParameterizedTest
    @MethodSource({"signatures", "terms", "archives", "manifests"})
    void isRefusedForItsReasonAndChangesNothing(Case one) throws Exception {
        Path file = one.attempt().file(fixture, store);
        TrustState trust = store.state();
        Map<String, Integer> files = files();
        VireoException e = assertThrows(VireoException.class, () -> PackageReader.verify(file, Trust.of(trust, Fixture.NOW)));
        assertEquals(ErrorKind.USER_INPUT, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains(one.reason()), e.getMessage());
        assertTrue(e.getMessage().chars().noneMatch(c -> c < ' '), "a message on one line: " + e.getMessage());
        assertEquals(trust, store.state());
        assertEquals(files, files());
    }

    /** Names of all files with a hash of their content. */
    private Map<String, Integer> files() throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    /** Half a file, at every length. */
    @Test
    void noBeginningOfAPackageIsTaken() throws Exception {
        byte[] whole = Files.readAllBytes(fixture.good());
        Path file = fixture.file(".vpk");
        Trust trust = Trust.of(store.state(), Fixture.NOW);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            VireoException e = assertThrows(VireoException.class, () -> PackageReader.verify(file, trust), "taken with " + length + " of " + whole.length);
            assertEquals(ErrorKind.USER_INPUT, e.kind(), e.getMessage());
        }
        Files.write(file, whole);
        assertEquals("acme.encoder", PackageReader.verify(file, trust).manifest().name());
    }

    /** Each byte of the directory, and every fourth of the rest. */
    @Test
    void noChangedByteIsTaken() throws Exception {
        byte[] whole = Files.readAllBytes(fixture.good());
        Path file = fixture.file(".vpk");
        Trust trust = Trust.of(store.state(), Fixture.NOW);
        int taken = 0;
        for (int i = 0; i < whole.length; i += i > whole.length - 300 ? 1 : 4) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x41;
            Files.write(file, changed);
            try {
                assertEquals("acme.encoder", PackageReader.verify(file, trust).manifest().name());
                taken++;
            } catch (VireoException e) {
                assertEquals(ErrorKind.USER_INPUT, e.kind(), e.getMessage());
            }
        }
        // Versions, times and attributes of an archive mean nothing here and are not signed: 6 and 14 bytes of 3 entries.
        assertTrue(taken <= 3 * (6 + 14), taken + " changes of " + whole.length + " were not seen");
    }
}

package dev.vireo.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.api.deploy.TrustState;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageReaderTest {
    @TempDir
    private Path folder;

    private Fixture fixture;

    @BeforeEach
    void make() {
        fixture = new Fixture(folder);
    }

    @Test
    void aSignedPackageIsTakenAndItsBundlesComeOut() throws Exception {
        Path encoder = fixture.model("acme.encoder.model", "1.0.0");
        Path reranker = fixture.model("acme.reranker.model", "2.1.0.rc1");
        VerifiedPackage verified = PackageReader.verify(fixture.signed("acme.search", "3.0.0", encoder, reranker), fixture.trust());

        assertEquals("acme.search", verified.manifest().name());
        assertEquals(PackageVersion.parse("3.0.0"), verified.manifest().version());
        assertEquals(Optional.of(fixture.publisherKey.id()), verified.signer().key());
        assertEquals("Acme", verified.signer().publisher());
        assertEquals(List.of("acme.encoder.model", "acme.reranker.model"),
                verified.bundles().stream().map(PackagedBundle::symbolicName).toList());
        assertTrue(verified.bundles().getFirst().model());
        Path out = folder.resolve("out.jar");
        verified.extract(verified.bundles().get(1), out);
        assertArrayEquals(Files.readAllBytes(reranker), Files.readAllBytes(out));
    }

    @Test
    void theSameContentGivesTheSameFile() throws Exception {
        Path jar = fixture.model("acme.encoder.model", "1.0.0");
        assertArrayEquals(Files.readAllBytes(fixture.signed("acme.encoder", "1.0.0", jar)),
                Files.readAllBytes(fixture.signed("acme.encoder", "1.0.0", jar)));
    }

    @Test
    void aPackageThatWasChangedSinceItWasCheckedGivesNothing() throws Exception {
        Path file = fixture.good();
        VerifiedPackage verified = PackageReader.verify(file, fixture.trust());
        byte[] bytes = Files.readAllBytes(file);
        byte[] changed = bytes.clone();
        changed[bytes.length - 300] ^= 1;
        Files.write(file, changed);
        Path out = folder.resolve("out.jar");
        assertTrue(assertThrows(VireoException.class, () -> verified.extract(verified.bundles().getFirst(), out)).getMessage().contains("sha256"));
        assertFalse(Files.exists(out));
        Files.write(file, new byte[10]);
        assertThrows(VireoException.class, () -> verified.extract(verified.bundles().getFirst(), out));
        assertFalse(Files.exists(out));
    }

    @Test
    void developerModeTakesWhatNobodySigned() throws Exception {
        Path jar = fixture.model("acme.encoder.model", "1.0.0");
        PackageManifest manifest = PackageWriter.manifest("acme.encoder", PackageVersion.parse("1.0.0"), "stable", Fixture.EXPIRES, List.of(jar));
        Path file = fixture.packed(manifest, Optional.empty(), jar);
        assertTrue(assertThrows(VireoException.class, () -> PackageReader.verify(file, fixture.trust())).getMessage().contains("not signed"));
        TrustState developer = new TrustState(Optional.empty(), List.of(), Optional.empty(), 0, Map.of(), Instant.EPOCH, true);
        assertTrue(PackageReader.verify(file, Trust.of(developer, Fixture.NOW)).signer().developer());
    }

    @Test
    void developerModeTakesABundleAsItIsAndTheRulesHoldForIt() throws Exception {
        Path jar = fixture.model("acme.encoder.model", "1.2.0");
        Trust developer = Trust.of(new TrustState(Optional.empty(), List.of(), Optional.empty(), 0, Map.of(), Instant.EPOCH, true), Fixture.NOW);
        VerifiedPackage taken = PackageReader.verify(jar, developer);
        assertEquals("acme.encoder.model 1.2.0", taken.manifest().name() + " " + taken.manifest().version());
        assertTrue(taken.signer().developer());
        Path out = folder.resolve("out.jar");
        taken.extract(taken.bundles().getFirst(), out);
        assertArrayEquals(Files.readAllBytes(jar), Files.readAllBytes(out));
        assertTrue(assertThrows(VireoException.class, () -> PackageReader.verify(jar, fixture.trust())).getMessage().contains("is a bundle and no package"));
        Path bad = fixture.jar(Fixture.headers("acme.encoder.model", "1.2.0"), Map.of("x.so", new byte[10]));
        assertTrue(assertThrows(VireoException.class, () -> PackageReader.verify(bad, developer)).getMessage().contains("native code"));
    }

    @Test
    void aDelegationMayBeKnownBeforehand() throws Exception {
        Path jar = fixture.model("acme.encoder.model", "1.0.0");
        PackageManifest manifest = PackageWriter.manifest("acme.encoder", PackageVersion.parse("1.0.0"), "stable", Fixture.EXPIRES, List.of(jar));
        Path file = fixture.packed(manifest, Optional.of(new PackageWriter.By(fixture.publisherKey, Optional.empty())), jar);
        assertTrue(assertThrows(VireoException.class, () -> PackageReader.verify(file, fixture.trust())).getMessage().contains("no delegation"));
        TrustState known = new TrustState(Optional.of(Fixture.text(fixture.root)), List.of(fixture.delegation.text()), Optional.empty(), 0,
                Map.of(), Instant.EPOCH, false);
        assertEquals("Acme", PackageReader.verify(file, Trust.of(known, Fixture.NOW)).signer().publisher());
    }

    @Test
    void aFileThatIsNotThereIsSaidToBe() {
        VireoException e = assertThrows(VireoException.class, () -> PackageReader.verify(folder.resolve("none.vpk"), fixture.trust()));
        assertEquals(ErrorKind.NOT_FOUND, e.kind());
    }

    @Test
    void keysOutliveTheirFile() {
        char[] phrase = "correct horse".toCharArray();
        byte[] file = fixture.publisherKey.write(phrase);
        assertEquals(fixture.publisherKey.id(), SigningKey.read("key.pem", file, phrase).id());
        VireoException wrong = assertThrows(VireoException.class, () -> SigningKey.read("key.pem", file, "wrong horse".toCharArray()));
        assertTrue(wrong.getMessage().contains("pass phrase is wrong"), wrong.getMessage());
        assertTrue(assertThrows(VireoException.class, () -> fixture.publisherKey.write("short".toCharArray())).getMessage().contains("8"));
        assertTrue(assertThrows(VireoException.class, () -> fixture.publisherKey.write("pässphrase".toCharArray())).getMessage().contains("ASCII"));
    }
}

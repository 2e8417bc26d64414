package dev.vireo.admin.javalin.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.ModelBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server keeps in the home directory, and when it calls itself ready. */
class HomeFilesTest {
    @TempDir
    private Path home;

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void theEndpointFileIsForItsOwnerOnly() throws Exception {
        EndpointFile file = new EndpointFile(home);
        file.write(new EndpointFile.Content("https://127.0.0.1:1", "ab", "secret", 42, "0.1.0"), new Json(1_000));
        Path written = home.resolve("run/endpoint.json");
        assertEquals("rw-------", mode(written));
        assertEquals("rwx------", mode(written.getParent()));
        JsonNode node = new ObjectMapper().readTree(written.toFile());
        assertEquals("https://127.0.0.1:1", node.path("url").asText());
        assertEquals("ab", node.path("certificate_sha256").asText());
        assertEquals("secret", node.path("token").asText());
        assertEquals(42, node.path("pid").asInt());
        try (var left = Files.list(written.getParent())) {
            assertEquals(List.of(written), left.toList());
        }
        file.remove();
        assertFalse(Files.exists(written));
        file.remove();
    }

    @Test
    void theTlsKeyIsMadeOnceAndForItsOwnerOnly() throws Exception {
        Path tls = home.resolve("conf/tls");
        String first = TlsIdentity.open(tls, "127.0.0.1", InstantSource.system()).fingerprint();
        Path pem = tls.resolve("server.pem");
        assertEquals("rw-------", mode(pem));
        assertEquals("rwx------", mode(tls));
        assertTrue(first.matches("[0-9a-f]{64}"));
        Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(first, TlsIdentity.open(tls, "127.0.0.1", InstantSource.system()).fingerprint());
        assertEquals("rw-------", mode(pem));
        try (var left = Files.list(tls)) {
            assertEquals(List.of(pem), left.toList());
        }
    }

    @Test
    void aSelfMadeKeyIsRenewedBeforeItEnds() {
        Path tls = home.resolve("conf/tls");
        String first = TlsIdentity.open(tls, "127.0.0.1", InstantSource.system()).fingerprint();
        Instant late = Instant.now().plus(Duration.ofDays(800));
        assertNotEquals(first, TlsIdentity.open(tls, "127.0.0.1", InstantSource.fixed(late)).fingerprint());
    }

    @Test
    void aBrokenKeyFileIsNamed() throws Exception {
        Path tls = Files.createDirectories(home.resolve("conf/tls"));
        Files.writeString(tls.resolve("server.pem"), "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
        VireoException e = assertThrows(
                VireoException.class, () -> TlsIdentity.open(tls, "127.0.0.1", InstantSource.system()));
        assertEquals(ErrorKind.USER_INPUT, e.kind());
        assertTrue(e.getMessage().contains("server.pem"), e.getMessage());
        assertTrue(Files.exists(tls.resolve("server.pem")), "a file of the administrator must not be replaced");
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (TestServer first = new TestServer(Files.createTempDirectory(home, "first"))) {
            ApiServer second = new ApiServer(
                    first.backend, first.tls, Token.random(), Limits.DEFAULT, "127.0.0.1", first.server.port(), 0);
            VireoException e = assertThrows(VireoException.class, second::start);
            assertEquals(ErrorKind.USER_INPUT, e.kind());
            assertTrue(e.getMessage().contains(String.valueOf(first.server.port())), e.getMessage());
            second.stop();
        }
    }

    @Test
    void theTokenIsComparedWhole() {
        Token token = Token.random();
        assertEquals(43, token.text().length());
        assertTrue(token.isIn("Bearer " + token.text()));
        assertTrue(token.isIn("bearer " + token.text()));
        assertFalse(token.isIn(null));
        assertFalse(token.isIn(token.text()));
        assertFalse(token.isIn("Bearer " + token.text().substring(1)));
        assertNotEquals(token.text(), Token.random().text());
    }

    @Test
    void readyMeansEveryFamilyAndNoModelBeingLoaded() {
        FakeBroker broker = new FakeBroker();
        List<ModelBundle> models = new ArrayList<>(List.of(
                new ModelBundle("dev.vireo.model.slow", "1.0.0", ModelBundle.State.LOADING, "", ""),
                new ModelBundle("dev.vireo.model.bad", "1.0.0", ModelBundle.State.REFUSED, "", "its hash is wrong")));
        Readiness readiness = new Readiness(broker, Set.of("Detector", "Encoder"), () -> models);
        assertEquals(List.of("Detector", "Encoder", "model bundle dev.vireo.model.slow"), readiness.missing());
        broker.add(FakeBroker.detector());
        broker.add(FakeBroker.encoder("text", Modality.TEXT));
        assertEquals(List.of("Encoder for images", "model bundle dev.vireo.model.slow"), readiness.missing());
        broker.add(FakeBroker.encoder("joint", Modality.TEXT, Modality.IMAGE));
        assertEquals(List.of("model bundle dev.vireo.model.slow"), readiness.missing());
        models.removeFirst();
        assertEquals(List.of(), readiness.missing());
        assertEquals(0, broker.held());
    }
}

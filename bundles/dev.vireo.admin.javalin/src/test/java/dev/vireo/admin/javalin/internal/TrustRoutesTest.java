package dev.vireo.admin.javalin.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vireo.pack.Delegation;
import dev.vireo.pack.Revocations;
import dev.vireo.pack.RootKey;
import dev.vireo.pack.SigningKey;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustRoutesTest {
    private static final Instant FIRST_LIST = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path home;

    private TestServer server;
    private TestClient client;
    private final SigningKey root = SigningKey.generate();
    private final SigningKey publisher = SigningKey.generate();
    private int lists;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(home);
        client = new TestClient(server.url(), home.resolve("conf/tls/server.pem"), server.token.text());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> give(byte[] statement, String replace) throws Exception {
        return client.post("/api/v1/trust", TestClient.JSON.createObjectNode()
                .put("statement", new String(statement, StandardCharsets.UTF_8)).put("name", "file.json").put("replace", replace).toString());
    }

    private JsonNode accepted(byte[] statement) throws Exception {
        HttpResponse<String> response = give(statement, null);
        assertEquals(200, response.statusCode(), response.body());
        JsonNode node = TestClient.json(response);
        OpenApi.check("TrustAccepted", node);
        return node;
    }

    private void refused(byte[] statement, String reason) throws Exception {
        JsonNode before = trust();
        HttpResponse<String> response = give(statement, null);
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(TestClient.json(response).path("detail").asText().contains(reason), response.body());
        ((com.fasterxml.jackson.databind.node.ObjectNode) before).remove(List.of("now", "latest_seen"));
        JsonNode after = trust();
        ((com.fasterxml.jackson.databind.node.ObjectNode) after).remove(List.of("now", "latest_seen"));
        assertEquals(before, after);
    }

    private JsonNode trust() throws Exception {
        JsonNode node = TestClient.json(client.get("/api/v1/trust"));
        OpenApi.check("Trust", node);
        return node;
    }

    /** Each list is of another second, and so another statement: the very same one is taken again without a change. */
    private byte[] revocations(long number, SigningKey by) {
        Instant created = FIRST_LIST.plusSeconds(lists++);
        return Revocations.write(new Revocations.Terms(by.id(), number, created, Map.of(publisher.id(), "lost"), Map.of()), by);
    }

    private byte[] delegation(SigningKey by, Instant until) {
        return Delegation.write(new Delegation.Terms(by.id(), publisher.verifying(), "Acme", List.of("acme"), List.of("stable"),
                Instant.now().minusSeconds(1000), until), by);
    }

    @Test
    void aFreshApplianceIsGivenItsRootAndThenOnlyWhatTheRootSigned() throws Exception {
        assertTrue(trust().path("root").isNull());
        refused(delegation(root, Instant.now().plusSeconds(1000)), "trusts no root key yet");
        JsonNode first = accepted(RootKey.write(root, "Acme root", List.of()));
        assertEquals("root", first.path("kind").asText());
        assertEquals(root.id(), first.path("id").asText());
        assertTrue(first.path("changed").asBoolean());
        assertFalse(accepted(RootKey.write(root, "Acme root", List.of())).path("changed").asBoolean());

        accepted(delegation(root, Instant.now().plusSeconds(1000)));
        assertEquals("valid", trust().at("/publishers/0/state").asText());
        SigningKey other = SigningKey.generate();
        refused(delegation(other, Instant.now().plusSeconds(1000)), "trusts the root");
        refused(delegation(root, Instant.now().minusSeconds(10)), "expired at");
        accepted(revocations(3, root));
        assertEquals("revoked", trust().at("/publishers/0/state").asText());
        assertEquals("lost", trust().path("revoked_keys").path(publisher.id()).asText());
        refused(revocations(2, root), "list 3 is in force");
        refused(revocations(3, root), "list 3 is in force");
        refused(revocations(9, other), "trusts the root");
        refused("{}".getBytes(StandardCharsets.UTF_8), "signatures is absent");
        refused("hello".getBytes(StandardCharsets.UTF_8), "expected a JSON object");
    }

    /** Serving goes on, and whoever looks is told. */
    @Test
    void aRevokedPackageThatServesIsWarnedOf() throws Exception {
        accepted(RootKey.write(root, "Acme root", List.of()));
        List<String> told = List.of("/api/v1/status", "/api/v1/generations");
        for (String path : told) {
            assertTrue(client.get(path).headers().firstValue("Vireo-Warning").isEmpty(), path);
        }
        HttpResponse<String> given = give(Revocations.write(new Revocations.Terms(root.id(), 7, FIRST_LIST.plusSeconds(lists++), Map.of(),
                Map.of("ab".repeat(32), "schwächer")), root), null);
        assertEquals(200, given.statusCode(), given.body());
        for (String path : told) {
            assertEquals("eye 1.2.0 serves although this release was revoked: schw?cher; deploy another, or go back: vireo rollback",
                    client.get(path).headers().firstValue("Vireo-Warning").orElse(""));
        }
        assertTrue(TestClient.json(client.get("/api/v1/status")).path("warnings").toString().contains("schwächer"));
        assertTrue(client.get("/api/v1/trust").headers().firstValue("Vireo-Warning").isEmpty());
    }

    /** What was revoked while it served is said once more by each start: in the log, where whoever restarted looks. */
    @Test
    void aStartWarnsOfARevokedKeyOfWhatServes() throws Exception {
        accepted(RootKey.write(root, "Acme root", List.of()));
        server.generations.signer = publisher.id();
        assertEquals(List.of(), warnedOfAtAStart());
        accepted(revocations(1, root));
        String warning = "eye 1.2.0 serves although the key that signed it was revoked: lost; deploy another, or go back: vireo rollback";
        assertEquals(List.of(warning), warnedOfAtAStart());
        assertEquals(warning, client.get("/api/v1/status").headers().firstValue("Vireo-Warning").orElse(""));
        server.generations.signer = SigningKey.generate().id();
        assertEquals(List.of(), warnedOfAtAStart());
    }

    /** Starts a second server over the same services. */
    private List<String> warnedOfAtAStart() {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord told) {
                if (told.getLevel().equals(Level.WARNING)) {
                    warnings.add(told.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(ApiServer.class.getName());
        log.addHandler(handler);
        ApiServer restarted = new ApiServer(server.backend, server.tls, server.token, TestServer.LIMITS, "127.0.0.1", 0, 5_000);
        try {
            restarted.start();
        } finally {
            restarted.stop();
            log.removeHandler(handler);
        }
        return warnings;
    }

    @Test
    void anotherRootNeedsTheOneBeforeOrItsName() throws Exception {
        accepted(RootKey.write(root, "Acme root", List.of()));
        SigningKey stranger = SigningKey.generate();
        byte[] statement = RootKey.write(stranger, "Stranger", List.of());
        refused(statement, "--replace " + root.id());
        assertEquals(400, give(statement, stranger.id()).statusCode());
        SigningKey heir = SigningKey.generate();
        accepted(RootKey.write(heir, "Acme root 2", List.of(root)));
        assertEquals(heir.id(), trust().at("/root/id").asText());
        assertEquals(200, give(statement, heir.id()).statusCode());
        assertEquals("Stranger", trust().at("/root/name").asText());
    }

    @Test
    void developerModeIsSaidWithEveryAnswer() throws Exception {
        List<String> paths = List.of("/healthz", "/readyz", "/api/v1/status", "/api/v1/assets", "/api/v1/trust", "/api/v1/nothing");
        for (String path : paths) {
            assertTrue(client.get(path).headers().firstValue("Vireo-Warning").isEmpty(), path);
        }
        assertEquals("[]", TestClient.json(client.get("/readyz")).path("warnings").toString());
        JsonNode on = TestClient.json(client.post("/api/v1/trust/developer-mode", "{\"on\": true}"));
        assertTrue(on.path("developer_mode").asBoolean());
        for (String path : paths) {
            assertTrue(client.get(path).headers().firstValue("Vireo-Warning").orElse("").startsWith("developer mode is on"), path);
        }
        for (String path : List.of("/readyz", "/api/v1/status")) {
            assertTrue(TestClient.json(client.get(path)).path("warnings").toString().contains("developer mode is on"), path);
        }
        assertEquals(400, client.post("/api/v1/trust/developer-mode", "{}").statusCode());
        client.post("/api/v1/trust/developer-mode", "{\"on\": false}");
        assertTrue(client.get("/api/v1/status").headers().firstValue("Vireo-Warning").isEmpty());
    }

    @Test
    void theClockIsCorrected() throws Exception {
        JsonNode node = TestClient.json(client.post("/api/v1/trust/clock", "{}"));
        OpenApi.check("Trust", node);
        assertTrue(node.path("latest_seen").asText().compareTo(node.path("now").asText()) <= 0, node.toString());
    }
}

package dev.vireo.admin.javalin.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.VisualPrompt;
import io.javalin.router.ParsedEndpoint;
import io.javalin.security.Roles;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestApiTest {
    @TempDir
    private static Path home;

    private static TestServer server;
    private static TestClient client;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(home);
        client = new TestClient(server.url(), home.resolve("conf/tls/server.pem"), server.token.text());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode problem(HttpResponse<String> response, int status) throws Exception {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
        JsonNode problem = TestClient.json(response);
        assertEquals(status, problem.path("status").asInt());
        OpenApi.check("Problem", problem);
        return problem;
    }

    private static JsonNode ok(HttpResponse<String> response, String schema) throws Exception {
        assertTrue(response.statusCode() < 300, response.body());
        JsonNode node = TestClient.json(response);
        OpenApi.check(schema, node);
        return node;
    }

    // Who may do what

    @Test
    void everyHandlerOfTheServerDeclaresExactlyOneRole() {
        List<String> without = new ArrayList<>();
        int handlers = 0;
        for (ParsedEndpoint entry : server.javalin().unsafe.internalRouter.allHttpHandlers()) {
            if (entry.endpoint.method.isHttpMethod()) {
                handlers++;
                Roles roles = entry.endpoint.metadata(Roles.class);
                if (roles == null || roles.getRoles().size() != 1) {
                    without.add(entry.endpoint.method + " " + entry.endpoint.path);
                }
            }
        }
        assertEquals(server.server.routes().size(), handlers);
        assertTrue(handlers >= 19, "only " + handlers + " handlers");
        assertEquals(List.of(), without);
    }

    @Test
    void onlyHealthAndReadinessArePublic() {
        assertEquals(
                Set.of("/healthz", "/readyz"),
                server.server.routes().stream()
                        .filter(r -> r.access() == Access.PUBLIC)
                        .map(Route::path)
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyOtherRouteRefusesRequestsWithoutTheToken() throws Exception {
        for (Route route : server.server.routes()) {
            if (route.access() == Access.PUBLIC) {
                continue;
            }
            String path = route.path().replace("{id}", "3");
            for (String header : List.of("", "Bearer wrong", "Bearer " + server.token.text() + "x", "Basic " + server.token.text())) {
                HttpRequest.Builder request = client.anonymous(path)
                        .method(route.method().name(), HttpRequest.BodyPublishers.ofString("{}"))
                        .header("Content-Type", "application/json");
                if (!header.isEmpty()) {
                    request.header("Authorization", header);
                }
                HttpResponse<String> response = client.send(request);
                if (route.method().equals(io.javalin.http.HandlerType.HEAD)) {
                    assertEquals(401, response.statusCode()); // has no body
                } else {
                    problem(response, 401);
                }
                assertEquals("Bearer", response.headers().firstValue("WWW-Authenticate").orElse(""));
            }
        }
    }

    @Test
    void unknownPathsTellNothingWithoutTheToken() throws Exception {
        problem(client.send(client.anonymous("/api/v1/nothing").GET()), 401);
        problem(client.get("/api/v1/nothing"), 404);
    }

    @Test
    void rolesAreOrdered() {
        assertTrue(Access.ADMINISTRATOR.allows(Access.VIEWER));
        assertFalse(Access.VIEWER.allows(Access.ADMINISTRATOR));
        assertFalse(Access.PUBLIC.allows(Access.VIEWER));
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        problem(client.send(client.request("/api/v1/assets").PUT(HttpRequest.BodyPublishers.noBody())), 405);
        problem(client.send(client.request("/api/v1/assets").DELETE()), 405);
        // A header must not turn a read into a delete.
        problem(client.send(client.request("/api/v1/assets/4").header("X-HTTP-Method-Override", "PATCH").GET()), 405);
    }

    // Zones

    @Test
    void streamsAreAddedShownAndDeleted() throws Exception {
        HttpResponse<String> added = client.post("/api/v1/streams",
                "{\"address\": \"rtsp://joe:s3cret@cam/1\", \"keep_days\": 7, \"keep_gb\": 0.5}");
        assertEquals(201, added.statusCode(), added.body());
        OpenApi.check("Stream", TestClient.json(added));
        assertFalse(added.body().contains("s3cret"), added.body());
        assertEquals(7, TestClient.json(added).path("keep_days").asDouble());
        assertEquals("/api/v1/streams/s1", added.headers().firstValue("Location").orElseThrow());
        HttpResponse<String> list = client.get("/api/v1/streams");
        OpenApi.check("Streams", TestClient.json(list));
        HttpResponse<String> shown = client.get("/api/v1/streams/s1");
        OpenApi.check("Stream", TestClient.json(shown));
        assertEquals("the line was cut", TestClient.json(shown).path("gaps").path(0).path("reason").asText());
        for (String body : List.of("{}", "{\"address\": \"file:///etc/passwd\"}", "{\"address\": \"rtsp://c/1\", \"keep_days\": 0}",
                "{\"address\": \"rtsp://c/1\", \"keep_gb\": -1}", "{\"address\": \"rtsp://c/1\", \"keep_days\": 1e99}")) {
            problem(client.post("/api/v1/streams", body), 400);
        }
        assertEquals(204, client.delete("/api/v1/streams/s1").statusCode());
        problem(client.delete("/api/v1/streams/s1"), 404);
        problem(client.get("/api/v1/streams/s1"), 404);
        problem(client.get("/api/v1/streams/a1"), 400);
    }

    @Test
    void whatWasRemovedIsToldWithTimeAndReason() throws Exception {
        HttpResponse<String> gone = client.get("/api/v1/tracks/t77");
        problem(gone, 404);
        assertTrue(gone.body().contains(
                "t77 of a9 (rtsp://cam/1) was removed at 2024-05-14T16:30:00+02:00: kept for 7 days"), gone.body());
        problem(client.get("/api/v1/tracks/t78"), 404);
    }

    @Test
    void packagesAreDeployedListedAndRolledBack() throws Exception {
        HttpResponse<String> accepted = client.post("/api/v1/generations", "{\"file\": \"/tmp/eye-1.2.0.vpk\"}");
        assertEquals(202, accepted.statusCode(), accepted.body());
        OpenApi.check("Generation", TestClient.json(accepted));
        String events = accepted.headers().firstValue("Location").orElseThrow();
        String end = client.get(events).body();
        assertTrue(end.startsWith("event: end\ndata: {"), end);
        OpenApi.check("DeployProgress", TestClient.JSON.readTree(end.substring(end.indexOf('{'))));
        OpenApi.check("Generations", ok(client.get("/api/v1/generations"), "Generations"));
        assertEquals(202, client.post("/api/v1/generations", "{\"file\": \"/tmp/eye.vpk\", \"percent\": 30}").statusCode());
        assertEquals(202, client.post("/api/v1/generations", "{\"file\": \"/tmp/eye.vpk\", \"shadow\": true}").statusCode());
        problem(client.post("/api/v1/generations", "{\"file\": \"/tmp/eye.vpk\", \"percent\": 100}"), 400);
        problem(client.post("/api/v1/generations", "{\"file\": \"/tmp/eye.vpk\", \"percent\": 0}"), 400);
        problem(client.post("/api/v1/generations", "{\"file\": \"/tmp/eye.vpk\", \"percent\": 3, \"shadow\": true}"), 400);
        problem(client.post("/api/v1/generations", "{\"file\": \"/tmp/eye.vpk\", \"percent\": 66}"), 400);
        assertEquals(202, client.post("/api/v1/promotions", "{}").statusCode());
        assertEquals(202, client.post("/api/v1/discards", "{\"generation\": 1}").statusCode());
        problem(client.post("/api/v1/promotions", "{\"generation\": 7}"), 400);
        problem(client.post("/api/v1/discards", "{\"generation\": 7}"), 400);
        assertEquals(202, client.post("/api/v1/rollbacks", "{}").statusCode());
        assertEquals(202, client.post("/api/v1/rollbacks", "{\"generation\": 0}").statusCode());
        problem(client.post("/api/v1/rollbacks", "{\"generation\": 7}"), 404);
        problem(client.get("/api/v1/generations/7/events"), 404);
        problem(client.get("/api/v1/generations/x/events"), 404);
        JsonNode refused = problem(client.post("/api/v1/generations", "{\"file\": \"/tmp/bad.vpk\"}"), 400);
        assertTrue(refused.path("detail").asText().contains("is not signed"), refused.toString());
        problem(client.post("/api/v1/generations", "{\"file\": \"eye.vpk\"}"), 400);
        problem(client.post("/api/v1/generations", "{}"), 400);
    }

    @Test
    void aSpaceIsBuiltComparedCutOverReturnedAndDropped() throws Exception {
        HttpResponse<String> list = client.get("/api/v1/spaces");
        OpenApi.check("Spaces", TestClient.json(list));
        assertEquals("offered", TestClient.json(list).path("spaces").path(1).path("state").asText());
        assertEquals("serving", TestClient.json(list).path("spaces").path(0).path("state").asText());
        String space = "/api/v1/spaces/" + FakeSpaces.NEW;
        HttpResponse<String> built = client.post(space + "/build", "{}");
        OpenApi.check("Space", TestClient.json(built));
        assertEquals("the file is cut", TestClient.json(built).path("lost").path(0).path("reason").asText());
        problem(client.post(space + "/cutover", "{}"), 400);
        HttpResponse<String> report = client.post(space + "/compare", "{\"domain\": \"yard\"}");
        OpenApi.check("SpaceReport", TestClient.json(report));
        assertEquals("yard", TestClient.json(report).path("domain").asText());
        HttpResponse<String> now = client.post(space + "/cutover", "{}");
        OpenApi.check("Space", TestClient.json(now));
        assertEquals("serving", TestClient.json(now).path("state").asText());
        problem(client.delete(space), 400);
        HttpResponse<String> returned = client.post("/api/v1/spaces/return", "{}");
        OpenApi.check("Spaces", TestClient.json(returned));
        assertEquals(FakeSpaces.OLD, TestClient.json(returned).path("spaces").path(0).path("id").asText());
        assertEquals(200, client.post(space + "/cutover", "{\"unproven\": true}").statusCode());
        HttpResponse<String> dropped = client.delete("/api/v1/spaces/" + FakeSpaces.OLD);
        OpenApi.check("DroppedSpace", TestClient.json(dropped));
        assertEquals(1_838_592, TestClient.json(dropped).path("freed_bytes").asLong());
        problem(client.post("/api/v1/spaces/none/build", "{}"), 404);
    }

    @Test
    void renewalIsShownPausedGivenUpAndResumed() throws Exception {
        HttpResponse<String> shown = client.get("/api/v1/renewal");
        OpenApi.check("Renewal", TestClient.json(shown));
        assertEquals("running", TestClient.json(shown).path("state").asText());
        assertEquals("its bytes are gone", TestClient.json(shown).path("lost").path(0).path("reason").asText());
        for (String[] step : new String[][] {{"pause", "paused"}, {"abandon", "abandoned"}, {"resume", "running"}}) {
            HttpResponse<String> now = client.post("/api/v1/renewal/" + step[0], "{}");
            OpenApi.check("Renewal", TestClient.json(now));
            assertEquals(step[1], TestClient.json(now).path("state").asText());
        }
    }

    @Test
    void zonesAreAddedListedAndDeleted() throws Exception {
        HttpResponse<String> added = client.post("/api/v1/zones",
                "{\"source\": \"yard.mp4\", \"name\": \"gate\", \"points\": [[0,0],[0.5,0],[0.5,0.5]]}");
        assertEquals(201, added.statusCode(), added.body());
        OpenApi.check("Zone", TestClient.json(added));
        HttpResponse<String> list = client.get("/api/v1/zones");
        OpenApi.check("Zones", TestClient.json(list));
        String id = TestClient.json(list).path("zones").path(0).path("id").asText();
        assertEquals("/api/v1/zones/" + id, added.headers().firstValue("Location").orElseThrow());
        for (String points : List.of("[]", "[[0,0],[1,1]]", "[[0,0],[1,1],[1]]", "[[0,0],[2,0],[1,1]]", "null", "[[0,0],[1,null],[1,1]]")) {
            problem(client.post("/api/v1/zones", "{\"source\": \"yard.mp4\", \"name\": \"gate\", \"points\": " + points + "}"), 400);
        }
        problem(client.post("/api/v1/zones",
                "{\"source\": \"s\", \"name\": \"n\", \"points\": [[0,0],[1,1],[1,0]], \"unit\": \"mile\"}"), 400);
        assertEquals(204, client.delete("/api/v1/zones/" + id).statusCode());
        problem(client.delete("/api/v1/zones/" + id), 404);
        problem(client.delete("/api/v1/zones/a3"), 400);
    }

    // Errors

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void everyErrorKindHasItsStatus(ErrorKind kind) throws Exception {
        int status = Map.of(
                        ErrorKind.USER_INPUT, 400,
                        ErrorKind.NOT_FOUND, 404,
                        ErrorKind.UNAVAILABLE, 503,
                        ErrorKind.RESOURCES, 507,
                        ErrorKind.EXTERNAL, 502,
                        ErrorKind.INTERNAL, 500)
                .get(kind);
        JsonNode problem = problem(client.post("/api/v1/ask", "{\"question\": \"fail " + kind + "\"}"), status);
        assertEquals(kind.name().toLowerCase(java.util.Locale.ROOT), problem.path("kind").asText());
        assertEquals(kind != ErrorKind.INTERNAL, problem.path("detail").asText().equals("told to fail " + kind));
        assertEquals(
                kind == ErrorKind.INTERNAL || kind == ErrorKind.EXTERNAL || kind == ErrorKind.RESOURCES,
                problem.path("reference").isTextual());
    }

    @ParameterizedTest
    @ValueSource(strings = {"crash", "error"})
    void faultsAreHiddenFromTheClient(String question) throws Exception {
        HttpResponse<String> response = client.post("/api/v1/ask", "{\"question\": \"" + question + "\"}");
        problem(response, 500);
        assertFalse(response.body().contains("secret"), response.body());
        assertFalse(response.body().contains("Exception"), response.body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"question\": \"x\", \"topp\": 3} | topp",
        "{\"question\": | line 1",
        "{} {} | JSON",
        "null | null",
        "[1] | JSON",
        "{\"top\": 0} | 1 to 1000",
        "{\"top\": 1001} | 1 to 1000",
        "{\"image\": \"%%%\"} | base64",
        "{\"image\": \"AAAA\"} | no picture",
        "{\"image\": \"AQID\", \"moment\": \"m12\"} | both image and moment",
        "{\"at_ms\": 5} | no moment",
        "{\"moment\": \"a3\"} | no moment id",
        "{\"moment\": \"m12\", \"at_ms\": -1} | 0 or more",
        "{\"question\": \"x\", \"point\": {\"x\": 1, \"y\": 2}} | no picture",
        "{\"moment\": \"m12\", \"point\": {\"x\": 1}} | needs x and y",
        "{\"moment\": \"m12\", \"box\": {\"x\": 1, \"y\": 2, \"w\": 0, \"h\": 4}} | above 0",
        "{\"moment\": \"m12\", \"point\": {\"x\": 1, \"y\": 2}, \"line\": {\"x1\": 1, \"y1\": 2, \"x2\": 3, \"y2\": 4}} | point once",
    })
    void wrongBodiesAreNamed(String body, String part) throws Exception {
        JsonNode problem = problem(client.post("/api/v1/ask", body), 400);
        assertTrue(problem.path("detail").asText().contains(part), problem.toString());
    }

    @Test
    void aQuestionOfAHundredThousandCharactersIsRefusedClearly() throws Exception {
        String detail = problem(client.post("/api/v1/ask", "{\"question\": \"" + "q".repeat(100_000) + "\"}"), 400)
                .path("detail").asText();
        assertTrue(detail.contains("100000") && detail.contains("2000"), detail);
    }

    @Test
    void bodiesAreLimited() throws Exception {
        String tooLong = "{\"question\": \"" + "q".repeat(TestServer.LIMITS.bodyBytes()) + "\"}";
        problem(client.post("/api/v1/ask", tooLong), 413);
        // Without a length in the header the limit holds too.
        problem(
                client.send(client.request("/api/v1/ask")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(tooLong)))),
                413);
        String sources = "{\"sources\": [\"/" + "s".repeat(TestServer.LIMITS.smallBodyBytes()) + "\"]}";
        problem(client.post("/api/v1/jobs", sources), 413);
        problem(client.send(client.request("/api/v1/ask").POST(HttpRequest.BodyPublishers.ofString("{}"))), 415);
    }

    @Test
    void answersCarrySecurityHeaders() throws Exception {
        for (HttpResponse<String> response : List.of(client.get("/api/v1/status"), client.get("/api/v1/nothing"))) {
            assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""));
            assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse(""));
            assertTrue(response.headers().firstValue("Content-Security-Policy").orElse("").contains("default-src 'none'"));
            assertTrue(response.headers().firstValue("Server").isEmpty());
        }
    }

    // Questions

    @Test
    void anAnswerFollowsTheContract() throws Exception {
        JsonNode answer = ok(client.post("/api/v1/ask", "{\"question\": \"find vans\", \"top\": 3}"), "Answer");
        assertEquals(3, server.queries.last().top());
        assertEquals("default", server.queries.last().domain());
        assertEquals("answered", answer.path("status").asText());
        assertTrue(answer.path("clarification").isNull());
        assertEquals("class", answer.path("plan").path("conditions").path(0).path("kind").asText());
        JsonNode hit = answer.path("hits").path(0);
        assertEquals("m12", hit.path("moment").asText());
        assertEquals("t5", hit.path("track").asText());
        assertEquals("a3", hit.path("asset").asText());
        assertEquals("2024-05-14T16:30:12+02:00", hit.path("captured_at").asText());
        assertEquals("admin", hit.path("clock").path("source").asText());
        assertEquals(0.9123, hit.path("probability").asDouble());
        assertEquals(652, hit.path("region").path("x").asDouble());
        assertEquals("met", hit.path("evidence").path(1).path("verdict").asText());
        assertEquals(7, answer.path("timings_ms").path("total").asInt());
        assertEquals("/api/v1/assets/a3/frame?ms=12000&box=652.0,43.0,74.0,55.0&box=600.0,40.0,20.0,60.0",
                hit.path("frame").asText(), "what stands near is drawn in the same frame");
        assertEquals("dog", hit.path("involved").path(1).path("what").asText());
        assertEquals("/api/v1/assets/a3/frame?ms=21000&box=100.0,40.0,20.0,10.0", hit.path("involved").path(1).path("frame").asText());
        // The clip is cut to the longest that may be asked for, around the frame that proves the find.
        assertEquals("/api/v1/assets/a3/clip?start_ms=0&end_ms=60000", hit.path("clip").asText());
        JsonNode photo = answer.path("hits").path(1);
        assertTrue(photo.path("clip").isNull() && photo.path("region").isNull() && photo.path("captured_at").isNull());
        assertEquals(200, client.get(hit.path("frame").asText()).statusCode());
        assertEquals(200, client.get(hit.path("clip").asText()).statusCode());
        assertEquals(200, client.get(photo.path("frame").asText()).statusCode());
    }

    @Test
    void nothingFoundAndClarificationFollowTheContract() throws Exception {
        JsonNode nothing = ok(client.post("/api/v1/ask", "{\"question\": \"nothing\"}"), "Answer");
        assertEquals("nothing_found", nothing.path("status").asText());
        assertEquals("not_met", nothing.path("near_misses").path(0).path("evidence").path(1).path("verdict").asText());
        JsonNode unclear = ok(client.post("/api/v1/ask", "{\"question\": \"unclear\"}"), "Answer");
        assertEquals("needs_clarification", unclear.path("status").asText());
        assertEquals("find vans", unclear.path("clarification").path("choices").path(1).asText());
    }

    @Test
    void aPictureComesAlong() throws Exception {
        String picture = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        ok(client.post("/api/v1/ask", "{\"image\": \"" + picture + "\"}"), "Answer");
        VisualPrompt prompt = server.queries.last().prompt().orElseThrow();
        assertTrue(prompt.source() instanceof VisualPrompt.Picture && prompt.mark().isEmpty());
        ok(client.post("/api/v1/ask",
                "{\"image\": \"" + picture + "\", \"box\": {\"x\": 1, \"y\": 2, \"w\": 3.5, \"h\": 4}}"), "Answer");
        assertEquals(Optional.of(new VisualPrompt.Area(new Box(1, 2, 3.5, 4))), server.queries.last().prompt().orElseThrow().mark());
    }

    @Test
    void aStoredFrameIsPointedAt() throws Exception {
        ok(client.post("/api/v1/ask", "{\"moment\": \"m12\", \"point\": {\"x\": 7, \"y\": 8}}"), "Answer");
        assertEquals(
                Optional.of(new VisualPrompt(
                        new VisualPrompt.StoredFrame(12, OptionalLong.empty()), Optional.of(new VisualPrompt.Point(7, 8)))),
                server.queries.last().prompt());
        ok(client.post("/api/v1/ask", "{\"question\": \"but red\", \"moment\": \"m12\", \"at_ms\": 500,"
                + " \"line\": {\"x1\": 1, \"y1\": 2, \"x2\": 3, \"y2\": 4}}"), "Answer");
        assertEquals(
                Optional.of(new VisualPrompt(
                        new VisualPrompt.StoredFrame(12, OptionalLong.of(500)),
                        Optional.of(new VisualPrompt.Line(1, 2, 3, 4)))),
                server.queries.last().prompt());
    }

    // Jobs

    @Test
    void aJobIsQueuedFollowedAndListed() throws Exception {
        HttpResponse<String> response = client.post(
                "/api/v1/jobs",
                "{\"sources\": [\"/f/new.jpg\", \"/f/broken.mp4\"], \"captured_at\": \"2024-05-14T16:30:00+02:00\"}");
        assertEquals(202, response.statusCode());
        String id = ok(response, "Job").path("id").asText();
        assertEquals("2024-05-14T16:30 Optional[+02:00]", server.lastCapturedAt());
        List<JsonNode> events = events(id);
        JsonNode end = events.getLast();
        assertEquals("done", end.path("state").asText());
        assertEquals(1, end.path("outcomes").path("added").asInt());
        assertEquals(1, end.path("outcomes").path("refused").asInt());
        assertEquals("the file is empty", end.path("items").path(1).path("reason").asText());
        assertEquals(end, ok(client.get("/api/v1/jobs/" + id), "Job"));
        assertTrue(ok(client.get("/api/v1/jobs"), "Jobs").path("jobs").size() >= 1);
        assertEquals(0, server.ingest.listeners());
    }

    private static List<JsonNode> events(String id) throws Exception {
        HttpResponse<InputStream> stream = client.http()
                .send(
                        client.request("/api/v1/jobs/" + id + "/events").GET().build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertTrue(stream.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream"));
        List<JsonNode> events = new ArrayList<>();
        String event = "";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    JsonNode job = TestClient.JSON.readTree(line.substring(6));
                    OpenApi.check("Job", job);
                    assertEquals(event.equals("end"), job.has("items"));
                    events.add(job);
                }
            }
        }
        assertEquals("end", event);
        return events;
    }

    @Test
    void anEventStreamLivesUntilTheJobIsCancelled() throws Exception {
        String id = TestClient.json(client.post("/api/v1/jobs", "{\"sources\": [\"/f/slow.mp4\"]}")).path("id").asText();
        CompletableFuture<List<JsonNode>> following = CompletableFuture.supplyAsync(() -> {
            try {
                return events(id);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        problem(client.delete("/api/v1/jobs/j999"), 404);
        assertEquals(202, client.delete("/api/v1/jobs/" + id).statusCode());
        assertEquals("cancelled", following.get(20, TimeUnit.SECONDS).getLast().path("state").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{} | sources",
        "{\"sources\": []} | sources",
        "{\"sources\": [null]} | sources",
        "{\"sources\": [\"/f/missing.mp4\"]} | does not exist",
        "{\"sources\": [\"/f/a.jpg\"], \"captured_at\": \"yesterday\"} | ISO",
    })
    void wrongJobsAreNamed(String body, String part) throws Exception {
        JsonNode problem = problem(client.post("/api/v1/jobs", body), 400);
        assertTrue(problem.path("detail").asText().contains(part), problem.toString());
    }

    @Test
    void unknownJobsAreNotFound() throws Exception {
        problem(client.get("/api/v1/jobs/nope"), 404);
        problem(client.get("/api/v1/jobs/nope/events"), 404);
    }

    // Media

    @Test
    void assetsMomentsAndTracksAreShown() throws Exception {
        assertEquals(2, ok(client.get("/api/v1/assets"), "Assets").path("total").asInt());
        assertEquals(1, ok(client.get("/api/v1/assets?offset=1&limit=1"), "Assets").path("assets").size());
        assertEquals(0, ok(client.get("/api/v1/assets?domain=other"), "Assets").path("total").asInt());
        JsonNode asset = ok(client.get("/api/v1/assets/a3"), "Asset");
        assertEquals("2024-05-14T16:30:00+02:00", asset.path("clock").path("start").asText());
        assertEquals("m12", asset.path("moments").path(0).path("id").asText());
        JsonNode moment = ok(client.get("/api/v1/moments/m12"), "Moment");
        assertEquals("2024-05-14T16:30:12+02:00", moment.path("captured_at").asText());
        assertFalse(moment.path("tracks").path(0).has("observations"));
        JsonNode text = moment.path("texts").path(0);
        assertEquals(FakeFootage.WRITTEN, text.path("text").asText());
        assertEquals(0.8765, text.path("probability").asDouble());
        assertEquals(30, text.path("region").path("w").asDouble());
        JsonNode track = ok(client.get("/api/v1/tracks/t5"), "Track");
        assertEquals("parked", track.path("state").asText());
        assertEquals("truck", track.path("labels").path(0).path("label").asText());
        assertEquals("label 7", track.path("labels").path(1).path("label").asText());
        assertEquals("white", track.path("colours").path(0).path("colour").asText());
        assertEquals(1, track.path("observations").size());
        assertEquals(0, server.broker.held(), "leases must be given back");
    }

    @Test
    void idsAreChecked() throws Exception {
        for (String path : List.of("assets/a99", "moments/m99", "tracks/t99", "assets/a99/frame")) {
            problem(client.get("/api/v1/" + path), 404);
        }
        for (String path : List.of("assets/m12", "moments/a3", "tracks/x", "assets/0", "assets/-1", "assets/99999999999999999999")) {
            problem(client.get("/api/v1/" + path), 400);
        }
    }

    @Test
    void framesAndClipsAreMadeWithinLimits() throws Exception {
        HttpResponse<String> frame = client.get("/api/v1/assets/a3/frame?ms=1000&box=1,2,3,4&box=5,6,7,8&max_side=320");
        assertEquals("image/jpeg", frame.headers().firstValue("Content-Type").orElse(""));
        assertTrue(frame.body().contains("jpeg of 3 at 1000") && frame.body().contains("side 320"), frame.body());
        HttpResponse<String> clip = client.get("/api/v1/assets/a3/clip?start_ms=1000&end_ms=3000");
        assertEquals("video/mp4", clip.headers().firstValue("Content-Type").orElse(""));
        assertEquals("clip of 3 from 1000 to 3000", clip.body());
        for (String query : List.of("ms=-1", "ms=80000", "ms=x", "box=1,2,3", "box=1,2,0,4", "box=1,2,NaN,4", "max_side=1")) {
            problem(client.get("/api/v1/assets/a3/frame?" + query), 400);
        }
        for (String query : List.of("", "start_ms=0", "start_ms=5&end_ms=5", "start_ms=0&end_ms=60001", "start_ms=0&end_ms=90000")) {
            problem(client.get("/api/v1/assets/a3/clip?" + query), 400);
        }
        problem(client.get("/api/v1/assets/a4/clip?start_ms=0&end_ms=0"), 400);
        problem(client.get("/api/v1/assets/a3/clip?start_ms=13000&end_ms=14000"), 502);
    }

    @Test
    void aServerThatStartsRemovesWhatAKilledRuntimeLeftAndNoClipThatAnotherOneIsSending() throws Exception {
        Path other = Files.createTempDirectory(home, "swept");
        Path clips = Files.createDirectories(other.resolve("cache/clips"));
        Path sending = Files.writeString(clips.resolve("clip-1.mp4"), "made by a server that is drained");
        Path left = Files.writeString(clips.resolve("clip-2.mp4"), "left");
        Path part = Files.writeString(clips.resolve(".clip-3.part"), "left half made");
        for (Path old : List.of(left, part)) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        }
        try (TestServer own = new TestServer(other)) {
            assertTrue(own.server.port() > 0);
            assertTrue(Files.exists(sending));
            assertFalse(Files.exists(left));
            assertFalse(Files.exists(part));
        }
    }

    @Test
    void anAssetIsDeletedOnce() throws Exception {
        Path other = Files.createTempDirectory(home, "other");
        try (TestServer own = new TestServer(other)) {
            TestClient owner = new TestClient(own.url(), other.resolve("conf/tls/server.pem"), own.token.text());
            assertEquals(204, owner.delete("/api/v1/assets/a4").statusCode());
            problem(owner.delete("/api/v1/assets/a4"), 404);
        }
    }

    // The runtime

    @Test
    void statusBundlesAndRefusalsAreShown() throws Exception {
        JsonNode status = ok(client.get("/api/v1/status"), "Status");
        assertEquals("Europe/Berlin", status.path("site").path("zone").asText());
        assertEquals("nanodet@1.0.0", status.path("providers").path(0).path("provider").asText());
        JsonNode bundles = ok(client.get("/api/v1/bundles"), "Bundles");
        assertEquals("dev.vireo.api.query.QueryEngine", bundles.path("bundles").path(1).path("services").path(0).asText());
        assertEquals("the file is empty", ok(client.get("/api/v1/refusals"), "Refusals").path("refusals").path(0).path("reason").asText());
    }

    @Test
    void readinessTellsWhatIsWaitedFor() throws Exception {
        ok(client.send(client.anonymous("/healthz").GET()), "Health");
        ok(client.send(client.anonymous("/readyz").GET()), "Readiness");
        server.missing.add("Detector");
        try {
            HttpResponse<String> response = client.send(client.anonymous("/readyz").GET());
            assertEquals(503, response.statusCode());
            assertEquals("Detector", TestClient.json(response).path("waiting_for").path(0).asText());
        } finally {
            server.missing.clear();
        }
    }

    @Test
    void theOpenApiDocumentNamesEveryRouteAndNoOther() throws Exception {
        JsonNode document = TestClient.json(client.get("/api/v1/openapi.json"));
        assertEquals("3.1.0", document.path("openapi").asText());
        Set<String> described = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation ->
                described.add(operation.getKey() + " " + path.getKey() + " "
                        + operation.getValue().path("x-vireo-role").asText() + " "
                        + (operation.getValue().path("security").isEmpty() && operation.getValue().has("security")))));
        Set<String> served = new TreeSet<>();
        for (ParsedEndpoint entry : server.javalin().unsafe.internalRouter.allHttpHandlers()) {
            if (entry.endpoint.method.isHttpMethod()) {
                Access access = (Access) entry.endpoint.metadata(Roles.class).getRoles().iterator().next();
                served.add(entry.endpoint.method.name().toLowerCase(java.util.Locale.ROOT) + " " + entry.endpoint.path + " "
                        + Views.lower(access) + " " + (access == Access.PUBLIC));
            }
        }
        assertEquals(served, described);
    }

    @Test
    void theOpenApiDocumentIsAnOpenApiDocument() throws Exception {
        OpenApi.checkReferences();
    }

    @Test
    void readsAndWritesNeedTls() throws Exception {
        HttpResponse<String> status = client.get("/api/v1/status");
        assertEquals("TLSv1.3", status.sslSession().orElseThrow().getProtocol());
        assertNotEquals(0, server.tls.fingerprint().length());
    }

    @Test
    void stoppingEndsStreamsAndRefusesTheRest() throws Exception {
        Path other = Files.createTempDirectory(home, "stopping");
        TestServer own = new TestServer(other);
        TestClient owner = new TestClient(own.url(), other.resolve("conf/tls/server.pem"), own.token.text());
        String id = TestClient.json(owner.post("/api/v1/jobs", "{\"sources\": [\"/f/slow.mp4\"]}")).path("id").asText();
        HttpResponse<InputStream> stream = owner.http()
                .send(owner.request("/api/v1/jobs/" + id + "/events").GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        assertNotEquals(-1, stream.body().read());
        long begun = System.nanoTime();
        own.close();
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(10).toNanos(), "the stream held up the stop");
        assertEquals(0, own.ingest.listeners());
        stream.body().close();
    }
}

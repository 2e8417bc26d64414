package dev.vireo.admin.javalin.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clips in parts, as players ask for them (RFC 9110, sections 13 and 14), over real HTTPS. */
@Timeout(60)
final class ClipRangesTest {
    private static final String CLIP = "/api/v1/assets/a3/clip?start_ms=1000&end_ms=3000";
    private static final String BYTES = "clip of 3 from 1000 to 3000"; // 27 of them

    @TempDir
    Path home;

    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(home);
        client = new TestClient(server.url(), home.resolve("conf/tls/server.pem"), server.token.text());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String... headers) throws Exception {
        HttpRequest.Builder request = client.request(CLIP).GET();
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private List<Path> kept() throws Exception {
        try (var files = Files.list(home.resolve("cache/clips"))) {
            return files.toList();
        }
    }

    @Test
    void theWholeSaysThatPartsCanBeHad() throws Exception {
        HttpResponse<String> whole = get();
        assertEquals(200, whole.statusCode());
        assertEquals(BYTES, whole.body());
        assertEquals("bytes", header(whole, "Accept-Ranges"));
        assertEquals("27", header(whole, "Content-Length"));
        assertTrue(header(whole, "ETag").matches("\"[0-9a-f]{32}\""), header(whole, "ETag"));
        assertEquals(header(whole, "ETag"), header(get(), "ETag"));
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-3, 0, 3", "bytes=5-, 5, 26", "bytes=-4, 23, 26", "bytes=20-999, 20, 26", "bytes=26-26, 26, 26",
        "bytes=-999, 0, 26", "BYTES=1-2, 1, 2"})
    void aPartIsSent(String range, int first, int last) throws Exception {
        HttpResponse<String> part = get("Range", range);
        assertEquals(206, part.statusCode());
        assertEquals("bytes " + first + "-" + last + "/27", header(part, "Content-Range"));
        assertEquals(BYTES.substring(first, last + 1), part.body());
        assertEquals(Integer.toString(last + 1 - first), header(part, "Content-Length"));
        assertEquals("video/mp4", header(part, "Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=27-", "bytes=99-100", "bytes=-0"})
    void behindTheEndThereIsNothing(String range) throws Exception {
        HttpResponse<String> none = get("Range", range);
        assertEquals(416, none.statusCode());
        assertEquals("bytes */27", header(none, "Content-Range"));
        assertEquals("", none.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines=0-3", "bytes=", "bytes=a-b", "bytes=3", "0-3", "bytes=0-1, 5-6", "bytes=99999999999999999999-x"})
    void whatIsNoSingleRangeOfBytesGetsTheWhole(String range) throws Exception {
        HttpResponse<String> whole = get("Range", range);
        assertEquals(200, whole.statusCode());
        assertEquals(BYTES, whole.body());
    }

    @Test
    void aPartOfAnotherVersionIsNotSent() throws Exception {
        String etag = header(get(), "ETag");
        assertEquals(206, get("Range", "bytes=0-3", "If-Range", etag).statusCode());
        for (String other : List.of("\"other\"", "W/" + etag, "Tue, 24 Nov 2026 12:00:00 GMT")) {
            HttpResponse<String> whole = get("Range", "bytes=0-3", "If-Range", other);
            assertEquals(200, whole.statusCode(), other);
            assertEquals(BYTES, whole.body());
        }
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws Exception {
        String etag = header(get(), "ETag");
        for (String known : List.of(etag, "\"x\", " + etag, "W/" + etag, "*")) {
            HttpResponse<String> same = get("If-None-Match", known);
            assertEquals(304, same.statusCode(), known);
            assertEquals("", same.body());
            assertEquals(etag, header(same, "ETag"));
        }
        assertEquals(200, get("If-None-Match", "\"other\"").statusCode());
    }

    @Test
    void headHasTheHeadersOfGet() throws Exception {
        HttpResponse<String> head = client.send(client.request(CLIP).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        HttpResponse<String> get = get();
        for (String name : List.of("Content-Length", "Content-Type", "ETag", "Accept-Ranges", "Cache-Control")) {
            assertEquals(header(get, name), header(head, name), name);
        }
        HttpResponse<String> frame = client.send(
                client.request("/api/v1/assets/a3/frame?ms=1000").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertEquals(200, frame.statusCode());
        assertEquals("image/jpeg", header(frame, "Content-Type"));
        assertEquals(404, client.send(client.request("/api/v1/assets/a99/clip?start_ms=0&end_ms=1")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())).statusCode());
        assertEquals(405, client.send(client.request("/api/v1/assets")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())).statusCode());
        assertEquals(401, client.send(client.anonymous(CLIP)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())).statusCode());
    }

    @Test
    void aClipIsCutOnceForAllItsPartsAndGoesWithItsAsset() throws Exception {
        get("Range", "bytes=0-3");
        List<Path> cut = kept();
        assertEquals(1, cut.size());
        get("Range", "bytes=4-9");
        get();
        assertEquals(cut, kept());
        Files.delete(cut.get(0)); // somebody cleans the cache
        assertEquals(BYTES, get().body());
        assertEquals(204, client.delete("/api/v1/assets/a3").statusCode());
        assertEquals(List.of(), kept());
        assertEquals(404, get("Range", "bytes=0-3").statusCode());
    }

    @Test
    void clipsOfWhatRetentionRemovedGoAtTheNextLook() throws Exception {
        Set<Long> there = new HashSet<>(Set.of(3L, 4L));
        Path folder = home.resolve("clips");
        try (ClipFiles clips = new ClipFiles(folder, new FakeMedia(), there::contains, new Gate("clips", 1, 1_000))) {
            for (long asset : there) {
                clips.open(asset, 1_000, 2_000).content().close();
            }
            clips.expire();
            try (Stream<Path> kept = Files.list(folder)) {
                assertEquals(2, kept.count());
            }
            there.remove(3L);
            clips.expire();
            try (Stream<Path> kept = Files.list(folder)) {
                assertEquals(List.of("clip of 4 from 1000 to 2000"), kept.map(ClipRangesTest::read).toList());
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aServerThatStopsLeavesNoClip() throws Exception {
        get();
        assertFalse(kept().isEmpty());
        server.close();
        assertEquals(List.of(), kept());
    }
}

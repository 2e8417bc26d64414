package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/** Talks to the runtime of one home. */
final class RestClient implements AutoCloseable {
    static final String BASE = "/api/v1";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
    private static final int MAX_CAUSES = 20;
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(5);

    private final Endpoint endpoint;
    private final ObjectMapper json;
    private final HttpClient http;
    private final Consumer<String> warnings;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /** @param warnings told once each, as the runtime sends them with its answers */
    RestClient(Endpoint endpoint, ObjectMapper json, Consumer<String> warnings) {
        this.warnings = warnings;
        this.endpoint = endpoint;
        this.json = json;
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new PinnedTrust(endpoint.certificateSha256())}, null);
            this.http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(CONNECT_LIMIT)
                    .sslContext(tls)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new Failure(Exit.FAILURE, "this Java cannot speak TLS: " + e.getMessage(), e);
        }
    }

    JsonNode get(String path) {
        return read(send(request(path).GET().timeout(ANSWER_LIMIT).build()));
    }

    JsonNode post(String path, Map<String, ?> body) {
        try {
            HttpRequest request = request(path)
                    .header("Content-Type", "application/json")
                    .timeout(ANSWER_LIMIT)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                    .build();
            return read(send(request));
        } catch (IOException e) {
            throw new Failure(Exit.FAILURE, "cannot write the request: " + e.getMessage(), e);
        }
    }

    void delete(String path) {
        close(send(request(path).DELETE().timeout(ANSWER_LIMIT).build()));
    }

    /** Deletes what tells about its end. */
    JsonNode drop(String path) {
        return read(send(request(path).DELETE().timeout(ANSWER_LIMIT).build()));
    }

    /** Stores what a path gives; the file appears whole or not at all. */
    void download(String path, Path file) {
        HttpResponse<InputStream> response = send(request(path).GET().timeout(ANSWER_LIMIT).build());
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            try (InputStream in = response.body()) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Failure(Exit.FAILURE, "cannot write " + Screen.safe(file.toString()) + ": " + e.getMessage(), e);
        }
    }

    /** An endless answer; there is no limit of time, the caller closes it. */
    InputStream stream(String path) {
        return send(request(path).header("Accept", "text/event-stream").GET().build()).body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(endpoint.url() + path))
                .header("Authorization", "Bearer " + endpoint.token());
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            response.headers().allValues("Vireo-Warning").stream().map(Screen::safe).filter(warned::add).forEach(warnings);
            if (response.statusCode() >= 400) {
                throw problem(response);
            }
            return response;
        } catch (SSLException e) {
            throw new Failure(
                    Exit.FAILURE,
                    "what answers on " + endpoint.url() + " is not the runtime of "
                            + Screen.safe(endpoint.home().toString()) + ": " + deepest(e)
                            + "; nothing was sent. Stop it, or start the runtime of this home again",
                    e);
        } catch (ConnectException e) {
            throw Endpoint.absent(endpoint.home(), e);
        } catch (IOException e) {
            throw new Failure(
                    Exit.FAILURE, "the connection to " + endpoint.url() + " broke: " + deepest(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILURE, "interrupted", e);
        }
    }

    private Failure problem(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(1 << 20);
            JsonNode problem = json.createObjectNode();
            if (response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json")) {
                problem = json.readTree(body);
            }
            String detail = problem.path("detail").asText("");
            int exit = switch (problem.path("kind").asText()) {
                case "not_found" -> Exit.NOTHING;
                case "user_input" -> response.statusCode() == 401 || response.statusCode() == 403 ? Exit.FAILURE : Exit.USAGE;
                default -> Exit.FAILURE;
            };
            return new Failure(
                    exit,
                    detail.isEmpty() ? "the runtime answered with status " + response.statusCode() : Screen.safe(detail));
        }
    }

    private JsonNode read(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            return json.readTree(in);
        } catch (IOException e) {
            throw new Failure(Exit.FAILURE, "the answer of " + endpoint.url() + " broke off: " + deepest(e), e);
        }
    }

    private static void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new Failure(Exit.FAILURE, "the answer broke off: " + deepest(e), e);
        }
    }

    private static String deepest(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; cause.getCause() != null && depth < MAX_CAUSES; depth++) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}

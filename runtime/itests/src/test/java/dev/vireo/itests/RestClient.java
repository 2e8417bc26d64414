package dev.vireo.itests;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A runtime over its REST interface, with the certificate that it made. */
final class RestClient implements AutoCloseable {
    private final HttpClient http;
    private final String url;
    private final String token;

    /** @param home of a runtime that is ready */
    RestClient(Path home) throws Exception {
        JsonObject endpoint = json(Files.readString(home.resolve("run/endpoint.json")));
        this.url = endpoint.getString("url");
        this.token = endpoint.getString("token");
        this.http = HttpClient.newBuilder().sslContext(trust(home)).build();
    }

    private static SSLContext trust(Path home) throws Exception {
        String pem = Files.readString(home.resolve("conf/tls/server.pem"));
        String certificate = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("vireo", CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** @param body none when it is empty */
    HttpResponse<String> call(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    JsonObject get(String path) throws Exception {
        HttpResponse<String> response = call("GET", path, "");
        if (response.statusCode() >= 300) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
        }
        return json(response.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

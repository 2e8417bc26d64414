package dev.vireo.admin.javalin.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code run/endpoint.json}: where the runtime of a home answers, for those who may read its files. */
final class EndpointFile {
    private final Path file;

    EndpointFile(Path home) {
        this.file = home.resolve("run").resolve("endpoint.json");
    }

    /**
     * @param url base address
     * @param certificateSha256 what a client has to see, lower-case hex
     * @param token bearer token
     * @param pid process that answers, so that a file left by a killed one is known for what it is
     */
    record Content(String url, String certificateSha256, String token, long pid, String version) {}

    void write(Content content, Json json) throws IOException {
        OwnerOnly.folder(file.getParent());
        OwnerOnly.write(file, new String(json.bytes(content), StandardCharsets.UTF_8) + "\n");
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}

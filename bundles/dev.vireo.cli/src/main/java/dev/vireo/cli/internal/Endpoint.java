package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where the runtime of a home answers, as its {@code run/endpoint.json} says.
 *
 * @param home the home directory
 * @param url base address
 * @param certificateSha256 the only certificate to talk to, lower-case hex
 * @param token bearer token
 */
record Endpoint(Path home, URI url, String certificateSha256, String token) {
    static Endpoint read(Path home, ObjectMapper json) {
        Path file = home.resolve("run").resolve("endpoint.json");
        try {
            JsonNode node = json.readTree(Files.readAllBytes(file));
            Endpoint endpoint = new Endpoint(
                    home,
                    URI.create(node.path("url").asText()),
                    node.path("certificate_sha256").asText(),
                    node.path("token").asText());
            if (!"https".equals(endpoint.url.getScheme())
                    || !endpoint.certificateSha256.matches("[0-9a-f]{64}")
                    || endpoint.token.isEmpty()) {
                throw new Failure(Exit.FAILURE, file + " is not complete; stop the runtime and start it again");
            }
            // A killed runtime leaves its file behind.
            if (node.path("pid").isIntegralNumber()
                    && ProcessHandle.of(node.path("pid").asLong()).isEmpty()) {
                throw absent(home, null);
            }
            return endpoint;
        } catch (NoSuchFileException e) {
            throw absent(home, e);
        } catch (AccessDeniedException e) {
            throw new Failure(
                    Exit.FAILURE, "cannot read " + file + "; run this as the user who started the runtime", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(Exit.FAILURE, "cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    static Failure absent(Path home, Throwable cause) {
        return new Failure(
                Exit.FAILURE,
                "no runtime answers for " + Screen.safe(home.toString()) + "; start it with: vireo run --home "
                        + quoted(home.toString()),
                cause);
    }

    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9_./~+:@%-]+") ? path : "'" + Screen.safe(path).replace("'", "'\\''") + "'";
    }
}

package dev.vireo.cli.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.pack.ModelJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A folder with a model's manifest and its files, on the way to a bundle. */
final class ModelFolder {
    private static final String PLACE = "META-INF/vireo/";

    private final Path folder;
    private final ObjectNode manifest;
    private final ObjectMapper json;

    ModelFolder(Path folder, ObjectMapper json) {
        this.folder = folder;
        this.json = json;
        Path file = folder.resolve(ModelJar.MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new Failure(Exit.USAGE, Screen.safe(folder.toString()) + " is a folder without " + ModelJar.MANIFEST + "; it names the model and its files");
        }
        try {
            JsonNode read = json.readTree(Files.readAllBytes(file));
            if (!(read instanceof ObjectNode object) || !object.path("files").isArray()) {
                throw new Failure(Exit.FAILURE, Screen.safe(file.toString()) + " has no list \"files\"");
            }
            this.manifest = object;
        } catch (IOException e) {
            throw new Failure(Exit.FAILURE, Screen.safe(file.toString()) + " cannot be read as JSON: " + firstLine(e), e);
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** The model's id, the name of its bundle unless another is given. */
    String id() {
        return manifest.path("id").asText("");
    }

    PackageVersion version() {
        return PackageVersion.parse(manifest.path("version").asText(""));
    }

    /** Writes the bundle; sizes and hashes that the manifest lacks are put in, and those that it has must be right. */
    void write(String symbolicName, PackageVersion version, Path target) {
        for (JsonNode listed : manifest.path("files")) {
            if (listed instanceof ObjectNode file) {
                complete(file);
            }
        }
        try {
            ModelJar.write(folder, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest), symbolicName, version, target);
        } catch (JsonProcessingException e) {
            throw new Failure(Exit.FAILURE, "cannot write JSON: " + e.getMessage(), e);
        }
    }

    private void complete(ObjectNode listed) {
        String path = listed.path("path").asText("");
        Path file = path.startsWith(PLACE) ? folder.resolve(path.substring(PLACE.length())).normalize() : folder;
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            throw new Failure(Exit.FAILURE, ModelJar.MANIFEST + " names \"" + Screen.safe(path) + "\"; expected " + PLACE + " and a file of the folder "
                    + Screen.safe(folder.toString()));
        }
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            same(listed, path, "sha256", HexFormat.of().formatHex(digest.getMessageDigest().digest()));
            same(listed, path, "bytes", String.valueOf(Files.size(file)));
            listed.put("bytes", Files.size(file));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new Failure(Exit.FAILURE, "cannot read " + Screen.safe(file.toString()) + ": " + e.getMessage(), e);
        }
    }

    private static void same(ObjectNode listed, String path, String field, String found) {
        String said = listed.path(field).asText("");
        if (!said.isEmpty() && !said.equals(found)) {
            throw new Failure(Exit.FAILURE, ModelJar.MANIFEST + ": " + Screen.safe(path) + " has " + field + " " + found + ", the manifest says "
                    + Screen.safe(said) + "; leave it out to have it filled in");
        }
        listed.put(field, found);
    }
}

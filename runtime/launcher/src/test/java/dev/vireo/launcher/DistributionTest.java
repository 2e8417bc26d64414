package dev.vireo.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
    @TempDir
    private Path root;

    private void feature(String name, String bundles, String configurations) throws IOException {
        Files.createDirectories(root.resolve("features"));
        Files.writeString(root.resolve("features").resolve(name + ".json"), """
                { "feature-resource-version": "1.0", "id": "dev.vireo:%s:1.0.0",
                  "bundles": [ %s ], "configurations": { %s } }
                """.formatted(name, bundles, configurations));
    }

    private Path jar(String folder, String name) throws IOException {
        Path file = root.resolve(folder).resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private String failure() {
        return assertThrows(LaunchException.class, () -> new Distribution(root).read()).getMessage();
    }

    @Test
    void bundlesComeOnceAndInOrderOfStartLevel() throws IOException {
        Path late = jar("bundles", "late-1.0.0.jar");
        Path api = jar("bundles", "api-1.0.0.jar");
        Path model = jar("models", "model-2.1.0.jar");
        feature("a", "{ \"id\": \"g:late:1.0.0\", \"start-level\": 60 }, { \"id\": \"g:api:1.0.0\", \"start-level\": 10 }", "");
        feature("b", "{ \"id\": \"g:api:1.0.0\", \"start-level\": 10 }, { \"id\": \"g:model:2.1.0\", \"start-level\": 30 }", "");

        Distribution.Content content = new Distribution(root).read();

        assertEquals(List.of(api, model, late), content.bundles().stream().map(Distribution.Item::file).toList());
        assertEquals(60, content.highestStartLevel());
    }

    @Test
    void configurationsKeepTheirTypes() throws IOException {
        feature("a", "", "\"dev.vireo.x\": { \"port:Integer\": 8443, \"zone\": \"UTC\", \"on\": true }");

        Map<String, Object> values = new Distribution(root).read().configurations().get("dev.vireo.x");

        assertEquals(8443, values.get("port"));
        assertEquals("UTC", values.get("zone"));
        assertEquals(true, values.get("on"));
    }

    @Test
    void everyFaultIsNamedAtOnce() throws IOException {
        jar("bundles", "api-1.0.0.jar");
        feature("a", "{ \"id\": \"g:gone:1.0.0\", \"start-level\": 10 }, { \"id\": \"g:api:1.0.0\" }", "\"pid\": {}");
        feature("b", "", "\"pid\": {}");

        String message = failure();

        assertTrue(message.contains("a.json asks for g:gone:1.0.0"), message);
        assertTrue(message.contains("g:api:1.0.0 has start-level null; expected a number from 1 to 60"), message);
        assertTrue(message.contains("features a.json and b.json both configure pid"), message);
    }

    @Test
    void differentStartLevelsAreAFault() throws IOException {
        jar("bundles", "api-1.0.0.jar");
        feature("a", "{ \"id\": \"g:api:1.0.0\", \"start-level\": 10 }", "");
        feature("b", "{ \"id\": \"g:api:1.0.0\", \"start-level\": 20 }", "");

        assertTrue(failure().contains("a.json and b.json give g:api:1.0.0 different start levels"));
    }

    @Test
    void unreadableFeatureIsNamed() throws IOException {
        Files.createDirectories(root.resolve("features"));
        Files.writeString(root.resolve("features/broken.json"), "{ \"id\": ");

        assertTrue(failure().contains("broken.json is not readable"));
    }

    @Test
    void folderWithoutFeaturesIsNamed() {
        assertTrue(failure().contains("no features at"));
    }
}

package dev.vireo.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path directory;

    private Path conf;
    private SettingsSchema schema;

    @BeforeEach
    void bundle() throws IOException {
        conf = Files.createDirectory(directory.resolve("conf"));
        Path jar = directory.resolve("bundle.jar");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out)) {
            zip.putNextEntry(new JarEntry("OSGI-INF/metatype/x.xml"));
            zip.write("""
                    <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
                      <OCD id="x" name="x">
                        <AD id="port" type="Integer" min="0" max="65535" default="8443"/>
                        <AD id="zone" type="String" min="1"/>
                        <AD id="rate" type="Double"/>
                        <AD id="on" type="Boolean"/>
                        <AD id="mode" type="String"><Option label="Fast" value="fast"/><Option label="Exact" value="exact"/></AD>
                        <AD id="names" type="String" cardinality="2147483647"/>
                      </OCD>
                      <Designate pid="dev.vireo.x"><Object ocdref="x"/></Designate>
                      <Designate factoryPid="dev.vireo.f"><Object ocdref="x"/></Designate>
                    </metatype:MetaData>
                    """.getBytes(StandardCharsets.UTF_8));
        }
        schema = SettingsSchema.of(List.of(jar));
    }

    private Map<String, Object> merged(String json) throws IOException {
        Files.writeString(conf.resolve("dev.vireo.x.json"), json);
        return new Settings(schema).overrides(conf).values().get("dev.vireo.x");
    }

    private String failure(String file, String json) throws IOException {
        Files.writeString(conf.resolve(file), json);
        Settings settings = new Settings(schema).overrides(conf);
        return assertThrows(LaunchException.class, settings::values).getMessage().replace(conf + "/", "");
    }

    @Test
    void theLaterWinsNameByName() throws IOException {
        Files.writeString(conf.resolve("dev.vireo.x.json"), "{ \"port\": 2, \"zone\": \"Europe/Berlin\" }");

        Map<String, Object> values = new Settings(schema)
                .put("feature", "dev.vireo.x", Map.of("port", 1, "zone", "UTC", "rate", 0.5))
                .overrides(conf)
                .put("--port", "dev.vireo.x", Map.of("port", 3))
                .values().get("dev.vireo.x");

        assertEquals(Map.of("port", 3, "zone", "Europe/Berlin", "rate", 0.5), values);
    }

    @Test
    void valuesGetTheDeclaredType() throws IOException {
        Map<String, Object> values = merged("{ \"port\": 8443, \"rate\": 2, \"on\": true, \"mode\": \"exact\", \"names\": [\"a\", \"b\"] }");

        assertEquals(8443, values.get("port"));
        assertEquals(2.0, values.get("rate"));
        assertEquals(true, values.get("on"));
        assertEquals("exact", values.get("mode"));
        assertArrayEquals(new String[] {"a", "b"}, (Object[]) values.get("names"));
    }

    @Test
    void theEndsOfARangeAreInIt() throws IOException {
        assertEquals(0, merged("{ \"port\": 0 }").get("port"));
        assertEquals(65_535, merged("{ \"port\": 65535 }").get("port"));
    }

    @Test
    void valuesOutsideOfTheRangeNameFileKeyAndRange() throws IOException {
        assertEquals("dev.vireo.x.json: port is \"65536\"; expected Integer of at least 0 and at most 65535",
                failure("dev.vireo.x.json", "{ \"port\": 65536 }"));
        assertEquals("dev.vireo.x.json: port is \"-1\"; expected Integer of at least 0 and at most 65535",
                failure("dev.vireo.x.json", "{ \"port\": -1 }"));
        assertEquals("dev.vireo.x.json: mode is \"slow\"; expected String out of fast, exact",
                failure("dev.vireo.x.json", "{ \"mode\": \"slow\" }"));
        assertEquals("dev.vireo.x.json: zone is \"\"; expected String of at least 1",
                failure("dev.vireo.x.json", "{ \"zone\": \"\" }"));
    }

    @Test
    void wrongTypesAreNamed() throws IOException {
        assertEquals("dev.vireo.x.json: port is \"many\"; expected Integer of at least 0 and at most 65535",
                failure("dev.vireo.x.json", "{ \"port\": \"many\" }"));
        assertEquals("dev.vireo.x.json: port is \"1.5\"; expected Integer of at least 0 and at most 65535",
                failure("dev.vireo.x.json", "{ \"port\": 1.5 }"));
        assertEquals("dev.vireo.x.json: on is \"yes\"; expected Boolean", failure("dev.vireo.x.json", "{ \"on\": \"yes\" }"));
        assertEquals("dev.vireo.x.json: zone is \"1\"; expected String of at least 1",
                failure("dev.vireo.x.json", "{ \"zone\": 1 }"));
    }

    @Test
    void allFaultsAreNamedAtOnce() throws IOException {
        String message = failure("dev.vireo.x.json", "{ \"port\": -1, \"colour\": \"red\" }");

        assertEquals("""
                dev.vireo.x.json: port is "-1"; expected Integer of at least 0 and at most 65535
                dev.vireo.x.json: dev.vireo.x has no setting colour; it has mode, names, on, port, rate, zone""", message);
    }

    @Test
    void unknownPidNamesThoseThatExist() throws IOException {
        assertEquals("dev.vireo.y.json: no bundle has settings under dev.vireo.y; there are dev.vireo.f, dev.vireo.x",
                failure("dev.vireo.y.json", "{}"));
    }

    @Test
    void brokenJsonIsNamed() throws IOException {
        String message = failure("dev.vireo.x.json", "{ \"port\": ");

        assertEquals("dev.vireo.x.json: expected one JSON object", message.substring(0, message.indexOf(" of names")));
    }

    @Test
    void instancesOfAFactoryShareItsSettings() throws IOException {
        Files.writeString(conf.resolve("dev.vireo.f~one.json"), "{ \"port\": 7 }");

        assertEquals(Map.of("port", 7), new Settings(schema).overrides(conf).values().get("dev.vireo.f~one"));
    }
}

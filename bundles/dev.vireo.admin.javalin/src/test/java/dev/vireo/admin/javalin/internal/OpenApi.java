package dev.vireo.admin.javalin.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** The document that integrators generate clients from, held against what the server says. */
final class OpenApi {
    private static final JsonNode DOCUMENT = read();

    private OpenApi() {}

    private static JsonNode read() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The node has exactly what the schema of this name says. */
    static void check(String schema, JsonNode node) {
        assertTrue(DOCUMENT.at("/components/schemas/" + schema).isObject(), "no schema " + schema);
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("$ref", "#/components/schemas/" + schema);
        root.set("components", DOCUMENT.path("components"));
        Set<ValidationMessage> faults =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root).validate(node);
        assertEquals(Set.of(), faults, () -> node.toPrettyString());
    }

    /** Every reference points at something, and every schema is used. */
    static void checkReferences() {
        Set<String> used = new java.util.TreeSet<>();
        DOCUMENT.findValues("$ref").forEach(r -> used.add(r.asText()));
        Set<String> defined = new java.util.TreeSet<>();
        DOCUMENT.at("/components/schemas").fieldNames().forEachRemaining(n -> defined.add("#/components/schemas/" + n));
        assertEquals(defined, used);
    }
}

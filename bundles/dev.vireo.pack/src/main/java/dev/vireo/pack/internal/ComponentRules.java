package dev.vireo.pack.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which services the components of a bundle may offer: those of the families that the broker hands out, and its own. And which it
 * may have: any but those that deploy.
 */
final class ComponentRules {
    private static final Set<String> FAMILIES = Set.of(
            "dev.vireo.api.model.Provider", "dev.vireo.api.detect.Detector", "dev.vireo.api.classify.Classifier",
            "dev.vireo.api.encode.Encoder", "dev.vireo.api.rerank.Reranker", "dev.vireo.api.generate.Generator",
            "dev.vireo.api.segment.Segmenter", "dev.vireo.api.text.TextReader", "dev.vireo.api.index.VectorIndex");
    private static final List<String> RESERVED = List.of("dev.vireo.", "org.osgi.", "org.apache.felix.");
    private static final int MOST_BYTES = 4096;
    private static final List<String> DEPLOYMENT = List.of("dev.vireo.api.deploy.", "dev.vireo.api.broker.Stage");
    private static final Pattern SERVICE = Pattern.compile("<\\s*(?:\\w+:)?(provide|reference)\\b([^>]*)>");
    private static final Pattern INTERFACE = Pattern.compile("(?:^|.*\\s)interface\\s*=\\s*(?:\"([\\w.$]+)\"|'([\\w.$]+)').*", Pattern.DOTALL);

    private final Jar jar;
    private final String file;

    ComponentRules(Jar jar, String file) {
        this.jar = jar;
        this.file = file;
    }

    void check(byte[] content, long size) {
        if (file.startsWith("OSGI-INF/metatype/") || file.startsWith("OSGI-INF/l10n/")) {
            return;
        }
        if (size > MOST_BYTES) {
            throw jar.refused("the component \"" + Names.shown(file) + "\" has " + size + " bytes; " + MOST_BYTES + " are the most");
        }
        String xml = new String(content, StandardCharsets.UTF_8);
        if (xml.contains("<!") || xml.indexOf('\0') >= 0 || xml.lastIndexOf("<?") > 0) {
            throw jar.refused("the component \"" + Names.shown(file) + "\" has a comment, an entity or an instruction, which a program that reads it might take otherwise");
        }
        Matcher service = SERVICE.matcher(xml);
        while (service.find()) {
            Matcher one = INTERFACE.matcher(service.group(2));
            if (!one.matches()) {
                throw jar.refused("the component \"" + Names.shown(file) + "\" names a service as \"" + Names.shown(service.group(2).strip())
                        + "\"; expected interface=\"…\"");
            }
            String name = one.group(1) != null ? one.group(1) : one.group(2);
            if (service.group(1).equals("provide") && !FAMILIES.contains(name) && RESERVED.stream().anyMatch(name::startsWith)) {
                throw jar.refused("the component \"" + Names.shown(file) + "\" offers the service " + name + ", which is the product's own");
            }
            if (DEPLOYMENT.stream().anyMatch(name::startsWith)) {
                throw jar.refused("the component \"" + Names.shown(file) + "\" wants the service " + name + ", which deploys");
            }
        }
    }
}

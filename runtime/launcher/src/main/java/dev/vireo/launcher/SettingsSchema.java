package dev.vireo.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The settings that the installed bundles declare by Metatype: PID to name to type and range.
 *
 * <p>Read from {@code OSGI-INF/metatype/*.xml} before anything starts, so that a wrong setting is an error of the
 * person who wrote it and not a component that stays away.
 */
final class SettingsSchema {
    /**
     * One setting.
     *
     * @param type Metatype name of its scalar type, e.g. {@code Integer}
     * @param many whether it holds a list
     * @param min lowest value (numbers) or length (text), empty if none
     * @param max highest value or length, empty if none
     * @param options the only allowed values; empty allows all
     */
    record Setting(String type, boolean many, Optional<String> min, Optional<String> max, List<String> options) {}

    private final Map<String, Map<String, Setting>> settings;

    SettingsSchema(Map<String, Map<String, Setting>> settings) {
        this.settings = settings;
    }

    static SettingsSchema of(List<Path> jars) {
        Map<String, Map<String, Setting>> all = new TreeMap<>();
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry entry : Collections.list(file.entries())) {
                    if (entry.getName().startsWith("OSGI-INF/metatype/") && entry.getName().endsWith(".xml")) {
                        try (InputStream in = file.getInputStream(entry)) {
                            read(in, all);
                        }
                    }
                }
            } catch (IOException | XMLStreamException e) {
                throw new LaunchException("bundle " + jar + " is not readable: " + e.getMessage()
                        + "; unpack the distribution again", e);
            }
        }
        return new SettingsSchema(all);
    }

    Set<String> pids() {
        return settings.keySet();
    }

    /** The settings of a PID, or of the factory of {@code factory~name}; empty if no bundle declares it. */
    Optional<Map<String, Setting>> of(String pid) {
        int tilde = pid.indexOf('~');
        return Optional.ofNullable(settings.get(tilde < 0 ? pid : pid.substring(0, tilde)));
    }

    private static void read(InputStream in, Map<String, Map<String, Setting>> all) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(in);
        Map<String, Map<String, Setting>> classes = new HashMap<>();
        Map<String, Setting> current = new TreeMap<>();
        String pid = "";
        String name = "";
        for (; xml.hasNext(); xml.next()) {
            if (xml.getEventType() == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("AD")) {
                name = "";
            }
            if (xml.getEventType() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "OCD" -> {
                    current = new TreeMap<>();
                    classes.put(attribute(xml, "id").orElse(""), current);
                }
                case "AD" -> {
                    name = attribute(xml, "id").orElse("");
                    current.put(name, new Setting(attribute(xml, "type").orElse("String"),
                            !attribute(xml, "cardinality").orElse("0").equals("0"),
                            attribute(xml, "min"), attribute(xml, "max"), new ArrayList<>()));
                }
                case "Option" -> {
                    Setting setting = current.get(name);
                    if (setting != null) {
                        setting.options().add(attribute(xml, "value").orElse(""));
                    }
                }
                case "Designate" -> pid = attribute(xml, "factoryPid").or(() -> attribute(xml, "pid")).orElse("");
                case "Object" -> {
                    Map<String, Setting> of = classes.get(attribute(xml, "ocdref").orElse(""));
                    if (of != null) {
                        all.computeIfAbsent(pid, p -> new TreeMap<>()).putAll(of);
                    }
                }
                default -> { }
            }
        }
    }

    private static Optional<String> attribute(XMLStreamReader xml, String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name));
    }
}

package dev.vireo.pack.internal;

import dev.vireo.api.deploy.PackageVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The main section of a bundle's {@code META-INF/MANIFEST.MF}, read so that every reader sees the same headers. */
final class BundleHeaders {
    static final String FILE = "META-INF/MANIFEST.MF";
    private static final int MOST_BYTES = 1 << 20;

    private final Jar jar;
    private final Map<String, String> headers = new HashMap<>();

    /**
     * A clause of a header.
     *
     * @param names paths or names before the parameters
     * @param parameters attributes by name, directives by name and {@code :}
     */
    record Clause(List<String> names, Map<String, String> parameters) {}

    private BundleHeaders(Jar jar) {
        this.jar = jar;
    }

    static BundleHeaders read(Jar jar) {
        BundleHeaders headers = new BundleHeaders(jar);
        String text = new String(jar.bytes(FILE, MOST_BYTES), StandardCharsets.UTF_8).replace("\r\n", "\n");
        if (text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
            throw jar.refused(FILE + " has a line end or a NUL that readers take differently");
        }
        int end = text.indexOf("\n\n");
        headers.lines((end < 0 ? text : text.substring(0, end)).replace("\n ", ""));
        if (!"2".equals(headers.get("Bundle-ManifestVersion"))) {
            throw jar.refused("is no OSGi bundle: Bundle-ManifestVersion is not 2");
        }
        return headers;
    }

    private void lines(String section) {
        for (String line : section.split("\n")) {
            int colon = line.indexOf(": ");
            if (colon < 1 && !line.endsWith(":") || !line.split(":", 2)[0].matches("[A-Za-z0-9_-]{1,70}")) {
                throw jar.refused(FILE + " has the line \"" + Names.shown(line) + "\", which is no header");
            }
            String name = line.split(":", 2)[0];
            if (headers.put(name.toLowerCase(Locale.ROOT), line.substring(name.length() + 1).strip()) != null) {
                throw jar.refused(FILE + " has the header " + name + " twice");
            }
        }
    }

    /** Value of a header, empty when it is absent. */
    String get(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String symbolicName() {
        List<Clause> clauses = clauses("Bundle-SymbolicName");
        if (clauses.size() != 1 || clauses.getFirst().names().size() != 1) {
            throw jar.refused("has no symbolic name");
        }
        return clauses.getFirst().names().getFirst();
    }

    PackageVersion version() {
        return BundleCheck.version(jar.title() + ": Bundle-Version", get("Bundle-Version").isEmpty() ? "0.0.0" : get("Bundle-Version"));
    }

    /** Clauses of a header: {@code a;b;x=1;y:="2",c}. */
    List<Clause> clauses(String name) {
        List<Clause> clauses = new ArrayList<>();
        for (String clause : split(name, get(name), ',')) {
            List<String> names = new ArrayList<>();
            Map<String, String> parameters = new HashMap<>();
            for (String part : split(name, clause, ';')) {
                int equals = part.indexOf('=');
                if (equals < 0) {
                    names.add(part);
                } else {
                    String key = part.substring(0, equals).strip().replaceFirst(":[A-Z].*$", "");
                    parameters.put(key, unquoted(part.substring(equals + 1).strip()));
                }
            }
            clauses.add(new Clause(List.copyOf(names), parameters));
        }
        return clauses;
    }

    private List<String> split(String name, String text, char separator) {
        List<String> parts = new ArrayList<>();
        if (text.isBlank()) {
            return parts;
        }
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        if (quoted) {
            throw jar.refused("the header " + name + " has a quote without end");
        }
        parts.add(text.substring(begin).strip());
        if (parts.contains("")) {
            throw jar.refused("the header " + name + " has an empty part");
        }
        return parts;
    }

    private static String unquoted(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"") ? text.substring(1, text.length() - 1) : text;
    }
}

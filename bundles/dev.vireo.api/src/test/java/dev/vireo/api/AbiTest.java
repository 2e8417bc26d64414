package dev.vireo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public signatures of the API are those of {@code abi.txt}. After a change: raise the version of the package, then
 * {@code mvn -pl bundles/dev.vireo.api test -Dtest=AbiTest -Dvireo.abi=write} and commit the file.
 */
class AbiTest {
    private static final Path FILE = Path.of("abi.txt");
    private static final Path CLASSES = Path.of("target/classes");

    @Test
    void signaturesAreThoseOfTheFile() throws Exception {
        Map<String, TreeSet<String>> now = signatures();
        assertTrue(now.size() >= 10, "only " + now.keySet() + " were read");
        String text = text(now);
        if ("write".equals(System.getProperty("vireo.abi"))) {
            if (Files.exists(FILE)) {
                check(parse(Files.readString(FILE)), now);
            }
            Files.writeString(FILE, text);
        }
        Map<String, TreeSet<String>> before = parse(Files.readString(FILE));
        check(before, now);
        assertEquals(Files.readString(FILE), text, "abi.txt is not written anew; see the comment of AbiTest");
    }

    /** Names are "package version"; a package whose signatures differ must have another version, a greater one. */
    private static void check(Map<String, TreeSet<String>> before, Map<String, TreeSet<String>> now) {
        Map<String, String> versions = versions(now);
        versions(before).forEach((name, version) -> {
            TreeSet<String> old = before.get(name + " " + version);
            String newVersion = versions.getOrDefault(name, "");
            TreeSet<String> fresh = now.getOrDefault(name + " " + newVersion, new TreeSet<>());
            if (old.equals(fresh)) {
                return;
            }
            TreeSet<String> gone = new TreeSet<>(old);
            gone.removeAll(fresh);
            TreeSet<String> added = new TreeSet<>(fresh);
            added.removeAll(old);
            assertNotEquals(version, newVersion, name + " changed: raise its version in package-info.java; gone " + gone
                    + ", added " + added);
            if (!gone.isEmpty()) {
                assertNotEquals(major(version), major(newVersion), name + " lost " + gone + ": raise its major version");
            }
        });
    }

    @Test
    void aChangeWithoutAVersionIsRefused() {
        Map<String, TreeSet<String>> before = parse("package p 1.0.0\n  interface p.A\n");
        Map<String, TreeSet<String>> more = parse("package p 1.0.0\n  interface p.A\n  interface p.B\n");
        Map<String, TreeSet<String>> less = parse("package p 1.1.0\n");

        assertTrue(refusal(before, more).contains("raise its version"));
        assertTrue(refusal(before, less).contains("raise its major version"));
        check(before, parse("package p 1.1.0\n  interface p.A\n  interface p.B\n"));
        check(before, parse("package p 2.0.0\n"));
    }

    private static String refusal(Map<String, TreeSet<String>> before, Map<String, TreeSet<String>> now) {
        try {
            check(before, now);
        } catch (AssertionError e) {
            return e.getMessage();
        }
        return "";
    }

    private static String major(String version) {
        return version.replaceFirst("\\..*", "");
    }

    private static Map<String, String> versions(Map<String, TreeSet<String>> packages) {
        return packages.keySet().stream().map(k -> k.split(" ")).collect(Collectors.toMap(k -> k[0], k -> k[1]));
    }

    private static Map<String, TreeSet<String>> parse(String text) {
        Map<String, TreeSet<String>> packages = new TreeMap<>();
        TreeSet<String> current = new TreeSet<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("package ")) {
                current = new TreeSet<>();
                packages.put(line.substring("package ".length()), current);
            } else {
                current.add(line.strip());
            }
        }
        return packages;
    }

    private static String text(Map<String, TreeSet<String>> packages) {
        StringBuilder text = new StringBuilder();
        packages.forEach((name, lines) -> {
            text.append("package ").append(name).append('\n');
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        });
        return text.toString();
    }

    private static Map<String, TreeSet<String>> signatures() throws IOException, ClassNotFoundException {
        Manifest manifest;
        try (InputStream in = Files.newInputStream(CLASSES.resolve("META-INF/MANIFEST.MF"))) {
            manifest = new Manifest(in);
        }
        Matcher exports = Pattern.compile("(dev\\.vireo\\.api[\\w.]*);version=\"([\\d.]+)\"")
                .matcher(manifest.getMainAttributes().getValue("Export-Package"));
        Map<String, TreeSet<String>> packages = new TreeMap<>();
        while (exports.find()) {
            packages.put(exports.group(1) + " " + exports.group(2), ofPackage(exports.group(1)));
        }
        return packages;
    }

    private static TreeSet<String> ofPackage(String name) throws IOException, ClassNotFoundException {
        TreeSet<String> lines = new TreeSet<>();
        try (Stream<Path> files = Files.list(CLASSES.resolve(name.replace('.', '/')))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                String simple = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName(name + "." + simple, false, AbiTest.class.getClassLoader());
                if (isPublic(type) && !simple.equals("package-info")) {
                    lines.addAll(ofType(type));
                }
            }
        }
        return lines;
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getDeclaringClass() == null || isPublic(type.getDeclaringClass()));
    }

    private static List<String> ofType(Class<?> type) {
        List<String> lines = new ArrayList<>();
        String parents = Stream.concat(Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()))
                .map(t -> t.getTypeName()).collect(Collectors.joining(", "));
        lines.add(type.toGenericString() + (parents.isEmpty() ? "" : " : " + parents));
        for (Field field : type.getDeclaredFields()) {
            if (seen(field.getModifiers()) && !field.isSynthetic()) {
                lines.add(field.toGenericString());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (seen(constructor.getModifiers())) {
                lines.add(constructor.toGenericString());
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (seen(method.getModifiers()) && !method.isSynthetic() && !method.isBridge()) {
                lines.add(method.toGenericString());
            }
        }
        return lines;
    }

    private static boolean seen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}

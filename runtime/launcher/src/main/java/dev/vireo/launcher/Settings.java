package dev.vireo.launcher;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Settings of the features, then of {@code conf/<pid>.json}, then of the command line; the later wins, name by name. */
final class Settings {
    private final SettingsSchema schema;
    private final Map<String, Map<String, Object>> values = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    Settings(SettingsSchema schema) {
        this.schema = schema;
    }

    /** Adds one PID's typed values. @param origin what to name in an error, e.g. a feature file */
    Settings put(String origin, String pid, Map<String, ?> some) {
        Optional<Map<String, SettingsSchema.Setting>> declared = declared(origin, pid);
        some.forEach((name, value) -> declared.ifPresent(settings -> {
            SettingsSchema.Setting setting = setting(origin, pid, name, settings);
            if (setting != null) {
                convert(origin, name, value, setting)
                        .ifPresent(v -> values.computeIfAbsent(pid, p -> new LinkedHashMap<>()).put(name, v));
            }
        }));
        return this;
    }

    /** Adds every {@code <pid>.json} of a directory: one flat object of names and values. */
    Settings overrides(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                override(file, name.substring(0, name.length() - ".json".length()));
            }
        } catch (IOException e) {
            problems.add(directory + " is not readable: " + e.getMessage());
        }
        return this;
    }

    private void override(Path file, String pid) {
        try (JsonReader in = Json.createReader(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            JsonObject object = in.readObject();
            Map<String, Object> some = new LinkedHashMap<>();
            object.forEach((name, value) -> some.put(name, plain(value)));
            put(file.toString(), pid, some);
        } catch (IOException | JsonException | IllegalStateException | IllegalArgumentException | ArithmeticException
                | UnsupportedOperationException e) { // the last three: numbers that no decimal can hold
            problems.add(file + ": expected one JSON object of names and values, but " + e.getMessage());
        }
    }

    /**
     * The checked values of all PIDs.
     *
     * @throws LaunchException naming every wrong setting, its origin and what was expected
     */
    Map<String, Map<String, Object>> values() {
        if (!problems.isEmpty()) {
            throw new LaunchException(String.join("\n", problems));
        }
        return values;
    }

    private Optional<Map<String, SettingsSchema.Setting>> declared(String origin, String pid) {
        Optional<Map<String, SettingsSchema.Setting>> declared = schema.of(pid);
        if (declared.isEmpty()) {
            problems.add(origin + ": no bundle has settings under " + pid + "; there are "
                    + String.join(", ", schema.pids()));
        }
        return declared;
    }

    private SettingsSchema.Setting setting(
            String origin, String pid, String name, Map<String, SettingsSchema.Setting> settings) {
        SettingsSchema.Setting setting = settings.get(name);
        if (setting == null) {
            problems.add(origin + ": " + pid + " has no setting " + name + "; it has "
                    + String.join(", ", settings.keySet()));
        }
        return setting;
    }

    private Optional<Object> convert(String origin, String name, Object value, SettingsSchema.Setting setting) {
        if (!setting.many()) {
            return scalar(origin, name, value, setting);
        }
        List<?> list = value instanceof List<?> l ? l : value instanceof Object[] a ? List.of(a) : List.of(value);
        List<Object> converted = new ArrayList<>();
        for (Object element : list) {
            scalar(origin, name, element, setting).ifPresent(converted::add);
        }
        Class<?> type = switch (setting.type()) {
            case "Integer" -> Integer.class;
            case "Long" -> Long.class;
            case "Double" -> Double.class;
            case "Float" -> Float.class;
            case "Boolean" -> Boolean.class;
            default -> String.class;
        };
        Object array = Array.newInstance(type, converted.size());
        for (int i = 0; i < converted.size(); i++) {
            Array.set(array, i, converted.get(i));
        }
        return Optional.of(array);
    }

    private Optional<Object> scalar(String origin, String name, Object value, SettingsSchema.Setting setting) {
        String text = String.valueOf(value);
        try {
            Object typed = switch (setting.type()) {
                case "Integer" -> new BigDecimal(text).intValueExact();
                case "Long" -> new BigDecimal(text).longValueExact();
                case "Double" -> new BigDecimal(text).doubleValue();
                case "Float" -> new BigDecimal(text).floatValue();
                case "Boolean" -> truth(text);
                default -> text(value);
            };
            if (inRange(typed, setting)) {
                return Optional.of(typed);
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            // Falls through: the message below says what was expected.
            return wrong(origin, name, text, setting);
        }
        return wrong(origin, name, text, setting);
    }

    private Optional<Object> wrong(String origin, String name, String text, SettingsSchema.Setting setting) {
        StringBuilder expected = new StringBuilder(setting.type());
        setting.min().ifPresent(min -> expected.append(" of at least ").append(min));
        setting.max().ifPresent(max -> expected.append(setting.min().isPresent() ? " and" : " of").append(" at most ").append(max));
        if (!setting.options().isEmpty()) {
            expected.append(" out of ").append(String.join(", ", setting.options()));
        }
        problems.add(origin + ": " + name + " is \"" + text + "\"; expected " + expected);
        return Optional.empty();
    }

    private static boolean inRange(Object value, SettingsSchema.Setting setting) {
        if (!setting.options().isEmpty() && !setting.options().contains(String.valueOf(value))) {
            return false;
        }
        if (value instanceof Boolean) {
            return true;
        }
        BigDecimal size = value instanceof String s ? BigDecimal.valueOf(s.length()) : new BigDecimal(value.toString());
        return setting.min().map(BigDecimal::new).filter(min -> size.compareTo(min) < 0).isEmpty()
                && setting.max().map(BigDecimal::new).filter(max -> size.compareTo(max) > 0).isEmpty();
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String text(Object value) {
        if (value instanceof String s) {
            return s;
        }
        throw new IllegalArgumentException(String.valueOf(value));
    }

    private static Object plain(JsonValue value) {
        return switch (value) {
            case JsonString s -> s.getString();
            case JsonNumber n -> n.bigDecimalValue();
            case JsonArray a -> a.stream().map(Settings::plain).toList();
            default -> value.toString();
        };
    }
}

package dev.vireo.onnx.internal.manifest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JSON value that knows where it stands, so that every complaint names the file, the field, the value and what is allowed. */
public final class ManifestNode {
    /** Immutable, and made once: building one costs more than reading a manifest. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final String file;
    private final String path;
    private final JsonNode json;

    private ManifestNode(String file, String path, JsonNode json) {
        this.file = file;
        this.path = path;
        this.json = json;
    }

    /** @throws VireoException USER_INPUT when the bytes are no JSON object */
    public static ManifestNode parse(String file, byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json == null || !json.isObject()) {
                throw new VireoException(ErrorKind.USER_INPUT, file + ": need a JSON object");
            }
            return new ManifestNode(file, "", json);
        } catch (JacksonException e) {
            throw new VireoException(ErrorKind.USER_INPUT, file + ": not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.USER_INPUT, file + ": not JSON: " + e.getMessage(), e);
        }
    }

    public JsonNode json() {
        return json;
    }

    public boolean has(String field) {
        return json.hasNonNull(field);
    }

    public ManifestNode child(String field) {
        return optional(field).orElseThrow(() -> wrong(field, "nothing", "an object"));
    }

    public Optional<ManifestNode> optional(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode value = json.get(field);
        if (!value.isObject()) {
            throw wrong(field, shown(value), "an object");
        }
        return Optional.of(new ManifestNode(file, at(field), value));
    }

    /** The objects of a list; an absent field is an empty list. */
    public List<ManifestNode> children(String field, int max) {
        List<ManifestNode> result = new ArrayList<>();
        int i = 0;
        for (JsonNode item : array(field, 0, max)) {
            if (!item.isObject()) {
                throw wrong(field + "[" + i + "]", shown(item), "an object");
            }
            result.add(new ManifestNode(file, at(field + "[" + i++ + "]"), item));
        }
        return result;
    }

    public String text(String field) {
        if (!has(field)) {
            throw wrong(field, "nothing", "a text");
        }
        JsonNode value = json.get(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(field, shown(value), "a text that is not blank");
        }
        return value.textValue();
    }

    public String text(String field, String absent) {
        return has(field) ? text(field) : absent;
    }

    public String matching(String field, String pattern) {
        String value = text(field);
        if (!value.matches(pattern)) {
            throw wrong(field, shown(json.get(field)), "a text like " + pattern);
        }
        return value;
    }

    public String oneOf(String field, List<String> allowed) {
        String value = text(field);
        if (!allowed.contains(value)) {
            throw wrong(field, shown(json.get(field)), "one of " + String.join(", ", allowed));
        }
        return value;
    }

    public List<String> texts(String field) {
        List<String> result = new ArrayList<>();
        for (JsonNode item : array(field, 0, 10_000)) {
            if (!item.isTextual()) {
                throw wrong(field + "[" + result.size() + "]", shown(item), "a text");
            }
            result.add(item.textValue());
        }
        return result;
    }

    public boolean flag(String field, boolean absent) {
        if (!has(field)) {
            return absent;
        }
        if (!json.get(field).isBoolean()) {
            throw wrong(field, shown(json.get(field)), "true or false");
        }
        return json.get(field).booleanValue();
    }

    public int integer(String field, int min, int max) {
        return (int) whole(field, min, max);
    }

    public int integer(String field, int min, int max, int absent) {
        return has(field) ? integer(field, min, max) : absent;
    }

    public long whole(String field, long min, long max) {
        JsonNode value = json.path(field);
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.longValue() < min || value.longValue() > max) {
            throw wrong(field, shown(value), "a whole number from " + min + " to " + max);
        }
        return value.longValue();
    }

    public double number(String field, double min, double max) {
        return number(json.path(field), field, min, max);
    }

    public double number(String field, double min, double max, double absent) {
        return has(field) ? number(field, min, max) : absent;
    }

    private double number(JsonNode value, String field, double min, double max) {
        if (!value.isNumber() || !(value.doubleValue() >= min && value.doubleValue() <= max)) {
            throw wrong(field, shown(value), "a number from " + min + " to " + max);
        }
        return value.doubleValue();
    }

    public List<Double> numbers(String field, int least, int most, double min, double max) {
        List<Double> result = new ArrayList<>();
        for (JsonNode item : array(field, least, most)) {
            result.add(number(item, field + "[" + result.size() + "]", min, max));
        }
        return result;
    }

    private List<JsonNode> array(String field, int least, int most) {
        if (!has(field) && least == 0) {
            return List.of();
        }
        JsonNode value = json.path(field);
        if (!value.isArray() || value.size() < least || value.size() > most) {
            throw wrong(field, value.isArray() ? value.size() + " items" : shown(value), "a list of " + least + " to " + most + " items");
        }
        List<JsonNode> result = new ArrayList<>(value.size());
        value.forEach(result::add);
        return result;
    }

    /** A complaint about a field of this object. */
    public VireoException wrong(String field, String got, String allowed) {
        return new VireoException(ErrorKind.USER_INPUT, file + ": " + at(field) + ": got " + got + ", need " + allowed);
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "nothing" : shown(value.toString());
    }

    private static String shown(String value) {
        return value.length() > 80 ? value.substring(0, 80) + "…" : value;
    }
}

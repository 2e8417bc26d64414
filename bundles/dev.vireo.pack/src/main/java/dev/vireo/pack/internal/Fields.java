package dev.vireo.pack.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of one object of a document; each complaint names document, field, value and what is allowed. */
public final class Fields {
    public static final String SHA256 = "[0-9a-f]{64}";
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final String what;
    private final Map<?, ?> object;
    private final Set<String> used = new HashSet<>();

    public Fields(String what, Map<?, ?> object) {
        this.what = what;
        this.object = object;
    }

    private VireoException wrong(String field, Object value, String expected) {
        return new VireoException(ErrorKind.USER_INPUT, what + ": " + field + " is "
                + (value == null ? "absent" : value instanceof String s ? "\"" + Names.shown(s) + "\"" : Names.shown(String.valueOf(value)))
                + "; expected " + expected);
    }

    private Object get(String field) {
        used.add(field);
        return object.get(field);
    }

    public boolean has(String field) {
        return object.containsKey(field);
    }

    /** @param expected says in words what {@code pattern} allows */
    public String text(String field, String pattern, String expected) {
        return text(field, get(field), pattern, expected);
    }

    private String text(String field, Object value, String pattern, String expected) {
        if (value instanceof String text && text.length() <= 4096 && text.matches(pattern)) {
            return text;
        }
        throw wrong(field, value, expected);
    }

    /** A text for people: 1 to 100 characters on one line. */
    public String title(String field) {
        String text = text(field, "(?s).{1,100}", "1 to 100 characters on one line");
        if (text.isBlank() || !Names.plain(text)) {
            throw wrong(field, text, "1 to 100 characters on one line, without control characters");
        }
        return text;
    }

    /** The mark of the kind of a document, so that a signature of one can not serve for another. */
    public void format(String format) {
        Object value = get("format");
        if (!format.equals(value)) {
            throw wrong("format", value, format);
        }
    }

    public long number(String field, long min, long max) {
        if (get(field) instanceof Long number && number >= min && number <= max) {
            return number;
        }
        throw wrong(field, object.get(field), "a whole number from " + min + " to " + max);
    }

    /** A time in UTC with whole seconds, such as {@code 2027-01-31T12:00:00Z}. */
    public Instant time(String field) {
        Object value = get(field);
        if (value instanceof String text && text.length() == 20) {
            try {
                Instant time = Instant.parse(text);
                if (time.toString().equals(text) && !time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST)) {
                    return time;
                }
            } catch (DateTimeException e) {
                throw new VireoException(ErrorKind.USER_INPUT, wrong(field, value, timeForm()).getMessage(), e);
            }
        }
        throw wrong(field, value, timeForm());
    }

    private static String timeForm() {
        return "a time in UTC with whole seconds, such as 2027-01-31T12:00:00Z";
    }

    /** The form that {@link #time} reads. */
    public static String of(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public byte[] base64(String field, int length) {
        Object value = get(field);
        if (value instanceof String text && text.length() <= 4096) {
            try {
                byte[] bytes = Base64.getDecoder().decode(text);
                // One form only: the decoder takes texts whose unused bits are set.
                if (bytes.length == length && Base64.getEncoder().encodeToString(bytes).equals(text)) {
                    return bytes;
                }
            } catch (IllegalArgumentException e) {
                throw new VireoException(ErrorKind.USER_INPUT, wrong(field, value, length + " bytes in base64").getMessage(), e);
            }
        }
        throw wrong(field, value, length + " bytes in base64");
    }

    public Fields child(String field) {
        if (get(field) instanceof Map<?, ?> child) {
            return new Fields(what + ": " + field, child);
        }
        throw wrong(field, object.get(field), "an object");
    }

    public List<Fields> children(String field, int min, int max) {
        List<Fields> children = new ArrayList<>();
        for (Object item : list(field, min, max)) {
            if (!(item instanceof Map<?, ?> child)) {
                throw wrong(field + "[" + children.size() + "]", item, "an object");
            }
            children.add(new Fields(what + ": " + field + "[" + children.size() + "]", child));
        }
        return children;
    }

    public List<String> texts(String field, int min, int max, String pattern, String expected) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(field, min, max)) {
            texts.add(text(field + "[" + texts.size() + "]", item, pattern, expected));
        }
        return texts;
    }

    private List<?> list(String field, int min, int max) {
        if (get(field) instanceof List<?> list && list.size() >= min && list.size() <= max) {
            return list;
        }
        throw wrong(field, object.get(field), "a list of " + min + " to " + max);
    }

    /** The object as it was read. */
    public Map<?, ?> object() {
        return object;
    }

    /** @throws VireoException USER_INPUT when there are fields that nobody asked for */
    public void end() {
        for (Object name : object.keySet()) {
            if (!used.contains((String) name)) {
                throw new VireoException(ErrorKind.USER_INPUT, what + ": the field \"" + Names.shown((String) name) + "\" is not known");
            }
        }
    }
}

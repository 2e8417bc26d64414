package dev.vireo.pack.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON of which a value has one form only: the subset of RFC 8785 (JSON Canonicalization Scheme) with objects, lists, texts
 * and whole numbers from 0 to 2^53 - 1. Values are {@code Map<String, Object>}, {@code List<Object>}, {@code String} and
 * {@code Long}. Reading refuses every text that writing would not give, so a signed text has one meaning.
 */
public final class CanonicalJson {
    /** Largest whole number that every JSON reader holds exactly. */
    static final long MOST = (1L << 53) - 1;
    private static final int DEEPEST = 8;

    private final String what;
    private final String text;
    private int at;

    private CanonicalJson(String what, String text) {
        this.what = what;
        this.text = text;
    }

    /**
     * @param what names the text in a refusal
     * @throws VireoException USER_INPUT when the bytes are not the canonical form of an object
     */
    public static Map<String, Object> read(String what, byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new VireoException(ErrorKind.USER_INPUT, what + " is not UTF-8", e);
        }
        CanonicalJson reader = new CanonicalJson(what, text);
        if (text.isEmpty() || text.charAt(0) != '{') {
            throw reader.refused("a JSON object");
        }
        Map<String, Object> object = reader.object(0);
        if (reader.at < text.length()) {
            throw reader.refused("the end");
        }
        if (!Arrays.equals(write(object), bytes)) {
            throw new VireoException(ErrorKind.USER_INPUT, what
                    + " is not in canonical form (RFC 8785): fields are not in order, or a text is written with other escapes than needed");
        }
        return object;
    }

    private VireoException refused(String expected) {
        String found = at < text.length() ? "'" + Names.shown(text.substring(at, Math.min(text.length(), at + 12))) + "'" : "its end";
        return new VireoException(ErrorKind.USER_INPUT, what + " has " + found + " at character " + (at + 1) + "; expected " + expected);
    }

    private Object value(int depth) {
        char c = at < text.length() ? text.charAt(at) : 0;
        if (c == '"') {
            return string();
        } else if (c == '{') {
            return object(depth);
        } else if (c == '[') {
            return list(depth);
        } else if (c >= '0' && c <= '9') {
            return number();
        }
        throw refused("an object, a list, a text or a whole number from 0, without blanks");
    }

    private Map<String, Object> object(int depth) {
        open(depth);
        Map<String, Object> object = new TreeMap<>();
        if (take('}')) {
            return object;
        }
        do {
            if (at >= text.length() || text.charAt(at) != '"') {
                throw refused("the name of a field");
            }
            String name = string();
            need(':');
            if (object.put(name, value(depth + 1)) != null) {
                throw new VireoException(ErrorKind.USER_INPUT, what + " has the field \"" + Names.shown(name) + "\" twice");
            }
        } while (take(','));
        need('}');
        return object;
    }

    private List<Object> list(int depth) {
        open(depth);
        List<Object> list = new ArrayList<>();
        if (take(']')) {
            return list;
        }
        do {
            list.add(value(depth + 1));
        } while (take(','));
        need(']');
        return list;
    }

    private void open(int depth) {
        if (depth >= DEEPEST) {
            throw new VireoException(ErrorKind.USER_INPUT, what + " is nested deeper than " + DEEPEST + " levels");
        }
        at++;
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void need(char c) {
        if (!take(c)) {
            throw refused("'" + c + "'");
        }
    }

    private Long number() {
        int begin = at;
        while (at < text.length() && "0123456789+-.eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(begin, at);
        if (!digits.matches("0|[1-9]\\d{0,15}") || Long.parseLong(digits) > MOST) {
            throw new VireoException(ErrorKind.USER_INPUT, what + " has the number " + Names.shown(digits)
                    + "; expected a whole number from 0 to " + MOST);
        }
        return Long.valueOf(digits);
    }

    private String string() {
        at++;
        StringBuilder string = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                if (!StandardCharsets.UTF_8.newEncoder().canEncode(string)) {
                    throw new VireoException(ErrorKind.USER_INPUT, what + " has a text with half a character");
                }
                return string.toString();
            }
            string.append(c == '\\' ? escaped() : c);
        }
        throw refused("the end of a text");
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        int known = "\"\\bfnrt".indexOf(c);
        if (known >= 0) {
            return "\"\\\b\f\n\r\t".charAt(known);
        }
        if (c != 'u' || at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-f]{4}")) {
            throw refused("an escape of JSON");
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    /** The canonical form, in UTF-8. Maps may come in any order. */
    public static byte[] write(Map<String, ?> object) {
        StringBuilder out = new StringBuilder();
        append(out, object);
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(out));
        return Arrays.copyOf(bytes.array(), bytes.limit());
    }

    private static void append(StringBuilder out, Object value) {
        switch (value) {
            case String s -> append(out, s);
            case Long n when n >= 0 && n <= MOST -> out.append(n.longValue());
            case Map<?, ?> map -> {
                // RFC 8785 orders names by UTF-16 code units, as String does.
                Map<String, Object> ordered = new TreeMap<>();
                map.forEach((k, v) -> ordered.put((String) k, v));
                String separator = "{";
                for (Map.Entry<String, Object> field : ordered.entrySet()) {
                    out.append(separator);
                    append(out, field.getKey());
                    out.append(':');
                    append(out, field.getValue());
                    separator = ",";
                }
                out.append(ordered.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                out.append('[');
                for (int i = 0; i < list.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    append(out, list.get(i));
                }
                out.append(']');
            }
            default -> throw new IllegalArgumentException("no form for " + value);
        }
    }

    private static void append(StringBuilder out, String string) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            int known = "\"\\\b\f\n\r\t".indexOf(c);
            if (known >= 0) {
                out.append('\\').append("\"\\bfnrt".charAt(known));
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}

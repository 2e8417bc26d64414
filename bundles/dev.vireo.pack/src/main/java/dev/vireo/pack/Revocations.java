package dev.vireo.pack;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.Fields;
import dev.vireo.pack.internal.Signed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A root's numbered list of publisher keys and of single packages that are no longer trusted. Each list takes the place of the one before. */
public final class Revocations {
    /** What such a statement says it is. */
    public static final String FORMAT = "vireo-revocations/1";
    /** Longest list [bytes]. */
    public static final int MOST_BYTES = 1 << 20;
    private static final int MOST = 2000;

    private final Signed signed;
    private final String text;
    private final Terms terms;

    /**
     * What a list says.
     *
     * @param root id of the root key
     * @param number 1 or more; a list with a lower number than one seen before is refused
     * @param issued when it was made, whole seconds
     * @param keys ids of publisher keys, with the reason for people
     * @param packages SHA-256 of manifests, with the reason for people
     */
    public record Terms(String root, long number, Instant issued, Map<String, String> keys, Map<String, String> packages) {
        public Terms {
            keys = Map.copyOf(keys);
            packages = Map.copyOf(packages);
        }
    }

    private Revocations(Signed signed, String text) {
        Fields fields = new Fields(signed.what(), signed.statement());
        fields.format(FORMAT);
        this.terms = new Terms(
                fields.text("root", Fields.SHA256, "the id of a key, 64 hexadecimal digits"),
                fields.number("number", 1, Integer.MAX_VALUE),
                fields.time("issued"),
                reasons(fields, "keys"),
                reasons(fields, "packages"));
        fields.end();
        this.signed = signed;
        this.text = text;
    }

    private static Map<String, String> reasons(Fields fields, String field) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Fields one : fields.children(field, 0, MOST)) {
            reasons.put(one.text("id", Fields.SHA256, "64 hexadecimal digits"), one.title("reason"));
            one.end();
        }
        return reasons;
    }

    /**
     * @param what names the statement in a refusal
     * @throws VireoException USER_INPUT when this is no revocation list; whether the root signed it is not looked at
     */
    public static Revocations read(String what, byte[] statement) {
        RootKey.limit(what, statement, MOST_BYTES);
        return new Revocations(Signed.read(what, statement), new String(statement, StandardCharsets.UTF_8));
    }

    /** States and signs a list. */
    public static byte[] write(Terms terms, SigningKey root) {
        byte[] written = Signed.write(
                Map.of(
                        "format", FORMAT,
                        "root", root.id(),
                        "number", terms.number(),
                        "issued", Fields.of(terms.issued()),
                        "keys", list(terms.keys()),
                        "packages", list(terms.packages())),
                List.of(root));
        read("the revocation list", written);
        return written;
    }

    private static List<Map<String, Object>> list(Map<String, String> reasons) {
        List<Map<String, Object>> list = new ArrayList<>();
        new TreeMap<>(reasons).forEach((id, reason) -> list.add(Map.of("id", id, "reason", reason)));
        return list;
    }

    public Terms terms() {
        return terms;
    }

    /** @throws VireoException USER_INPUT when it is of another root or was changed */
    public void check(RootKey root) {
        if (!terms.root().equals(root.id())) {
            throw new VireoException(ErrorKind.USER_INPUT, signed.what() + ": is of the root " + terms.root()
                    + "; this appliance trusts the root " + root.id());
        }
        signed.need(root.key(), "the root key");
    }

    /** The statement as it was read. */
    public String text() {
        return text;
    }
}

package dev.vireo.pack.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.SigningKey;
import dev.vireo.pack.VerifyingKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A statement with the signatures over its canonical form.
 *
 * @param what names it in a refusal
 */
public record Signed(String what, Map<?, ?> statement, List<Signature> signatures) {
    /** @param key id of the key that made it */
    public record Signature(String key, byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Signature s && s.key.equals(key) && java.util.Arrays.equals(s.bytes, bytes);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }

    private static final int MOST_SIGNATURES = 4;

    /** @throws VireoException USER_INPUT when this is not a signed statement; whether the signatures are right is not looked at */
    public static Signed read(String what, byte[] bytes) {
        return of(new Fields(what, CanonicalJson.read(what, bytes)), what);
    }

    /** A signed statement inside of another document. */
    public static Signed of(Fields fields, String what) {
        List<Signature> signatures = new ArrayList<>();
        for (Fields one : fields.children("signatures", 1, MOST_SIGNATURES)) {
            signatures.add(new Signature(one.text("key", Fields.SHA256, "the id of a key, 64 hexadecimal digits"), one.base64("signature", 64)));
            one.end();
        }
        Map<?, ?> statement = fields.child("statement").object();
        fields.end();
        return new Signed(what, statement, List.copyOf(signatures));
    }

    /** Signs a statement with each of the keys. */
    public static byte[] write(Map<String, ?> statement, List<SigningKey> keys) {
        byte[] message = CanonicalJson.write(statement);
        List<Map<String, Object>> signatures = new ArrayList<>();
        for (SigningKey key : keys) {
            signatures.add(Map.of("key", key.id(), "signature", Base64.getEncoder().encodeToString(key.sign(message))));
        }
        return CanonicalJson.write(Map.of("statement", statement, "signatures", signatures));
    }

    /** Whether one of the signatures is of this key and right. */
    public boolean by(VerifyingKey key) {
        return signatures.stream().anyMatch(s -> s.key().equals(key.id()) && key.verifies(message(), s.bytes()));
    }

    /** @throws VireoException USER_INPUT when no signature of this key is there or it is wrong */
    public void need(VerifyingKey key, String title) {
        if (!by(key)) {
            boolean there = signatures.stream().anyMatch(s -> s.key().equals(key.id()));
            throw new VireoException(ErrorKind.USER_INPUT, what + (there
                    ? " has a wrong signature of " + title + " " + key.id() + ": it was changed after it was signed"
                    : " is not signed by " + title + " " + key.id() + " but by " + signatures.getFirst().key()));
        }
    }

    /** As {@link #write} wrote it. */
    public Map<String, Object> json() {
        List<Map<String, Object>> list = new ArrayList<>();
        signatures.forEach(s -> list.add(Map.of("key", s.key(), "signature", Base64.getEncoder().encodeToString(s.bytes()))));
        return Map.of("statement", statement, "signatures", list);
    }

    private byte[] message() {
        @SuppressWarnings("unchecked") // it was read from JSON
        Map<String, Object> fields = (Map<String, Object>) statement;
        return CanonicalJson.write(fields);
    }
}

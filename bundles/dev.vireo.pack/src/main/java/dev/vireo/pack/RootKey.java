package dev.vireo.pack;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.Fields;
import dev.vireo.pack.internal.Signed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The key that everything else is trusted for. Its private half stays offline: it signs delegations, revocation lists, and
 * the root that comes after it.
 */
public final class RootKey {
    /** What such a statement says it is. */
    public static final String FORMAT = "vireo-root/1";
    private static final int MOST_BYTES = 16 << 10;

    private final VerifyingKey key;
    private final String name;
    private final Signed signed;
    private final String text;

    private RootKey(Signed signed, String text) {
        Fields fields = new Fields(signed.what(), signed.statement());
        fields.format(FORMAT);
        this.key = new VerifyingKey(fields.base64("key", VerifyingKey.BYTES));
        this.name = fields.title("name");
        fields.end();
        signed.need(key, "the root key");
        this.signed = signed;
        this.text = text;
    }

    /**
     * @param what names the statement in a refusal
     * @throws VireoException USER_INPUT when this is no statement of a root key, signed by itself
     */
    public static RootKey read(String what, byte[] statement) {
        limit(what, statement, MOST_BYTES);
        return new RootKey(Signed.read(what, statement), new String(statement, StandardCharsets.UTF_8));
    }

    /**
     * States a root key.
     *
     * @param name of whoever has it, for people
     * @param before the root key that this one takes the place of; none for the first
     */
    public static byte[] write(SigningKey key, String name, List<SigningKey> before) {
        Map<String, Object> statement = Map.of("format", FORMAT, "key", key.verifying().base64(), "name", name);
        return Signed.write(statement, Stream.concat(Stream.of(key), before.stream()).toList());
    }

    public VerifyingKey key() {
        return key;
    }

    public String id() {
        return key.id();
    }

    public String name() {
        return name;
    }

    /** Whether the root before says that this one takes its place. */
    public boolean follows(RootKey before) {
        return signed.by(before.key);
    }

    /** The statement as it was read. */
    public String text() {
        return text;
    }

    /** @throws VireoException USER_INPUT when there are more bytes than the most */
    public static void limit(String what, byte[] bytes, int most) {
        if (bytes.length > most) {
            throw new VireoException(ErrorKind.USER_INPUT, what + " has " + bytes.length + " bytes; " + most + " are the most");
        }
    }
}

package dev.vireo.pack;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.CanonicalJson;
import dev.vireo.pack.internal.Fields;
import dev.vireo.pack.internal.Signed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A root's word that a publisher's key may sign packages: of which names, for which channels, and when.
 */
public final class Delegation {
    /** What such a statement says it is. */
    public static final String FORMAT = "vireo-delegation/1";
    /** Bundles of this channel may take the place of the product's own and are not looked into. */
    public static final String PRODUCT_CHANNEL = "vireo";
    /** Every name. */
    public static final String ANY = "*";
    static final String PREFIX = "\\*|" + PackageManifest.NAME;
    private static final int MOST_BYTES = 32 << 10;

    private final Signed signed;
    private final String text;
    private final Terms terms;

    /**
     * What a delegation says.
     *
     * @param root id of the root key
     * @param key of the publisher
     * @param publisher name, for people
     * @param prefixes of package names and of symbolic names; {@code acme} is for {@code acme} and all that begins with {@code acme.}
     * @param channels that packages may be for
     * @param from first moment, whole seconds
     * @param until last moment, whole seconds
     */
    public record Terms(
            String root, VerifyingKey key, String publisher, List<String> prefixes, List<String> channels, Instant from, Instant until) {
        public Terms {
            prefixes = List.copyOf(prefixes);
            channels = List.copyOf(channels);
        }

        /** Whether a package or a bundle may have this name. */
        public boolean allows(String name) {
            return prefixes.stream().anyMatch(p -> p.equals(ANY) || name.equals(p) || name.startsWith(p + "."));
        }
    }

    private Delegation(Signed signed, String text) {
        Fields fields = new Fields(signed.what(), signed.statement());
        fields.format(FORMAT);
        this.terms = new Terms(
                fields.text("root", Fields.SHA256, "the id of a key, 64 hexadecimal digits"),
                new VerifyingKey(fields.base64("key", VerifyingKey.BYTES)),
                fields.title("name"),
                fields.texts("prefixes", 1, 50, PREFIX, "the begin of a package name, such as acme, or *"),
                fields.texts("channels", 1, 20, PackageManifest.CHANNEL, "a channel, such as stable"),
                fields.time("from"),
                fields.time("until"));
        fields.end();
        if (!terms.from().isBefore(terms.until())) {
            throw new VireoException(ErrorKind.USER_INPUT, signed.what() + ": ends " + terms.until() + " and begins " + terms.from());
        }
        this.signed = signed;
        this.text = text;
    }

    /**
     * @param what names the statement in a refusal
     * @throws VireoException USER_INPUT when this is no delegation; whether the root signed it is not looked at
     */
    public static Delegation read(String what, byte[] statement) {
        RootKey.limit(what, statement, MOST_BYTES);
        return new Delegation(Signed.read(what, statement), new String(statement, StandardCharsets.UTF_8));
    }

    /** A delegation inside of another document. */
    static Delegation of(Signed signed) {
        return new Delegation(signed, new String(CanonicalJson.write(signed.json()), StandardCharsets.UTF_8));
    }

    /** States and signs the terms. */
    public static byte[] write(Terms terms, SigningKey root) {
        Map<String, Object> statement = Map.of(
                "format", FORMAT,
                "root", root.id(),
                "key", terms.key().base64(),
                "name", terms.publisher(),
                "prefixes", terms.prefixes(),
                "channels", terms.channels(),
                "from", Fields.of(terms.from()),
                "until", Fields.of(terms.until()));
        byte[] written = Signed.write(statement, List.of(root));
        read("the delegation", written); // what cannot be read is not handed out
        return written;
    }

    public Terms terms() {
        return terms;
    }

    /** @throws VireoException USER_INPUT when it is of another root, was changed, or the time is not within its terms */
    public void check(RootKey root, Instant now) {
        if (!terms.root().equals(root.id())) {
            throw new VireoException(ErrorKind.USER_INPUT, signed.what() + ": the key of " + terms.publisher() + " (" + terms.key().id()
                    + ") was delegated by the root " + terms.root() + "; this appliance trusts the root " + root.id());
        }
        signed.need(root.key(), "the root key");
        checkTime(now);
    }

    void checkTime(Instant now) {
        if (now.isBefore(terms.from())) {
            throw new VireoException(ErrorKind.USER_INPUT, signed.what() + ": the key of " + terms.publisher() + " is valid from "
                    + terms.from() + " and it is " + now + "; is the clock right?");
        }
        if (now.isAfter(terms.until())) {
            throw new VireoException(ErrorKind.USER_INPUT, signed.what() + ": the key of " + terms.publisher() + " expired at "
                    + terms.until() + " and it is " + now + "; the publisher needs a new delegation");
        }
    }

    /** The statement with its signature, for another document. */
    Map<String, Object> json() {
        return signed.json();
    }

    /** The statement as it was read. */
    public String text() {
        return text;
    }
}

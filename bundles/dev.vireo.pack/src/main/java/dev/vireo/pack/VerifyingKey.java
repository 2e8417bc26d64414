package dev.vireo.pack;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.Hash;
import dev.vireo.pack.internal.PrivateKeyFile;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A public key for Ed25519 signatures (RFC 8032), known by its id: the SHA-256 of its X.509 form in hexadecimal digits. */
public final class VerifyingKey {
    /** Bytes of the X.509 form. */
    public static final int BYTES = 44;
    /** X.509 SubjectPublicKeyInfo of RFC 8410: all of it that is not the key itself. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] encoded;
    private final PublicKey key;
    private final String id;

    /** @throws VireoException USER_INPUT when this is no Ed25519 key in X.509 form */
    public VerifyingKey(byte[] encoded) {
        this.encoded = encoded.clone();
        if (encoded.length != BYTES || !Arrays.equals(PREFIX, 0, PREFIX.length, encoded, 0, PREFIX.length)) {
            throw new VireoException(ErrorKind.USER_INPUT, "this is no public Ed25519 key in X.509 form");
        }
        try {
            this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new VireoException(ErrorKind.USER_INPUT, "this is no public Ed25519 key: " + e.getMessage(), e);
        }
        this.id = Hash.of(encoded);
    }

    /**
     * Reads the public key of a file that {@link #pem} or {@link SigningKey#write} gave.
     *
     * @param what names the file in a refusal
     * @throws VireoException USER_INPUT when there is none in it
     */
    public static VerifyingKey read(String what, byte[] file) {
        return new VerifyingKey(PrivateKeyFile.publicForm(what, file));
    }

    /** X.509 form in PEM. */
    public String pem() {
        return PrivateKeyFile.publicPem(base64());
    }

    public String id() {
        return id;
    }

    /** X.509 form in base64. */
    public String base64() {
        return Base64.getEncoder().encodeToString(encoded);
    }

    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // a signature that is none at all
        } catch (GeneralSecurityException e) {
            throw new VireoException(ErrorKind.INTERNAL, "every Java runtime has Ed25519", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey k && Arrays.equals(encoded, k.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return id;
    }
}

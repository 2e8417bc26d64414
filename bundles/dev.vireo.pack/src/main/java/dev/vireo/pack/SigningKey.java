package dev.vireo.pack;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.PrivateKeyFile;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;

/** A private key for Ed25519 signatures with its public half. It never comes to an appliance. */
public final class SigningKey {
    private final PrivateKey key;
    private final VerifyingKey verifying;

    private SigningKey(PrivateKey key, VerifyingKey verifying) {
        this.key = key;
        this.verifying = verifying;
    }

    public static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(pair.getPrivate(), new VerifyingKey(pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new VireoException(ErrorKind.INTERNAL, "every Java runtime has Ed25519", e);
        }
    }

    /**
     * Reads what {@link #write} gave.
     *
     * @param what names the file in a refusal
     * @throws VireoException USER_INPUT when the pass phrase is wrong or this is no such file
     */
    public static SigningKey read(String what, byte[] file, char[] passphrase) {
        PrivateKeyFile.Pair pair = PrivateKeyFile.read(what, file, passphrase);
        SigningKey key = new SigningKey(pair.key(), new VerifyingKey(pair.publicForm()));
        byte[] probe = {1};
        if (!key.verifying.verifies(probe, key.sign(probe))) {
            throw new VireoException(ErrorKind.USER_INPUT, what + ": private and public key do not belong together");
        }
        return key;
    }

    /**
     * PEM with the public key in X.509 form and the private key in PKCS #8, encrypted with AES-256 and a key of the pass phrase
     * (PBES2, PBKDF2 with HMAC-SHA-256); OpenSSL reads it too.
     *
     * @param passphrase 8 characters or more
     */
    public byte[] write(char[] passphrase) {
        return PrivateKeyFile.write(key, verifying.base64(), passphrase);
    }

    public VerifyingKey verifying() {
        return verifying;
    }

    public String id() {
        return verifying.id();
    }

    public byte[] sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new VireoException(ErrorKind.INTERNAL, "the key " + id() + " cannot sign: " + e.getMessage(), e);
        }
    }
}

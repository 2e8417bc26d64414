package dev.vireo.pack.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/** A private key as a file: PEM of the public key and of the encrypted private one. */
public final class PrivateKeyFile {
    public static final int LEAST_PASSPHRASE = 8;
    private static final String ALGORITHM = "PBEWithHmacSHA256AndAES_256";
    /** As OWASP's cheat sheet on password storage says for PBKDF2 with HMAC-SHA-256. */
    private static final int ITERATIONS = 600_000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final Pattern PUBLIC = part("PUBLIC KEY");
    private static final Pattern PRIVATE = part("ENCRYPTED PRIVATE KEY");

    /** @param publicForm X.509 form of the public half */
    public record Pair(PrivateKey key, byte[] publicForm) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private PrivateKeyFile() {}

    private static Pattern part(String title) {
        return Pattern.compile("-----BEGIN " + title + "-----([A-Za-z0-9+/=\\s]{1,4000})-----END " + title + "-----");
    }

    public static byte[] write(PrivateKey key, String publicBase64, char[] passphrase) {
        if (passphrase.length < LEAST_PASSPHRASE) {
            throw new VireoException(ErrorKind.USER_INPUT, "the pass phrase has " + passphrase.length
                    + " characters; it needs " + LEAST_PASSPHRASE + " or more");
        }
        for (char c : passphrase) {
            if (c < ' ' || c > '~') {
                throw new VireoException(ErrorKind.USER_INPUT, "the pass phrase has a character that is not ASCII, which key files cannot hold");
            }
        }
        try {
            byte[] salt = new byte[SALT_BYTES];
            new SecureRandom().nextBytes(salt);
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(Cipher.ENCRYPT_MODE, secret(passphrase), new PBEParameterSpec(salt, ITERATIONS));
            byte[] encrypted = cipher.doFinal(key.getEncoded());
            // The cipher's own parameters have a name for which this class knows no object identifier.
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
            parameters.init(cipher.getParameters().getEncoded());
            byte[] info = new EncryptedPrivateKeyInfo(parameters, encrypted).getEncoded();
            return (publicPem(publicBase64) + pem("ENCRYPTED PRIVATE KEY", Base64.getEncoder().encodeToString(info)))
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException | IOException e) {
            throw new VireoException(ErrorKind.INTERNAL, "this Java cannot encrypt a private key: " + e.getMessage(), e);
        }
    }

    private static SecretKey secret(char[] passphrase) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec);
        } finally {
            spec.clearPassword();
        }
    }

    public static String publicPem(String publicBase64) {
        return pem("PUBLIC KEY", publicBase64);
    }

    /** X.509 form of the public key of a key file, also of one that holds nothing else. */
    public static byte[] publicForm(String what, byte[] file) {
        return decoded(what, PUBLIC, new String(file, StandardCharsets.ISO_8859_1));
    }

    private static String pem(String title, String base64) {
        return "-----BEGIN " + title + "-----\n" + base64.replaceAll("(.{64})(?=.)", "$1\n") + "\n-----END " + title + "-----\n";
    }

    public static Pair read(String what, byte[] file, char[] passphrase) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        byte[] publicForm = decoded(what, PUBLIC, text);
        byte[] info = decoded(what, PRIVATE, text);
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(info);
            AlgorithmParameters parameters = encrypted.getAlgParameters();
            PBEParameterSpec spec = parameters == null ? null : parameters.getParameterSpec(PBEParameterSpec.class);
            if (spec == null || spec.getIterationCount() > MOST_ITERATIONS || !parameters.toString().equals(ALGORITHM)) {
                throw new VireoException(ErrorKind.USER_INPUT, what + ": the private key is not encrypted as vireo keys does it");
            }
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(Cipher.DECRYPT_MODE, secret(passphrase), parameters);
            return new Pair(KeyFactory.getInstance("Ed25519").generatePrivate(encrypted.getKeySpec(cipher)), publicForm);
        } catch (GeneralSecurityException | IOException e) {
            throw new VireoException(ErrorKind.USER_INPUT, what + ": the pass phrase is wrong, or the file is damaged", e);
        }
    }

    private static byte[] decoded(String what, Pattern part, String text) {
        Matcher found = part.matcher(text);
        if (!found.find()) {
            throw new VireoException(ErrorKind.USER_INPUT, what + ": this is no key file of vireo keys");
        }
        try {
            return Base64.getMimeDecoder().decode(found.group(1));
        } catch (IllegalArgumentException e) {
            throw new VireoException(ErrorKind.USER_INPUT, what + ": the file is damaged: " + e.getMessage(), e);
        }
    }
}

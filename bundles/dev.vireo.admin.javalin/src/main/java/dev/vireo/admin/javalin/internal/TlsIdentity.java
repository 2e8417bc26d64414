package dev.vireo.admin.javalin.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key and certificate of this home: one PEM file {@code conf/tls/server.pem}, made at first start by the JDK's own
 * {@code keytool}. An administrator may put another key with its chain there; such a file is never replaced.
 */
final class TlsIdentity {
    private static final System.Logger LOG = System.getLogger(TlsIdentity.class.getName());
    private static final String SELF_MADE = "O=Vireo self-made";
    private static final int VALID_DAYS = 825;
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final long KEYTOOL_LIMIT_S = 30;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = chain;
    }

    /**
     * Reads the identity of a home, making it when there is none or its self-made certificate ends soon.
     *
     * @throws VireoException USER_INPUT when the file cannot be used, EXTERNAL when none can be made
     */
    static TlsIdentity open(Path folder, String host, InstantSource time) {
        Path file = folder.resolve("server.pem");
        if (Files.exists(file)) {
            TlsIdentity found = read(file);
            X509Certificate certificate = found.chain.getFirst();
            boolean ends = certificate.getNotAfter().toInstant().isBefore(time.instant().plus(RENEW_BEFORE));
            boolean selfMade = certificate.getSubjectX500Principal().getName().contains(SELF_MADE);
            if (!ends) {
                return found;
            }
            if (!selfMade) {
                LOG.log(System.Logger.Level.WARNING, "the certificate in " + file + " ends on "
                        + certificate.getNotAfter().toInstant() + "; put a newer one there and start again");
                return found;
            }
        }
        make(file, host);
        return read(file);
    }

    /** SHA-256 of the certificate in DER, lower-case hex: what clients pin. */
    String fingerprint() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(chain.getFirst().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new VireoException(ErrorKind.INTERNAL, "cannot hash the certificate", e);
        }
    }

    /** A store in memory with the one entry. */
    KeyStore keyStore(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("vireo", key, password, chain.toArray(Certificate[]::new));
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new VireoException(ErrorKind.INTERNAL, "cannot use the TLS key", e);
        }
    }

    private static TlsIdentity read(Path file) {
        try {
            OwnerOnly.protect(file);
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            Matcher keys = KEY.matcher(pem);
            List<X509Certificate> chain = new ArrayList<>();
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Matcher m = CERTIFICATE.matcher(pem); m.find(); ) {
                chain.add((X509Certificate)
                        factory.generateCertificate(new ByteArrayInputStream(m.group().getBytes(StandardCharsets.US_ASCII))));
            }
            if (chain.isEmpty() || !keys.find()) {
                throw new VireoException(
                        ErrorKind.USER_INPUT,
                        file + " needs one PKCS#8 PRIVATE KEY and its CERTIFICATE chain in PEM; "
                                + "delete the file to have a new one made");
            }
            PrivateKey key = KeyFactory.getInstance(chain.getFirst().getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(keys.group(1))));
            return new TlsIdentity(key, List.copyOf(chain));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "cannot use " + file + ": " + e.getMessage() + "; delete the file to have a new one made",
                    e);
        }
    }

    private static void make(Path file, String host) {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String password = Token.random().text();
        try {
            OwnerOnly.folder(file.getParent());
            // keytool writes a store of its own; it lives in the protected folder and only for a moment.
            Path store = file.resolveSibling("new-" + ProcessHandle.current().pid() + ".p12");
            try {
                run(keytool, store, password, host);
                KeyStore made = KeyStore.getInstance(store.toFile(), password.toCharArray());
                PrivateKey key = (PrivateKey) made.getKey("vireo", password.toCharArray());
                OwnerOnly.write(
                        file,
                        pem("PRIVATE KEY", key.getEncoded())
                                + pem("CERTIFICATE", made.getCertificate("vireo").getEncoded()));
            } finally {
                Files.deleteIfExists(store);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot make the TLS key " + file + ": " + e.getMessage(), e);
        }
    }

    private static void run(Path keytool, Path store, String password, String host) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                keytool.toString(), "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", "vireo", "-keyalg", "EC",
                "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA", "-validity", String.valueOf(VALID_DAYS),
                "-dname", "CN=vireo, " + SELF_MADE, "-ext", "san=" + names(host), "-ext", "eku=serverAuth",
                "-ext", "ku:critical=digitalSignature", "-storetype", "PKCS12", "-keystore", store.toString(),
                "-storepass:env", "VIREO_STORE_PASSWORD");
        command.environment().put("VIREO_STORE_PASSWORD", password);
        command.environment().put("LC_ALL", "C");
        command.redirectErrorStream(true);
        Process process = command.start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(4_000), StandardCharsets.UTF_8);
            if (!process.waitFor(KEYTOOL_LIMIT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(keytool + " failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + keytool + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String names(String host) throws IOException {
        List<String> names = new ArrayList<>(List.of("dns:localhost", "ip:127.0.0.1", "ip:0:0:0:0:0:0:0:1"));
        boolean address = host.matches("[0-9.]+|.*:.*");
        boolean any = InetAddress.getByName(host).isAnyLocalAddress();
        String name = (address ? "ip:" : "dns:") + host;
        if (!any && !names.contains(name)) {
            names.add(name);
        }
        return String.join(",", names);
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + type + "-----\n";
    }
}

package dev.vireo.cli.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.admin.javalin.internal.TestServer;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From making keys to a package that can be checked, and what the appliance is told. */
class KeysAndPackTest {
    private static final String EXPIRES = "2035-01-31T12:00:00Z";

    @TempDir
    private static Path made;

    @TempDir
    private Path folder;

    private String phrase;

    @BeforeEach
    void phrase() throws Exception {
        phrase = Files.writeString(folder.resolve("phrase"), "correct horse battery\n").toString();
    }

    private record Outcome(int code, String out, String err) {
        Outcome expect(int expected) {
            assertEquals(expected, code, () -> "out: " + out + "\nerr: " + err);
            return this;
        }

        String id() {
            Matcher id = Pattern.compile("[0-9a-f]{64}").matcher(out);
            assertTrue(id.find(), out);
            return id.group();
        }
    }

    private static Outcome vireo(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter outWriter = new PrintWriter(out, true);
        PrintWriter errWriter = new PrintWriter(err, true);
        int code = Vireo.run(new Screen(outWriter, errWriter, false, false), outWriter, errWriter, environment, arguments);
        return new Outcome(code, out.toString(), err.toString());
    }

    private Outcome offline(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--passphrase-file";
        all[arguments.length + 1] = phrase;
        return vireo(Map.of(), all);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    /** Made once: a pass phrase is slow to try on purpose. */
    @BeforeAll
    static void make() throws Exception {
        Map<String, String> env = Map.of("VIREO_PASSPHRASE", "correct horse battery");
        vireo(env, "keys", "root", "Acme root", "--out", made.resolve("root").toString()).expect(0);
        vireo(env, "keys", "publisher", "--out", made.resolve("acme").toString()).expect(0);
        vireo(env, "keys", "delegate", made.resolve("acme.pub").toString(), "--root", made.resolve("root.key").toString(), "--name", "Acme",
                "--prefix", "acme", "--out", made.resolve("delegation.json").toString()).expect(0);
    }

    private void keys() throws Exception {
        for (String file : new String[] {"root.key", "root.json", "acme.key", "acme.pub", "delegation.json"}) {
            Files.copy(made.resolve(file), folder.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private Path model() throws Exception {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.writeString(model.resolve("weights.onnx"), "not really weights");
        Files.writeString(model.resolve("model.json"), """
                {"format": "vireo-model/1", "id": "tiny", "version": "1.2.0", "files": [{"path": "META-INF/vireo/weights.onnx"}]}""");
        return model;
    }

    private Outcome pack(String out) throws Exception {
        return offline("pack", model().toString(), "--name", "acme.tiny", "--key", at("acme.key"), "--delegation", at("delegation.json"),
                "--expires", EXPIRES, "--out", at(out));
    }

    @Test
    void aModelsFolderBecomesASignedPackageTheSameToTheBit() throws Exception {
        keys();
        Outcome packed = pack("a.vpk").expect(0);
        assertTrue(packed.out.contains("acme.tiny 1.2.0, channel stable, to be deployed until " + EXPIRES), packed.out);
        pack("b.vpk").expect(0);
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.vpk")), Files.readAllBytes(folder.resolve("b.vpk")));

        Outcome unrooted = vireo(Map.of(), "pack", "--check", at("a.vpk")).expect(0);
        assertTrue(unrooted.out.contains("bundle   acme.tiny 1.2.0, a model") && unrooted.out.contains("signed by Acme")
                && unrooted.out.contains("was not checked"), unrooted.out);
        Outcome rooted = vireo(Map.of(), "pack", "--check", at("a.vpk"), "--root", at("root.json")).expect(0);
        assertTrue(rooted.out.contains("whose signature is right"), rooted.out);
        offline("keys", "root", "Other root", "--out", at("other")).expect(0);
        Outcome other = vireo(Map.of(), "pack", "--check", at("a.vpk"), "--root", at("other.json")).expect(1);
        assertTrue(other.err.startsWith("vireo: a.vpk") && other.err.contains("this appliance trusts the root"), other.err);
        byte[] cut = Files.readAllBytes(folder.resolve("a.vpk"));
        Files.write(folder.resolve("cut.vpk"), Arrays.copyOf(cut, cut.length / 2));
        assertTrue(vireo(Map.of(), "pack", "--check", at("cut.vpk")).expect(1).err.contains("cut short"));
    }

    @Test
    void privateKeysAreEncryptedReadableByTheirOwnerAndNeverWrittenOver() throws Exception {
        keys();
        for (String file : new String[] {"root.key", "acme.key", "root.json", "delegation.json"}) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))), file);
        }
        String key = Files.readString(folder.resolve("root.key"));
        assertTrue(key.contains("BEGIN ENCRYPTED PRIVATE KEY") && !key.contains("BEGIN PRIVATE KEY"), key);
        assertTrue(offline("keys", "root", "Again", "--out", at("root")).expect(1).err.contains("is there already"));
        assertEquals(key, Files.readString(folder.resolve("root.key")));
        Files.writeString(folder.resolve("wrong"), "another phrase\n");
        assertTrue(vireo(Map.of(), "keys", "delegate", at("acme.pub"), "--root", at("root.key"), "--name", "X", "--prefix", "x", "--out", at("x.json"),
                "--passphrase-file", at("wrong")).expect(1).err.contains("pass phrase is wrong"));
        assertFalse(Files.exists(folder.resolve("x.json")));
        // The environment serves as well, and without either there is a word on what to do.
        vireo(Map.of("VIREO_PASSPHRASE", "correct horse battery"), "keys", "revoke", "--root", at("root.key"), "--key", "0".repeat(64) + "=lost",
                "--out", at("list.json")).expect(0);
        assertTrue(vireo(Map.of(), "keys", "publisher", "--out", at("new")).expect(2).err.contains("VIREO_PASSPHRASE"));
        assertTrue(vireo(Map.of("VIREO_PASSPHRASE", "short"), "keys", "publisher", "--out", at("new")).expect(1).err.contains("8 or more"));
    }

    @Test
    void filesAreShown() throws Exception {
        keys();
        String root = vireo(Map.of(), "keys", "show", at("root.json")).expect(0).id();
        assertEquals(root, vireo(Map.of(), "keys", "show", at("root.key")).expect(0).id());
        assertTrue(vireo(Map.of(), "keys", "show", at("acme.key")).expect(0).out.startsWith("private key, encrypted"));
        assertEquals(vireo(Map.of(), "keys", "show", at("acme.pub")).expect(0).id(), vireo(Map.of(), "keys", "show", at("delegation.json")).expect(0).id());
        assertTrue(vireo(Map.of(), "keys", "show", at("delegation.json")).out.contains("names    acme"));
        assertTrue(vireo(Map.of(), "keys", "show", phrase).expect(1).err.contains("no file of vireo keys"));
        assertTrue(vireo(Map.of(), "keys", "show", at("none")).expect(2).err.contains("there is no file"));
        String publisher = vireo(Map.of(), "keys", "show", at("acme.pub")).id();
        offline("keys", "revoke", "--root", at("root.key"), "--key", publisher + "=stolen", "--out", at("list-1.json")).expect(0);
        offline("keys", "revoke", "--root", at("root.key"), "--list", at("list-1.json"), "--package", "ab".repeat(32) + "=wrong weights", "--out", at("list-2.json")).expect(0);
        String list = vireo(Map.of(), "keys", "show", at("list-2.json")).expect(0).out;
        assertTrue(list.contains("revocation list 2") && list.contains(publisher + "  stolen") && list.contains("wrong weights"), list);
    }

    @Test
    void packingTellsWhatIsWrong() throws Exception {
        keys();
        assertTrue(offline("pack", model().toString()).expect(2).err.contains("--key FILE or --unsigned"));
        assertTrue(offline("pack", folder.toString(), "--unsigned").expect(2).err.contains("without model.json"));
        assertTrue(offline("pack", phrase, "--unsigned").expect(1).err.contains("zip archive"));
        assertTrue(offline("pack", at("none.jar"), "--unsigned").expect(1).err.contains("there is no file"));
        Files.writeString(model().resolve("model.json"), """
                {"id": "tiny", "version": "1.2.0", "files": [{"path": "META-INF/vireo/weights.onnx", "sha256": "%s"}]}""".formatted("00".repeat(32)));
        assertTrue(offline("pack", at("model"), "--unsigned").expect(1).err.contains("the manifest says"));
        Files.writeString(folder.resolve("model/model.json"), "{\"files\": [{\"path\": \"META-INF/vireo/../../phrase\"}], \"version\": \"1.0.0\", \"id\": \"x\"}");
        assertTrue(offline("pack", at("model"), "--unsigned").expect(1).err.contains("expected META-INF/vireo/"));
        // Another publisher's name: written, but an appliance would not take it.
        assertTrue(offline("pack", model().toString(), "--name", "other.tiny", "--key", at("acme.key"), "--delegation", at("delegation.json"), "--out", at("o.vpk"))
                .expect(1).err.contains("an appliance will refuse it") );
        Path jar = folder.resolve("bad.jar");
        try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write("Bundle-ManifestVersion: 2\nBundle-SymbolicName: acme.bad\nImport-Package: javax.swing\n".getBytes(StandardCharsets.UTF_8));
        }
        assertTrue(offline("pack", jar.toString(), "--unsigned", "--out", at("bad.vpk")).expect(1).err.contains("imports the package javax.swing"));
    }

    @Test
    void theApplianceIsToldWhomToTrust() throws Exception {
        keys();
        Path home = Files.createDirectories(folder.resolve("home"));
        try (TestServer server = new TestServer(home)) {
            assertTrue(server.url().startsWith("https://"));
            Map<String, String> env = Map.of("VIREO_HOME", home.toString());
            assertTrue(vireo(env, "keys", "list").expect(0).out.contains("root       none"));
            assertTrue(vireo(env, "keys", "trust", at("delegation.json")).expect(2).err.contains("trusts no root key yet"));
            Outcome trusted = vireo(env, "keys", "trust", at("root.json")).expect(0);
            String id = vireo(env, "keys", "show", at("root.json")).id();
            assertTrue(trusted.out.contains("the root key of Acme root") && trusted.out.contains(id) && trusted.out.contains(KeysTrust.grouped(id)), trusted.out);
            assertTrue(vireo(env, "keys", "trust", at("root.json")).expect(0).out.startsWith("in force already"));
            vireo(env, "keys", "trust", at("delegation.json")).expect(0);
            assertTrue(vireo(env, "keys", "list").expect(0).out.contains("valid until"));
            offline("keys", "root", "Acme root 2", "--out", at("root2"), "--after", at("root.key")).expect(0);
            offline("keys", "root", "Stranger", "--out", at("stranger")).expect(0);
            assertTrue(vireo(env, "keys", "trust", at("stranger.json")).expect(2).err.contains("--replace " + id));
            vireo(env, "keys", "trust", at("root2.json")).expect(0);
            assertTrue(vireo(env, "keys", "clock").expect(0).out.contains("latest time seen is now"));

            assertEquals("", vireo(env, "status").expect(0).err);
            vireo(env, "keys", "developer", "on").expect(0);
            for (String[] command : new String[][] {{"status"}, {"list"}, {"bundles"}, {"keys", "list"}, {"status", "--json"}, {"show", "a999"}}) {
                Outcome outcome = vireo(env, command);
                assertEquals(1, outcome.err.lines().filter(l -> l.startsWith("warning: developer mode is on")).count(), outcome.err);
            }
            assertTrue(vireo(env, "keys", "developer", "off").expect(0).out.contains("developer mode is off"));
            assertEquals("", vireo(env, "status").expect(0).err);
        }
    }
}

package dev.vireo.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a bundle in a well-signed package may not be: by its jar, its headers, its content and its code. */
class AdmissionTest {
    @TempDir
    private Path folder;

    private Fixture fixture;

    @BeforeEach
    void make() {
        fixture = new Fixture(folder);
    }

    @FunctionalInterface
    interface Attempt {
        byte[] jar(Fixture fixture) throws Exception;
    }

    record Case(String name, String reason, Attempt attempt) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Headers of a bundle with code. */
    private static Map<String, String> code() {
        Map<String, String> headers = Fixture.headers("acme.encoder.model", "1.0.0");
        headers.remove("Provide-Capability");
        return headers;
    }

    private static Case header(String name, String reason, String header, String value) {
        return new Case("header " + name, reason, f -> {
            Map<String, String> headers = code();
            headers.put(header, value);
            return Files.readAllBytes(f.jar(headers, Map.of()));
        });
    }

    static Stream<Case> headers() {
        return Stream.of(
                header("import outside", "imports the package javax.swing;", "Import-Package", "dev.vireo.api.encode;version=\"[1.0,2)\",java.util,javax.swing"),
                header("optional import outside", "imports the package ai.onnxruntime;", "Import-Package", "ai.onnxruntime;resolution:=optional"),
                header("import of the deployment", "imports the package dev.vireo.api.deploy;", "Import-Package", "dev.vireo.api.deploy"),
                header("import of what looks like the API", "imports the package dev.vireo.apix;", "Import-Package", "dev.vireo.apix"),
                header("import of a package's neighbours", "imports the package org.osgi.framework.wiring;", "Import-Package", "org.osgi.framework;org.osgi.framework.wiring"),
                header("import of trackers of services", "imports the package org.osgi.util.tracker;", "Import-Package", "org.osgi.util.tracker"),
                header("host that is the framework", "Fragment-Host: system.bundle", "Fragment-Host", "system.bundle;extension:=framework"),
                header("host that is a core bundle", "Fragment-Host", "Fragment-Host", "dev.vireo.api"),
                header("bundle that it requires", "Require-Bundle", "Require-Bundle", "dev.vireo.broker"),
                header("dynamic imports", "DynamicImport-Package: *", "DynamicImport-Package", "*"),
                header("activator", "use a component of Declarative Services", "Bundle-Activator", "acme.Activator"),
                header("native code", "Bundle-NativeCode", "Bundle-NativeCode", "lib/x.so;osname=linux"),
                header("export of the API", "exports dev.vireo.api.encode", "Export-Package", "dev.vireo.api.encode;version=\"1.0.0\""),
                header("export of the framework's", "exports org.slf4j", "Export-Package", "acme,org.slf4j"),
                header("class path that is not there", "which it does not hold", "Bundle-ClassPath", ".,/usr/share/java/x.jar"),
                header("no bundle", "Bundle-ManifestVersion is not 2", "Bundle-ManifestVersion", "1"),
                new Case("header twice", "twice", f -> {
                    Map<String, String> headers = code();
                    headers.put("import-package", "java.util");
                    headers.put("Import-Package", "java.util");
                    return Files.readAllBytes(f.jar(headers, Map.of()));
                }),
                new Case("header hidden by a line end", "readers take differently", f -> {
                    Map<String, String> headers = code();
                    headers.put("X", "1\rDynamicImport-Package: *");
                    return Files.readAllBytes(f.jar(headers, Map.of()));
                }),
                new Case("header in two lines", "imports the package javax.swing;", f -> {
                    Map<String, String> headers = code();
                    headers.put("Import-Package", "javax.\r\n swing");
                    return Files.readAllBytes(f.jar(headers, Map.of()));
                }),
                new Case("no manifest", "has no META-INF/MANIFEST.MF", f -> {
                    RawZip jar = new RawZip();
                    jar.add("x", new byte[1]);
                    return jar.bytes();
                }),
                new Case("model bundle with imports", "is a model bundle, which holds data only", f -> {
                    Map<String, String> headers = Fixture.headers("acme.encoder.model", "1.0.0");
                    headers.put("Import-Package", "java.util");
                    return Files.readAllBytes(f.jar(headers, Map.of()));
                }),
                new Case("model bundle with components", "is a model bundle, which holds data only", f -> {
                    Map<String, String> headers = Fixture.headers("acme.encoder.model", "1.0.0");
                    headers.put("Service-Component", "OSGI-INF/x.xml");
                    return Files.readAllBytes(f.jar(headers, Map.of()));
                }));
    }

    private static Case model(String name, String reason, String entry, byte[] content) {
        return new Case("model bundle with " + name, reason, f -> Files.readAllBytes(
                f.jar(Fixture.headers("acme.encoder.model", "1.0.0"), Map.of(entry, content))));
    }

    private static Case content(String name, String reason, String entry, byte[] content) {
        return new Case("content: " + name, reason, f -> Files.readAllBytes(f.jar(code(), Map.of(entry, content))));
    }

    private static byte[] hex(String begin) {
        return Arrays.copyOf(java.util.HexFormat.of().parseHex(begin), 200);
    }

    private static byte[] windowsProgram() {
        byte[] file = hex("4d5a");
        file[60] = 100;
        file[100] = 'P';
        file[101] = 'E';
        return file;
    }

    private static byte[] component(String provides) {
        return Fixture.bytes("<?xml version=\"1.0\"?><scr:component><service>" + provides + "</service></scr:component>");
    }

    static Stream<Case> contents() {
        return Stream.of(
                model("a class", "holds code, \"acme/X.class\"", "acme/X.class", hex("cafebabe0000")),
                model("a class in disguise", "holds code, \"weights.onnx\"", "weights.onnx", hex("cafebabe0000")),
                model("a jar", "holds code, \"lib/x.jar\"", "lib/x.jar", hex("00")),
                model("a jar in disguise", "holds code, \"weights.onnx\"", "weights.onnx", hex("504b0304")),
                model("a library", "holds native code, \"x.so\"", "x.so", hex("00")),
                model("a library in disguise", "holds native code, \"weights.onnx\"", "weights.onnx", hex("7f454c46")),
                content("library of Linux", "holds native code, \"lib/libx.so.1\"", "lib/libx.so.1", hex("00")),
                content("library of Windows", "holds native code", "x.DLL", hex("00")),
                content("library of macOS", "holds native code", "x.dylib", hex("00")),
                content("ELF in disguise", "holds native code, \"table.bin\"", "table.bin", hex("7f454c46")),
                content("Mach-O in disguise", "holds native code", "table.bin", hex("cffaedfe")),
                content("universal binary in disguise", "holds native code", "table.bin", hex("cafebabe00000002")),
                content("program of Windows in disguise", "holds native code", "table.bin", windowsProgram()),
                content("class in disguise", "class file under another name", "table.bin", hex("cafebabe00000045")),
                content("class that is none", "is no class file", "acme/X.class", hex("cafebabe00000045ffff")),
                content("archive in disguise", "archive that is not looked into", "table.bin", hex("504b0304")),
                content("jar that is none", "does not end as a zip archive does", "lib/x.jar", hex("504b0304")),
                content("service of the core", "offers the service dev.vireo.api.catalog.Catalog", "OSGI-INF/x.xml",
                        component("<provide interface=\"dev.vireo.api.catalog.Catalog\"/>")),
                content("service of the core with a prefix", "offers the service dev.vireo.api.deploy.TrustStore", "OSGI-INF/x.xml",
                        component("<x:provide  interface = 'dev.vireo.api.deploy.TrustStore' />")),
                content("service that deploys", "wants the service dev.vireo.api.deploy.Keyring", "OSGI-INF/x.xml", Fixture.bytes(
                        "<component><reference name=\"a\" field=\"b\" interface=\"dev.vireo.api.deploy.Keyring\" cardinality=\"0..1\"/></component>")),
                content("stage of the broker by a reference", "wants the service dev.vireo.api.broker.Stage", "OSGI-INF/x.xml",
                        Fixture.bytes("<component><reference interface='dev.vireo.api.broker.Stage'></reference></component>")),
                content("service written by an entity", "names a service as", "OSGI-INF/x.xml", component("<provide interface=\"dev&#46;vireo.api.catalog.Catalog\"/>")),
                content("component with a document type", "has a comment, an entity", "OSGI-INF/x.xml", Fixture.bytes("<!DOCTYPE x [<!ENTITY a \"b\">]><component/>")));
    }

    private static Case raw(String name, String reason, Consumer<RawZip> lie) {
        return new Case("jar: " + name, reason, f -> {
            RawZip jar = new RawZip();
            StringBuilder manifest = new StringBuilder();
            code().forEach((k, v) -> manifest.append(k).append(": ").append(v).append('\n'));
            jar.add("META-INF/MANIFEST.MF", Fixture.bytes(manifest.toString()));
            lie.accept(jar);
            return jar.bytes();
        });
    }

    static Stream<Case> jars() {
        return Stream.of(
                raw("..", "has \"..\" in its name", j -> j.add("../../x", new byte[1])),
                raw("absolute", "has an absolute name", j -> j.add("/x", new byte[1])),
                raw("duplicate", "is there twice", j -> {
                    j.add("x", new byte[1]);
                    j.add("x", new byte[2]);
                }),
                raw("two manifests in case", "in case only", j -> j.add("META-INF/manifest.mf", new byte[1])),
                raw("folder and file of one name", "is there twice", j -> {
                    j.add("x", new byte[1]);
                    j.add("x/", new byte[0]);
                }),
                raw("folder with content", "is a folder with content", j -> j.add("x/", new byte[1])),
                raw("symbolic link", "is a symbolic link", j -> j.add("x", Fixture.bytes("/etc/passwd")).attributes = 0xA1FF << 16),
                raw("backslash", "has a backslash", j -> j.add("a\\b", new byte[1])),
                raw("NUL", "has a NUL", j -> j.add("a\0.class", new byte[1])),
                raw("hidden entry", "belongs to none", j -> j.add("x.class", new byte[1]).hidden = true),
                raw("data after", "data after its end", j -> j.after = new byte[1]),
                raw("data before", "there is data before entry", j -> j.before = new byte[1]),
                raw("encrypted", "is encrypted", j -> j.add("x", new byte[1]).flags = 1),
                raw("wrong check sum", "size or check sum are wrong", j -> j.add("x", new byte[1]).crc = 7),
                raw("two names", "described differently", j -> j.add("x", new byte[1]).localName = Fixture.bytes("y")),
                raw("zip64", "zip64", j -> j.add("x", new byte[1]).extra = new byte[] {1, 0, 0, 0}),
                raw("content that unpacks to more", "unpacks to more than the 10 bytes", j -> deflated(j, 1000, 10)),
                raw("content that unpacks to less", "size or check sum are wrong", j -> deflated(j, 1000, 2000)),
                raw("content that unpacks to very much", "4294967296 are the most", j -> {
                    deflated(j, 10, 0x7fff_ffffL);
                    deflated(j, 10, 0x7fff_ffffL).name = Fixture.bytes("b");
                    j.entries.getLast().localName = Fixture.bytes("b");
                    deflated(j, 10, 0x7fff_ffffL).name = Fixture.bytes("c");
                    j.entries.getLast().localName = Fixture.bytes("c");
                }),
                raw("compressed content with more behind it", "data after its end", j -> {
                    RawZip.Entry e = deflated(j, 1000, 1000);
                    e.data = Arrays.copyOf(e.data, e.data.length + 5);
                }),
                raw("compressed content cut short", "is damaged", j -> {
                    RawZip.Entry e = deflated(j, 1000, 1000);
                    e.data = Arrays.copyOf(e.data, e.data.length - 3);
                }));
    }

    private static RawZip.Entry deflated(RawZip jar, int size, long said) {
        byte[] content = new byte[size];
        new java.util.Random(1).nextBytes(content);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (java.util.zip.DeflaterOutputStream deflater =
                new java.util.zip.DeflaterOutputStream(out, new java.util.zip.Deflater(9, true))) {
            deflater.write(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        RawZip.Entry entry = jar.add("x", content);
        entry.data = out.toByteArray();
        entry.method = 8;
        entry.size = said;
        return entry;
    }

    private static Case code(String name, String reason, String body) {
        return new Case("code: " + name, reason, f -> {
            Map<String, byte[]> entries = new HashMap<>(Compiler.classes(f.folder(), "acme.Tool", "package acme; public class Tool { " + body + " }"));
            return Files.readAllBytes(f.jar(code(), entries));
        });
    }

    static Stream<Case> codes() {
        return Stream.of(
                code("process", "class acme.Tool.run calls java.lang.Runtime.exec", "void run() throws Exception { Runtime.getRuntime().exec(new String[] {\"sh\"}); }"),
                code("process builder", "class acme.Tool.run calls java.lang.ProcessBuilder.", "void run() throws Exception { new ProcessBuilder(\"sh\").start(); }"),
                code("process by method reference", "class acme.Tool refers to java.lang.Runtime.exec",
                        "interface E { Process e(String s) throws Exception; } E e = Runtime.getRuntime()::exec;"),
                code("process by name", "class acme.Tool names java.lang.ProcessBuilder", "Class<?> run() throws Exception { return Class.forName(\"java.lang.ProcessBuilder\"); }"),
                code("process handle", "java.lang.ProcessHandle", "void run() { ProcessHandle.current().children().forEach(ProcessHandle::destroy); }"),
                code("exit", "class acme.Tool.run calls java.lang.System.exit", "void run() { System.exit(1); }"),
                code("halt", "class acme.Tool.run calls java.lang.Runtime.halt", "void run() { Runtime.getRuntime().halt(1); }"),
                code("shutdown hook", "Runtime.addShutdownHook", "void run() { Runtime.getRuntime().addShutdownHook(new Thread()); }"),
                code("library", "class acme.Tool.run calls java.lang.System.loadLibrary", "void run() { System.loadLibrary(\"x\"); }"),
                code("library by path", "class acme.Tool.run calls java.lang.System.load", "void run() { System.load(\"/x\"); }"),
                code("native method", "class acme.Tool.run is native", "native void run();"),
                code("foreign memory", "java.lang.foreign.Arena", "void run() { java.lang.foreign.Arena.ofAuto(); }"),
                code("foreign functions as a class", "java.lang.foreign.Linker", "Class<?> run() { return java.lang.foreign.Linker[].class; }"),
                code("unsafe", "sun.misc.Unsafe", "Object run(Object o) { return (sun.misc.Unsafe) o; }"),
                code("closed fields", "class acme.Tool.run calls java.lang.reflect.Field.setAccessible",
                        "void run() throws Exception { String.class.getDeclaredField(\"hash\").setAccessible(true); }"),
                code("closed methods", "java.lang.reflect.Method.setAccessible", "void run(java.lang.reflect.Method m) { m.setAccessible(true); }"),
                code("private look-up", "MethodHandles.privateLookupIn",
                        "void run() throws Exception { java.lang.invoke.MethodHandles.privateLookupIn(String.class, java.lang.invoke.MethodHandles.lookup()); }"),
                code("classes at run time", "defineClass", "void run() throws Exception { java.lang.invoke.MethodHandles.lookup().defineClass(null); }"),
                code("class loader", "class acme.Tool$L extends java.lang.ClassLoader", "static class L extends ClassLoader {}"),
                code("class loader of the network", "java.net.URLClassLoader", "void run() { new java.net.URLClassLoader(new java.net.URL[0]); }"),
                code("open modules", "java.lang.Module.addOpens", "void run(Module m) { m.addOpens(\"a\", m); }"),
                code("bundles", "org.osgi.framework.BundleContext.installBundle", "void run(org.osgi.framework.BundleContext c) throws Exception { c.installBundle(\"x\"); }"),
                code("services past the components", "BundleContext.registerService", "void run(org.osgi.framework.BundleContext c) { c.registerService(Object.class, this, null); }"),
                code("services by name", "BundleContext.getServiceReference", "Object run(org.osgi.framework.BundleContext c) { return c.getServiceReference(\"x\"); }"),
                code("services that deploy by name", "class acme.Tool names dev.vireo.api.deploy.Keyring", "String run() { return \"dev.vireo.api.deploy.Keyring\"; }"),
                code("contexts of others", "org.osgi.framework.Bundle.getBundleContext", "Object run(org.osgi.framework.Bundle b) { return b.getBundleContext(); }"),
                code("stopping bundles", "org.osgi.framework.Bundle.stop", "void run(org.osgi.framework.Bundle b) throws Exception { b.stop(); }"),
                code("stage of the broker", "dev.vireo.api.broker.Stage", "void run(dev.vireo.api.broker.Stage s) { s.held(); }"),
                new Case("code: in a jar in the jar", "lib/x.jar: class acme.Tool.run calls java.lang.System.exit", f -> {
                    Path inner = f.jar(code(), Compiler.classes(f.folder(), "acme.Tool", "package acme; class Tool { void run() { System.exit(1); } }"));
                    Map<String, String> headers = code();
                    headers.put("Bundle-ClassPath", ".,lib/x.jar");
                    return Files.readAllBytes(f.jar(headers, Map.of("lib/x.jar", Files.readAllBytes(inner))));
                }),
                new Case("code: for another version of Java", "class acme.Tool.run calls java.lang.System.exit", f -> {
                    byte[] type = Compiler.classes(f.folder(), "acme.Tool", "package acme; class Tool { void run() { System.exit(1); } }").get("acme/Tool.class");
                    return Files.readAllBytes(f.jar(code(), Map.of("META-INF/versions/25/acme/Tool.class", type)));
                }));
    }

    @ParameterizedTest
    @MethodSource({"headers", "contents", "jars", "codes"})
    void isRefusedForItsReason(Case one) throws Exception {
        Path file = fixture.around(one.attempt().jar(fixture));
        VireoException e = assertThrows(VireoException.class, () -> PackageReader.verify(file, fixture.trust()));
        assertEquals(ErrorKind.USER_INPUT, e.kind(), e.getMessage());
        assertTrue(e.getMessage().contains(one.reason()), e.getMessage());
        assertTrue(e.getMessage().chars().noneMatch(c -> c < ' '), "a message on one line: " + e.getMessage());
    }

    static Stream<String> core() {
        return Stream.of("dev.vireo.api", "dev.vireo.broker", "dev.vireo.catalog.sqlite", "dev.vireo.deploy", "dev.vireo.pack", "dev.vireo.onnx",
                "dev.vireo.admin.javalin", "dev.vireo.cli", "org.apache.felix.scr");
    }

    /** Whoever may publish under every name still does not replace the core, unless the channel is the product's own. */
    @ParameterizedTest
    @MethodSource("core")
    void aPartOfTheProductIsReplacedByItsOwnChannelOnly(String name) throws Exception {
        Delegation all = Fixture.delegation(fixture.rootKey, fixture.publisherKey, List.of("*"), List.of("stable", Delegation.PRODUCT_CHANNEL));
        Map<String, String> headers = code();
        headers.put("Bundle-SymbolicName", name);
        byte[] jar = Files.readAllBytes(fixture.jar(headers, Map.of()));
        VireoException e = assertThrows(VireoException.class, () -> PackageReader.verify(
                fixture.around(jar, name, "stable", fixture.publisherKey, all), fixture.trust()));
        assertTrue(e.getMessage().contains("symbolic name " + name + ", which is a part of the product"), e.getMessage());
        assertEquals(name, PackageReader.verify(fixture.around(jar, name, Delegation.PRODUCT_CHANNEL, fixture.publisherKey, all), fixture.trust())
                .bundles().getFirst().symbolicName());
    }

    @Test
    void anOrdinaryBundleWithCodeIsTaken() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>(Compiler.classes(folder, "acme.Twice", """
                package acme;
                import java.util.List;
                public class Twice {
                    enum Kind { A, B }
                    record Pair(String a, int b) {}
                    String run(Object o) throws Exception {
                        List<Pair> pairs = List.of(new Pair("x", Kind.values().length));
                        return switch (o) { case Pair(String a, int b) when b > 1 -> a + b; default -> pairs.toString() + System.nanoTime(); };
                    }
                }"""));
        entries.put("OSGI-INF/acme.xml", component("<reference name=\"catalog\" interface=\"dev.vireo.api.catalog.Catalog\" bind=\"x\"/><provide interface=\"dev.vireo.api.rerank.Reranker\"/><provide interface=\"dev.vireo.api.model.Provider\"/>"));
        entries.put("OSGI-INF/metatype/acme.xml", Fixture.bytes("<?xml version=\"1.0\"?><x/>"));
        Map<String, String> headers = code();
        headers.put("Import-Package", "dev.vireo.api.rerank;version=\"[1.0,2)\",java.util,org.osgi.framework,org.slf4j,acme.other");
        headers.put("Service-Component", "OSGI-INF/acme.xml");
        Path bundle = fixture.jar(headers, entries);
        Map<String, String> other = Fixture.headers("acme.other", "1.0.0");
        other.remove("Provide-Capability");
        other.put("Export-Package", "acme.other;version=\"1.0.0\"");
        VerifiedPackage taken = PackageReader.verify(fixture.signed("acme.encoder", "1.0.0", bundle, fixture.jar(other, Map.of())), fixture.trust());
        assertEquals(2, taken.bundles().size());
        assertFalse(taken.bundles().getFirst().model());
        // Without the bundle beside it the import is one from outside.
        VireoException e = assertThrows(VireoException.class, () -> PackageReader.verify(fixture.signed("acme.encoder", "1.0.0", bundle), fixture.trust()));
        assertTrue(e.getMessage().contains("acme.other"), e.getMessage());
    }

    /** The charset of an archive's names is not ours to guess. */
    @Test
    void aNameBeyondAsciiIsTakenWhenItIsMarked() throws Exception {
        RawZip jar = new RawZip();
        StringBuilder manifest = new StringBuilder();
        code().forEach((k, v) -> manifest.append(k).append(": ").append(v).append('\n'));
        jar.add("META-INF/MANIFEST.MF", Fixture.bytes(manifest.toString()));
        RawZip.Entry entry = jar.add("标签.txt", "猫".getBytes(StandardCharsets.UTF_8));
        Path unmarked = fixture.around(jar.bytes());
        assertTrue(assertThrows(VireoException.class, () -> PackageReader.verify(unmarked, fixture.trust())).getMessage().contains("not marked as UTF-8"));
        entry.flags = 0x800;
        assertEquals(1, PackageReader.verify(fixture.around(jar.bytes()), fixture.trust()).bundles().size());
    }
}

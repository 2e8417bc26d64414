package dev.vireo.pack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles classes for bundles. */
final class Compiler {
    private Compiler() {}

    /** @return class files by their place in a jar */
    static Map<String, byte[]> classes(Path folder, String type, String source) throws IOException {
        Path out = Files.createTempDirectory(folder, "classes");
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + type.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        boolean done = ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, _ -> {}, List.of("-d", out.toString(), "-proc:none", "-Xlint:none", "-cp", System.getProperty("java.class.path")), null, List.of(file))
                .call();
        if (!done) {
            throw new IllegalStateException("does not compile: " + source);
        }
        Map<String, byte[]> classes = new HashMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                classes.put(out.relativize(one).toString(), Files.readAllBytes(one));
            }
        }
        return classes;
    }
}
